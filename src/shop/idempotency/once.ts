import { createHash } from 'node:crypto'
import type { Write } from '../../database/together.ts'
import { AppError } from '../../errors.ts'
import type { KeysStore } from './keys-store.ts'

/** How long an answer can be had again: far longer than any client tries. */
export const keptDays = 30

export type Kept = { readonly status: number; readonly body: object }

/** An answer, and what of its work is still to be written: it goes to the database with the answer. */
export type Done = Kept & { readonly writes?: readonly Write[] }

/** The same key came with something else to do. */
export class KeyReusedError extends AppError {
  override readonly name = 'KeyReusedError'
  constructor() {
    super(422, 'idempotency-key-reused', 'This Idempotency-Key was used before, for a different request.')
  }
}

/**
 * Does `work` the first time that `key` is seen, and gives its answer again each later time. Must run in the
 * transaction of the work itself: then a key is never kept without its effect or the other way round, and a
 * refusal, which undoes the transaction, leaves the key free: a retry after new stock has come may succeed.
 *
 * The scope is the key alone, not who sends it: a client that moves to another network is still the same
 * client.
 */
export async function once(
  keys: KeysStore,
  request: { readonly key: string; readonly call: string; readonly input: unknown; readonly at: number },
  work: () => Promise<Done>,
): Promise<Kept> {
  const keyHash = sha256(request.key)
  const requestHash = sha256(canonicalJson([request.call, request.input]))
  if (await keys.claim(keyHash, requestHash, request.at)) {
    const { status, body, writes = [] } = await work()
    const text = JSON.stringify(body)
    await keys.keep(keyHash, status, text, writes)
    return { status, body: readObject(text) }
  }
  const kept = await keys.find(keyHash)
  if (kept.request_hash !== requestHash) throw new KeyReusedError()
  if (kept.status === null || kept.body === null)
    throw new Error('an idempotency key was kept without its answer')
  return { status: kept.status, body: readObject(kept.body) }
}

/** As `once`; without a key each call does the work. */
export async function onceIfKeyed(
  keys: KeysStore,
  request: {
    readonly key: string | null
    readonly call: string
    readonly input: unknown
    readonly at: number
  },
  work: () => Promise<Kept>,
): Promise<Kept> {
  const { key, ...rest } = request
  return key === null ? work() : once(keys, { ...rest, key }, work)
}

/** JSON in which equal values have equal texts, whatever the order in which their members were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function readObject(json: string): object {
  const value: unknown = JSON.parse(json)
  if (typeof value !== 'object' || value === null) throw new Error('an answer that was kept is no object')
  return value
}
