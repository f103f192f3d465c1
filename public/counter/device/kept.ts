import { randomId } from '../../shared/random-id.ts'

/** What a till keeps on its device: values by key. Each `write` is on disk as a whole, or not at all, when it resolves. */
export type Kept = {
  read(key: string): Promise<unknown>
  /** Every value whose key begins so, in the order of the keys. */
  readAll(prefix: string): Promise<readonly unknown[]>
  /** `undefined` forgets a key. @throws TakenOverError when another page has claimed the till: then nothing was written. */
  write(changes: Readonly<Record<string, unknown>>): Promise<void>
  /** From now on this page alone writes: what any other page of this device still says is refused. */
  claim(): Promise<void>
  /** Resolves when all that was said is written, with what follows from it at once. */
  idle(): Promise<void>
  /** False: this browser keeps nothing (a private window): what is not sent is lost with the page. */
  readonly lasting: boolean
}

export class TakenOverError extends Error {
  override readonly name = 'TakenOverError'
}

const table = 'kept'
const holderKey = 'holder'

/** IndexedDB of this browser; where it is refused, the page's memory. `lost` is called when a write is refused. */
export async function openKept(lost: () => void, name = 'stallcast-till'): Promise<Kept> {
  try {
    const kept = lasting(await open(name), lost)
    // What waits here is money: a browser that runs out of space shall clear other sites' data first.
    navigator.storage?.persist?.().catch(() => {})
    return kept
  } catch {
    return forgetful()
  }
}

function lasting(database: IDBDatabase, lost: () => void): Kept {
  const me = randomId()
  const writing = new Set<Promise<unknown>>()
  const reading = () => database.transaction(table, 'readonly').objectStore(table)
  const write = async (changes: Readonly<Record<string, unknown>>, claiming: boolean) => {
    const written = writeAs(me, database, changes, claiming)
    writing.add(written)
    try {
      await written
    } catch (error) {
      if (error instanceof TakenOverError) lost()
      throw error
    } finally {
      writing.delete(written)
    }
  }
  return {
    lasting: true,
    read: key => answer(reading().get(key)),
    readAll: prefix => answer(reading().getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
    write: changes => write(changes, false),
    claim: () => write({ [holderKey]: me }, true),
    async idle() {
      while (writing.size > 0) {
        await Promise.allSettled(writing)
        // What waited for one of them is said now.
        await new Promise(resolve => setTimeout(resolve))
      }
    },
  }
}

/** Whose page it is stands in the database itself: the check and the write are one transaction, on http too. */
function writeAs(
  me: string,
  database: IDBDatabase,
  changes: Readonly<Record<string, unknown>>,
  claiming: boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Strict: a tablet whose battery dies a second later has it still.
    const transaction = database.transaction(table, 'readwrite', { durability: 'strict' })
    const values = transaction.objectStore(table)
    const holder = values.get(holderKey)
    const mine = () => claiming || holder.result === me
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new TakenOverError())
    holder.onsuccess = () => {
      if (!mine()) return transaction.abort()
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) values.delete(key)
        else values.put(value, key)
      }
    }
  })
}

/** For tests, and for browsers that keep nothing. */
export function forgetful(): Kept {
  const values = new Map<string, unknown>()
  return {
    lasting: false,
    claim: async () => {},
    idle: async () => {},
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
