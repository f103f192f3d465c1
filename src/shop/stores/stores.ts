import { InvalidError, NotFoundError } from '../../errors.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { StoreView } from '../../wire.ts'
import type { Changes } from '../changes.ts'
import { given } from '../given.ts'
import { newId } from '../ids.ts'
import type { NewStore, StoreChanges } from './store-fields.ts'
import type { StoreRow } from './stores-store.ts'

export class Stores {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  async create(input: NewStore): Promise<StoreView> {
    requireWholePosition(input)
    const at = this.#changes.now()
    const row = { ...input, id: newId(at), created_at: at }
    await this.#changes.make(records => records.stores.insert(row))
    return storeView(row)
  }

  async update(id: string, changes: StoreChanges): Promise<StoreView> {
    return this.#changes.make(async records => {
      const old = await records.stores.find(id)
      if (old === undefined) throw new NotFoundError('The store')
      const wanted = given(changes)
      const row = { ...old, ...wanted }
      requireWholePosition(row)
      await records.stores.update(id, wanted)
      return storeView(row)
    })
  }

  async view(id: string): Promise<StoreView> {
    const row = await this.#changes.records.stores.find(id)
    if (row === undefined) throw new NotFoundError('The store')
    return storeView(row)
  }

  async list(slice: Slice): Promise<Page<StoreView>> {
    const { items, next } = pageOf(await this.#changes.records.stores.list(slice), slice.limit)
    return { items: items.map(storeView), next }
  }
}

export function storeView(row: StoreRow): StoreView {
  const { created_at: _, ...view } = row
  return view
}

function requireWholePosition(store: Pick<StoreRow, 'latitude' | 'longitude'>): void {
  if ((store.latitude === null) !== (store.longitude === null)) {
    throw new InvalidError('A position needs both latitude and longitude.')
  }
}
