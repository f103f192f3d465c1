/**
 * False for what looks like an EAN-8, UPC-A, EAN-13 or GTIN-14 and whose last digit is wrong (GS1 General Specifications,
 * section 7.9: from the right, digits weigh 3 and 1 in turn). Anything else is a code of the shop's own.
 */
export function hasTrueCheckDigit(barcode: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(barcode)) return true
  const digits = Array.from(barcode, Number).toReversed()
  return digits.reduce((sum, digit, index) => sum + digit * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0
}
