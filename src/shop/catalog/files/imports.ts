import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { isTaken } from '../../../database.ts'
import { AppError } from '../../../errors.ts'
import { type ImportSummary, importSummarySchema } from '../../../wire.ts'
import type { Author } from '../../actors.ts'
import type { Changes } from '../../changes.ts'
import { once } from '../../idempotency/once.ts'
import { newId } from '../../ids.ts'
import type { Indexer } from '../indexer.ts'
import { changedMeanwhile } from './import-store.ts'
import { loadKnown } from './known.ts'
import { type Plan, planFile, summaryOf } from './plan.ts'
import { readFile } from './read-file.ts'
import { writePlan } from './write-plan.ts'

/** So many products are planned between two turns of others. */
const planAtOnce = 100
/** Of how many changed products the pages that are open hear at once; of more they hear when they are opened again. */
const mostNews = 200

/** Files of products: looked at first, then taken whole or not at all. */
export class Imports {
  readonly #changes: Changes
  readonly #currency: string
  readonly #indexer: Indexer
  #last: Promise<unknown> = Promise.resolve()

  constructor(changes: Changes, currency: string, indexer: Indexer) {
    this.#changes = changes
    this.#currency = currency
    this.#indexer = indexer
  }

  async preview(bytes: Buffer): Promise<ImportSummary> {
    return this.#inTurn(async () => summaryOf(await this.#plan(bytes), 'preview'))
  }

  /**
   * Writes all of it or nothing. The same key with the same file is answered as the first time.
   * @throws AppError 422 `import-refused` with the errors when a row cannot be taken, ConflictError
   * `changed-meanwhile`.
   */
  async apply(bytes: Buffer, key: string | null, author: Author | null): Promise<ImportSummary> {
    const summary = await this.#inTurn(async () => {
      const plan = await this.#plan(bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return this.#write(plan, sha256, key, author).catch(error => {
        // A code or name that was free when the file was planned.
        throw isTaken(error) ? changedMeanwhile() : error
      })
    })
    this.#indexer.wake()
    return summary
  }

  async #plan(bytes: Buffer): Promise<Plan> {
    const file = await readFile(bytes)
    const known = await loadKnown(this.#changes.records, file)
    const planning = planFile(file, known, this.#currency, this.#changes.now())
    for (let count = 1; ; count++) {
      const step = planning.next()
      if (step.done === true) return step.value
      if (count % planAtOnce === 0) await setImmediate()
    }
  }

  async #write(
    plan: Plan,
    sha256: string,
    key: string | null,
    author: Author | null,
  ): Promise<ImportSummary> {
    const at = this.#changes.now()
    return this.#changes.make(async (records, announce) => {
      const work = async () => {
        if (plan.errors.length > 0) {
          throw new AppError(422, 'import-refused', 'Nothing was written: some rows cannot be taken.', {
            summary: summaryOf(plan, 'preview'),
          })
        }
        await writePlan(records, plan, author, at)
        const summary = summaryOf(plan, 'applied')
        await records.audit.record({
          ...{ at, actor: author, action: 'products.imported', subject: { kind: 'import', id: newId(at) } },
          after: { sha256, rows: plan.rows, products: summary.products, variants: summary.variants },
        })
        for (const { id } of plan.touched.slice(0, mostNews)) announce('product.changed', { productId: id })
        return { status: 200, body: summary }
      }
      if (key === null) return (await work()).body
      const request = { key, call: 'import products', input: { sha256 }, at }
      return importSummarySchema.parse((await once(records.keys, request, work)).body)
    })
  }

  /** One file after the other: each may take a few hundred megabytes. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {})
    return turn
  }
}
