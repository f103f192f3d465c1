/** Whole numbers by chance, which can be thrown again with `SEED`. */
export function dice() {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
  let state = seed
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { seed, int: (from: number, to: number) => from + Math.floor(random() * (to - from + 1)) }
}
