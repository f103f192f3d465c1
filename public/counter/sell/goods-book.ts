import type { TillItemView } from '../../../src/wire.ts'
import { ApiProblem, type call } from '../../shared/api.ts'
import type { Page } from '../../shared/pages.ts'
import type { Kept } from '../device/kept.ts'
import { spellings } from './gtin.ts'

type Deps = {
  readonly storeId: string
  readonly call: typeof call
  readonly kept: Kept
}

/** More than this is asked of the server each time: a device's memory is no place for a catalogue of any size. */
const mostPages = 60
const mostFound = 12

/**
 * What this store sells, known on the device, so that a scan is answered at once and without a connection. Prices and
 * stock are asked again with each scan.
 */
export class GoodsBook {
  readonly #deps: Deps
  readonly #items = new Map<string, TillItemView>()
  readonly #codes = new Map<string, string>()
  readonly #stop = new AbortController()
  #unanswered = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What was known last, then all that the server says. */
  async start(): Promise<void> {
    const known = await this.#deps.kept.read(this.#key)
    if (Array.isArray(known)) this.#learn(known.filter(isItem))
    let cursor: string | null = null
    for (let page = 0; page < mostPages; page++) {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const answer: Page<TillItemView> = await this.#ask(`&limit=100${query}`, this.#stop.signal)
      this.#learn(answer.items)
      cursor = answer.next
      if (cursor === null) break
    }
    await this.#deps.kept.write({ [this.#key]: [...this.#items.values()] })
  }

  close(): void {
    this.#stop.abort()
  }

  /** What was found last is what the device knows: the server did not answer. */
  get unanswered(): boolean {
    return this.#unanswered
  }

  /** What a barcode or SKU names, as last heard. */
  known(code: string): TillItemView | null {
    for (const spelling of spellings(code)) {
      const id = this.#codes.get(spelling.toLowerCase())
      const item = id === undefined ? undefined : this.#items.get(id)
      if (item) return item
    }
    return null
  }

  /** What the server has under these words, or without an answer what the device knows. A whole code stands alone. */
  async find(words: string): Promise<readonly TillItemView[]> {
    try {
      this.#unanswered = false
      for (const spelling of spellings(words)) {
        const { items } = await this.#ask(`&limit=${mostFound}&q=${encodeURIComponent(spelling)}`)
        this.#learn(items)
        if (items.length > 0) return items.slice(0, mostFound)
      }
      return []
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 0) throw error
      this.#unanswered = true
      return this.#search(words)
    }
  }

  #search(words: string): readonly TillItemView[] {
    const exact = this.known(words)
    if (exact) return [exact]
    const wanted = words.toLowerCase().split(/\s+/)
    const found: TillItemView[] = []
    for (const item of this.#items.values()) {
      const text = `${item.title} ${item.variantTitle} ${item.sku} ${item.barcode ?? ''}`.toLowerCase()
      if (wanted.every(word => text.includes(word))) found.push(item)
      if (found.length === mostFound) break
    }
    return found
  }

  #learn(items: readonly TillItemView[]): void {
    for (const item of items) {
      this.#items.set(item.variantId, item)
      this.#codes.set(item.sku.toLowerCase(), item.variantId)
      if (item.barcode !== null) this.#codes.set(item.barcode.toLowerCase(), item.variantId)
    }
  }

  #ask(query: string, signal?: AbortSignal): Promise<Page<TillItemView>> {
    const { call, storeId } = this.#deps
    return call<Page<TillItemView>>('GET', `/api/v1/till/items?storeId=${storeId}${query}`, { signal })
  }

  get #key(): string {
    return `goods:${this.#deps.storeId}`
  }
}

function isItem(value: unknown): value is TillItemView {
  if (typeof value !== 'object' || value === null) return false
  const price: unknown = Reflect.get(value, 'price')
  return (
    ['variantId', 'sku', 'title'].every(key => typeof Reflect.get(value, key) === 'string') &&
    typeof price === 'object' &&
    price !== null &&
    Number.isInteger(Reflect.get(price, 'amount'))
  )
}
