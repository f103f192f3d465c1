import { escapeMarkup } from '../images.ts'
import type { Language } from './card-content.ts'
import { fonts, vermilion } from './card-svg.ts'

type Size = { readonly width: number; readonly height: number }

/** Everything on a slate, measured. Pixels. */
export type SlateDrawing = Size & {
  readonly lines: readonly string[]
  readonly titleLines: readonly string[]
  /** A cover lies below it, and shows through. */
  readonly hasCover: boolean
  readonly layout: SlateLayout
}

export type SlateLayout = ReturnType<typeof slateLayout>

/** The words in one line, or in two where the picture is narrow. */
export const slateWords: Readonly<Record<Language, readonly string[]>> = {
  zh: ['主播马上回来'],
  en: ['The host will', 'be right back'],
}

/** Chinese letters are as wide as they are high, so few of them may be larger. */
const wordSize: Readonly<Record<Language, number>> = { zh: 0.115, en: 0.095 }

export function slateLayout({ width, height }: Size, language: Language) {
  const short = Math.min(width, height)
  return {
    words: { size: wordSize[language] * short, leading: 1.3, width: 0.82 * width },
    rule: { width: 0.085 * short, height: Math.max(2, 0.006 * short) },
    gap: 0.06 * short,
    title: { size: Math.max(11, 0.05 * short), leading: 1.4, width: 0.76 * width },
  }
}

/** How far below the top of its line a letter's baseline is, in sizes of the letter. */
const ascent = 0.88

export function slateSvg({ width, height, lines, titleLines, hasCover, layout }: SlateDrawing): string {
  const { words, rule, gap, title } = layout
  const wordsHeight = ((lines.length - 1) * words.leading + 1) * words.size
  const titleHeight = titleLines.length > 0 ? ((titleLines.length - 1) * title.leading + 1) * title.size : 0
  const total = wordsHeight + gap + rule.height + (titleHeight > 0 ? gap + titleHeight : 0)
  // The middle of a picture looks higher than it is measured.
  const top = 0.485 * height - total / 2
  const ruleTop = top + wordsHeight + gap
  const titleTop = ruleTop + rule.height + gap
  const middle = width / 2
  const fill = (paint: string) => `<rect width="${width}" height="${height}" fill="url(#${paint})"/>`
  const text = (line: string, y: number, size: number, style: string) =>
    `<text x="${middle}" y="${y}" font-size="${size}" text-anchor="middle" ${style}>${escapeMarkup(line)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
  viewBox="0 0 ${width} ${height}" font-family="${fonts}">
<defs>
  <linearGradient id="dark" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="#1d1310"/><stop offset="1" stop-color="#0e0908"/>
  </linearGradient>
  <radialGradient id="shade" cx="0.5" cy="0.48" r="0.72">
    <stop offset="0" stop-color="#1a0d08" stop-opacity="0.66"/><stop offset="1" stop-color="#1a0d08" stop-opacity="0.84"/>
  </radialGradient>
  <radialGradient id="glow" cx="0.5" cy="0.45" r="0.75">
    <stop offset="0" stop-color="#6b2a1c" stop-opacity="0.55"/><stop offset="1" stop-color="#6b2a1c" stop-opacity="0"/>
  </radialGradient>
</defs>
${hasCover ? fill('shade') : fill('dark') + fill('glow')}
${lines
  .map((line, n) =>
    text(
      line,
      top + (n * words.leading + ascent) * words.size,
      words.size,
      'font-weight="700" fill="#fffaf5"',
    ),
  )
  .join('\n')}
<rect x="${middle - rule.width / 2}" y="${ruleTop}" width="${rule.width}" height="${rule.height}"
  rx="${rule.height / 2}" fill="${vermilion}"/>
${titleLines
  .map((line, n) =>
    text(line, titleTop + (n * title.leading + ascent) * title.size, title.size, 'fill="#e9dfd8"'),
  )
  .join('\n')}
</svg>`
}
