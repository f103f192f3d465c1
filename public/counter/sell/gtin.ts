/** Is it the number under a barcode: EAN-8, UPC-A, EAN-13 or GTIN-14, with the check digit that GS1 says? */
export function isGtin(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false
  const digits = [...text].map(Number).reverse()
  const [check = 0, ...rest] = digits
  const sum = rest.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0)
  return (sum + check) % 10 === 0
}

/** How else the same number is written: a UPC-A is an EAN-13 that begins with 0, and scanners send either. */
export function spellings(code: string): readonly string[] {
  if (!isGtin(code)) return [code]
  if (code.length === 12) return [code, `0${code}`]
  return code.length === 13 && code.startsWith('0') ? [code, code.slice(1)] : [code]
}
