/** 28 bits of milliseconds, some 74 hours, then 4 of a checksum. */
export const clockBits = 28

/** The blocks that show a time, most significant bit first. `time`: epoch milliseconds. */
export function clockBlocks(time: number): readonly boolean[] {
  const value = Math.floor(time) % 2 ** clockBits
  const bits = Array.from(
    { length: clockBits },
    (_, n) => Math.floor(value / 2 ** (clockBits - 1 - n)) % 2 === 1,
  )
  const sum = bits.reduce((total, bit, n) => (bit ? total + n + 1 : total), 0) % 16
  return [...bits, ...[8, 4, 2, 1].map(bit => (sum & bit) !== 0)]
}
