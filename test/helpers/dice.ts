/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Some of its bytes changed, cut off, or repeated. */
export function mutated(bytes: Buffer, roll: () => number): Buffer {
  const at = (length: number) => Math.floor(roll() * length)
  const copy = Buffer.from(bytes)
  for (let n = at(8); n >= 0 && copy.length > 0; n--) copy[at(copy.length)] = at(256)
  const kind = at(6)
  if (kind === 0) return copy.subarray(0, at(copy.length))
  if (kind === 1) return Buffer.concat([copy, copy.subarray(at(copy.length))])
  return copy
}
