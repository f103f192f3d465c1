import { encode } from 'uqr'

/** Dark and light, as one line of modules; the quiet zones are the drawer's. */
type Modules = string

/** A code's dark parts as SVG's `d`, in a picture of `width` × 480: what it is by what is in `text`. */
export function drawCode(text: string, width: number): string {
  if (text.startsWith('http')) return square(text, width)
  if (/^\d{13}$/.test(text)) return bars(ean13(text), width)
  if (/^\d{12}$/.test(text)) return bars(ean13(`0${text}`), width)
  return bars(/^\d{8}$/.test(text) ? ean8(text) : code128(text), width)
}

/** ISO/IEC 15420: the first digit is said by which of the next six are of set A (0) and B (1). */
const firstDigit = '000000 001011 001101 001110 010011 011001 011100 010101 010110 011010'.split(' ')
const setA = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ')

const a = (digit: string): Modules => setA[Number(digit)] ?? ''
const c = (digit: string): Modules => [...a(digit)].map(bit => (bit === '1' ? '0' : '1')).join('')
const b = (digit: string): Modules => [...c(digit)].reverse().join('')

/** A UPC-A is one whose first digit is 0. */
function ean13(code: string): Modules {
  const parity = firstDigit[Number(code[0])] ?? ''
  const left = [...code.slice(1, 7)].map((digit, index) => (parity[index] === '0' ? a(digit) : b(digit)))
  return `101${left.join('')}01010${[...code.slice(7)].map(c).join('')}101`
}

function ean8(code: string): Modules {
  return `101${[...code.slice(0, 4)].map(a).join('')}01010${[...code.slice(4)].map(c).join('')}101`
}

/** ISO/IEC 15417: widths of bar, space, bar, … of each value. */
const widths =
  `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123
212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142
121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311
113141 114131 311141 411131 211412 211214 211232 2331112`.split(/\s/)
const startB = 104
const stop = 106

function code128(text: string): Modules {
  const values = [...text].map(letter => letter.charCodeAt(0) - 32)
  const check = values.reduce((sum, value, index) => sum + value * (index + 1), startB) % 103
  return [startB, ...values, check, stop]
    .flatMap(value =>
      [...(widths[value] ?? '')].map((width, index) => (index % 2 ? '0' : '1').repeat(Number(width))),
    )
    .join('')
}

function bars(modules: Modules, width: number): string {
  const size = Math.min(4, Math.floor(width / (modules.length + 20)))
  const x = (width - modules.length * size) / 2
  return [...modules]
    .map((bit, index) => (bit === '1' ? `M${x + index * size} 120h${size}v240h-${size}z` : ''))
    .join('')
}

function square(text: string, width: number): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const side = Math.floor(400 / size)
  const x = (width - size * side) / 2
  return data
    .flatMap((row, y) =>
      row.map((dark, column) =>
        dark ? `M${x + column * side} ${40 + y * side}h${side}v${side}h-${side}z` : '',
      ),
    )
    .join('')
}
