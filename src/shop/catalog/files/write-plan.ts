import { setImmediate } from 'node:timers/promises'
import type { Author } from '../../actors.ts'
import type { Records } from '../../changes.ts'
import { newId } from '../../ids.ts'
import { priceChange } from '../catalog.ts'
import type { VariantRow } from '../catalog-store.ts'
import { pathOf, pathText } from '../category-tree.ts'
import { indexProducts } from '../index-products.ts'
import { nextPriceAt } from '../variants.ts'
import type { Plan } from './plan.ts'

const atOnce = 200
/** Of so many products the words are written with them; more are found some seconds later. */
const indexedAtOnce = 500

/**
 * Writes what was planned, in the caller's transaction. All is prepared, so that on SQLite, where everybody waits, it
 * takes a second or two for 50,000 rows; streams and sockets get their turn in between.
 */
export async function writePlan(
  records: Records,
  plan: Plan,
  author: Author | null,
  at: number,
): Promise<void> {
  const staffId = author?.id ?? null
  await each(plan.touched.toSorted(byId), some => records.imports.begin(some, at))
  await each(plan.newProducts, some => records.imports.addProducts(some))
  await each(plan.changedProducts, some => records.imports.changeProducts(some))
  await each(plan.changedVariants, some => records.imports.clearVariants(some.map(({ old }) => old.id)))
  await each(plan.newVariants, some => records.imports.addVariants(some))
  await each(plan.newVariants, some =>
    records.prices.record(some.map(variant => priceChange(variant, staffId, at))),
  )
  await changeVariants(records, plan, staffId, at)
  await categorize(records, plan, at)
  const products = [...plan.newProducts, ...plan.touched]
  if (products.length <= indexedAtOnce) {
    await each(products, async some =>
      indexProducts(records, await records.catalog.products(some.map(({ id }) => id))),
    )
  } else {
    await each(plan.touched, some => records.searchIndex.forget(some.map(({ id }) => id)))
  }
}

async function changeVariants(
  records: Records,
  plan: Plan,
  staffId: string | null,
  at: number,
): Promise<void> {
  await each(plan.changedVariants, async some => {
    const newPrices = some.filter(
      ({ old, row }) => Number(old.price) !== row.price || old.currency !== row.currency,
    )
    const lows = await records.prices.lowestPrices(
      newPrices.map(({ old }) => old.id),
      at,
    )
    const rows = some.map(({ old, row }): VariantRow => {
      const low = old.currency === row.currency ? lows.get(old.id) : undefined
      return newPrices.some(other => other.old === old)
        ? {
            ...row,
            price_since: nextPriceAt(old, at),
            lowest_7_days: low?.lowest_7_days ?? null,
            lowest_30_days: low?.lowest_30_days ?? null,
          }
        : row
    })
    await records.imports.changeVariants(rows)
    const repriced = some.filter(
      ({ old, row }) =>
        newPrices.some(other => other.old === old) || old.compare_at_price !== row.compare_at_price,
    )
    await records.prices.record(
      repriced.map(({ old, row }) => priceChange(row, staffId, nextPriceAt(old, at))),
    )
  })
}

async function categorize(records: Records, plan: Plan, at: number): Promise<void> {
  const all = await records.categories.all()
  const byId = new Map(all.map(row => [row.id, row]))
  const ids = new Map(all.map(({ id }) => [pathText(pathOf(byId, id)), id]))
  const positions = new Map<string | null, number>()
  for (const { parent_id } of all) positions.set(parent_id, (positions.get(parent_id) ?? 0) + 1)
  for (const path of [...plan.categories.values()].flat()) {
    for (const [index, name] of path.entries()) {
      const text = pathText(path.slice(0, index + 1))
      if (ids.has(text)) continue
      const parentId = index === 0 ? null : (ids.get(pathText(path.slice(0, index))) ?? null)
      const position = positions.get(parentId) ?? 0
      positions.set(parentId, position + 1)
      const id = newId(at)
      await records.categories.insert({
        ...{ id, parent_id: parentId, parent_depth: index === 0 ? null : index, depth: index + 1 },
        ...{ position, name, created_at: at },
      })
      ids.set(text, id)
    }
  }
  await each([...plan.categories], async some =>
    records.imports.assign(
      some.map(([productId]) => productId),
      some.flatMap(([product_id, paths]) =>
        paths.flatMap(path => {
          const category_id = ids.get(pathText(path))
          return category_id === undefined ? [] : { product_id, category_id }
        }),
      ),
    ),
  )
}

async function each<Item>(
  items: readonly Item[],
  write: (some: readonly Item[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < items.length; at += atOnce) {
    await write(items.slice(at, at + atOnce))
    await setImmediate()
  }
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
