/**
 * What so many units of a line are worth, after so many were given back before, in minor units. However a line is
 * brought back, in ones or at once, the shares add up to its total, discount and all (medusa #13091).
 */
export function lineShare(
  line: { readonly quantity: number; readonly total: number },
  before: number,
  units: number,
): number {
  return upTo(line, before + units) - upTo(line, before)
}

/** Whole numbers all the way: a total of 9 * 10^15 times a quantity is more than a number holds exactly. */
function upTo({ quantity, total }: { readonly quantity: number; readonly total: number }, units: number) {
  return Number((BigInt(total) * BigInt(units)) / BigInt(quantity))
}
