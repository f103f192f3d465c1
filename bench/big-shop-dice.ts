import { base32Number } from '../src/base32.ts'

/** Chances that fall the same way each time, and ids that sort by their time. */
export class Dice {
  #state: number
  #moment = Number.NaN
  #prefix = ''
  #count = 0

  constructor(seed: number) {
    this.#state = seed
  }

  /** 0 up to before 1. https://prng.di.unimi.it/splitmix64.c, in 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  one<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('there is nothing to choose from')
    return item
  }

  id(at: number): string {
    if (at !== this.#moment) this.#prefix = base32Number(at, 10).toLowerCase()
    this.#moment = at
    this.#count++
    return this.#prefix + this.#count.toString(32).padStart(8, '0') + this.#part()
  }

  #part(): string {
    return Math.floor(this.next() * 2 ** 40)
      .toString(32)
      .padStart(8, '0')
  }
}
