import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { CategoryView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import type { CategoryRow } from './categories-store.ts'
import { branchOf, heightOf } from './category-tree.ts'
import type { Indexer } from './indexer.ts'
import { requireSameIds } from './variants.ts'

export const deepest = 3

type Place = { readonly name: string; readonly parentId: string | null }

/** The tree in which products are sorted. */
export class Categories {
  readonly #changes: Changes
  readonly #indexer: Indexer

  constructor(changes: Changes, indexer: Indexer) {
    this.#changes = changes
    this.#indexer = indexer
  }

  /** Each before what is under it, siblings in order. */
  async list(): Promise<CategoryView[]> {
    return listed(this.#changes.records)
  }

  async create({ name, parentId }: Place, author: Author | null): Promise<CategoryView> {
    return this.#changes.make(async records => {
      const at = this.#changes.now()
      const all = await records.categories.all()
      const place = placeUnder(all, parentId, 0)
      requireFreeName(all, name, parentId, null)
      const position = all.filter(category => category.parent_id === parentId).length
      const row = { id: newId(at), ...place, position, name, created_at: at }
      await records.categories.insert(row)
      const view = await viewOf(records, row.id)
      await records.audit.record({
        ...{ at, actor: author, action: 'category.created', subject: { kind: 'category', id: row.id } },
        after: { name, parentId },
      })
      return view
    })
  }

  /** A new name, another parent, or both; under another parent it comes last. */
  async update(
    id: string,
    changes: { readonly name?: string | undefined; readonly parentId?: string | null | undefined },
    author: Author | null,
  ): Promise<CategoryView> {
    const view = await this.#changes.make(async records => {
      const all = await records.categories.all()
      const branch = branchOf(all, id)
      const [own] = branch
      if (own === undefined) throw new NotFoundError('The category')
      const name = changes.name ?? own.name
      const parentId = changes.parentId === undefined ? own.parent_id : changes.parentId
      if (branch.some(category => category.id === parentId)) {
        throw new InvalidError('A category cannot be put under itself.', { rule: 'under-itself' })
      }
      const place = placeUnder(all, parentId, heightOf(branch))
      requireFreeName(all, name, parentId, id)
      const moved = parentId !== own.parent_id
      const position = moved
        ? all.filter(category => category.parent_id === parentId).length
        : Number(own.position)
      await records.categories.update(id, { ...place, name, position })
      const deeper = place.depth - Number(own.depth)
      for (const below of branch.slice(1)) {
        const depth = Number(below.depth) + deeper
        await records.categories.update(below.id, { depth, parent_depth: depth - 1 })
      }
      for (const category of branch) await records.searchIndex.makeStale(category.id)
      await records.audit.record({
        ...{ at: this.#changes.now(), actor: author, action: 'category.updated' },
        subject: { kind: 'category', id },
        before: { name: own.name, parentId: own.parent_id },
        after: { name, parentId },
      })
      return viewOf(records, id)
    })
    this.#indexer.wake()
    return view
  }

  /** `ids`: all the children of one parent. */
  async order(
    parentId: string | null,
    ids: readonly string[],
    author: Author | null,
  ): Promise<CategoryView[]> {
    return this.#changes.make(async records => {
      const siblings = (await records.categories.all()).filter(category => category.parent_id === parentId)
      requireSameIds(
        ids,
        siblings.map(category => category.id),
      )
      for (const [position, id] of ids.entries()) await records.categories.update(id, { position })
      await records.audit.record({
        ...{ at: this.#changes.now(), actor: author, action: 'category.ordered' },
        subject: { kind: 'category', id: parentId ?? 'top' },
        before: { ids: siblings.map(category => category.id) },
        after: { ids: [...ids] },
      })
      return listed(records)
    })
  }

  /** Its products stay, without it. */
  async remove(id: string, author: Author | null): Promise<void> {
    await this.#changes.make(async records => {
      const branch = branchOf(await records.categories.all(), id)
      const [own] = branch
      if (own === undefined) throw new NotFoundError('The category')
      if (branch.length > 1) {
        throw new ConflictError(
          'category-not-empty',
          'There are categories under it. Delete or move them first.',
        )
      }
      await records.searchIndex.makeStale(id)
      await records.categories.remove(id)
      await records.audit.record({
        ...{ at: this.#changes.now(), actor: author, action: 'category.deleted' },
        subject: { kind: 'category', id },
        before: { name: own.name, parentId: own.parent_id },
      })
    })
    this.#indexer.wake()
  }
}

/** `height`: how deep what is moved lies below its head. */
function placeUnder(
  all: readonly CategoryRow[],
  parentId: string | null,
  height: number,
): Pick<CategoryRow, 'parent_id' | 'parent_depth' | 'depth'> {
  const parent = all.find(category => category.id === parentId)
  if (parentId !== null && parent === undefined) throw new NotFoundError('The parent category')
  const parentDepth = parent === undefined ? 0 : Number(parent.depth)
  if (parentDepth + 1 + height > deepest) {
    throw new InvalidError(`Categories are at most ${deepest} deep.`, { rule: 'too-deep', most: deepest })
  }
  return {
    parent_id: parentId,
    parent_depth: parent === undefined ? null : parentDepth,
    depth: parentDepth + 1,
  }
}

function requireFreeName(
  all: readonly CategoryRow[],
  name: string,
  parentId: string | null,
  except: string | null,
): void {
  const taken = all.some(
    category => category.parent_id === parentId && category.name === name && category.id !== except,
  )
  if (taken) throw new ConflictError('category-taken', `There is a category ${name} here already.`, { name })
}

async function viewOf(records: Records, id: string): Promise<CategoryView> {
  const view = (await listed(records)).find(category => category.id === id)
  if (view === undefined) throw new NotFoundError('The category')
  return view
}

async function listed(records: Records): Promise<CategoryView[]> {
  const all = await records.categories.all()
  const counts = await records.categories.counts()
  const below = (parentId: string | null): CategoryRow[] =>
    all.filter(({ parent_id }) => parent_id === parentId).flatMap(row => [row, ...below(row.id)])
  const position = new Map<string | null, number>()
  return below(null).map(({ id, parent_id, name, depth }) => {
    const place = position.get(parent_id) ?? 0
    position.set(parent_id, place + 1)
    const products = branchOf(all, id).reduce((sum, category) => sum + (counts.get(category.id) ?? 0), 0)
    return { id, parentId: parent_id, name, depth: Number(depth), position: place, products }
  })
}
