/** What a till keeps on its device: values by key. Each `write` is on disk as a whole, or not at all, when it resolves. */
export type Kept = {
  read(key: string): Promise<unknown>
  /** Every value whose key begins so, in the order of the keys. */
  readAll(prefix: string): Promise<readonly unknown[]>
  /** `undefined` forgets a key. */
  write(changes: Readonly<Record<string, unknown>>): Promise<void>
  /** False: this browser keeps nothing (a private window): what is not sent is lost with the page. */
  readonly lasting: boolean
}

const table = 'kept'

/** IndexedDB of this browser; where it is refused, the page's memory. */
export async function openKept(name = 'stallcast-till'): Promise<Kept> {
  try {
    const kept = lasting(await open(name))
    // What waits here is money: a browser that runs out of space shall clear other sites' data first.
    navigator.storage?.persist?.().catch(() => {})
    return kept
  } catch {
    return forgetful()
  }
}

function lasting(database: IDBDatabase): Kept {
  const reading = () => database.transaction(table, 'readonly').objectStore(table)
  return {
    lasting: true,
    read: key => answer(reading().get(key)),
    readAll: prefix => answer(reading().getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
    write: changes =>
      new Promise((resolve, reject) => {
        // Strict: a tablet whose battery dies a second later has it still.
        const transaction = database.transaction(table, 'readwrite', { durability: 'strict' })
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
        const values = transaction.objectStore(table)
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined) values.delete(key)
          else values.put(value, key)
        }
      }),
  }
}

/** For tests, and for browsers that keep nothing. */
export function forgetful(): Kept {
  const values = new Map<string, unknown>()
  return {
    lasting: false,
    read: async key => values.get(key),
    readAll: async prefix =>
      [...values.keys()]
        .filter(key => key.startsWith(prefix))
        .sort()
        .map(key => values.get(key)),
    write: async changes => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) values.delete(key)
        else values.set(key, structuredClone(value))
      }
    },
  }
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(table)
  return answer(request)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
