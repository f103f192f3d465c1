/** `+2`, `−2`: a change, with a minus as wide as the plus. */
export function signed(value: number): string {
  return value > 0 ? `+${value}` : `−${-value}`
}
