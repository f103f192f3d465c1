import { drawOver, frosted, textWidth } from '../images.ts'
import type { Language } from './card-content.ts'
import { fontFamily } from './card-svg.ts'
import { drawableTitle } from './card-words.ts'
import { fitText } from './fit-text.ts'
import { slateLayout, slateSvg, slateWords } from './slate-svg.ts'

export type SlateContent = {
  /** The room's or the show's. */
  readonly title: string
  /** Bytes of a picture file; null: none. */
  readonly cover: Buffer | null
  readonly language: Language
}

/** Draws what stands in the picture while the host is away: a PNG of exactly this size. */
export async function renderSlate(
  { title, cover, language }: SlateContent,
  picture: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const layout = slateLayout(picture, language)
  const ground = cover && (await frosted(cover, picture).catch(() => null))
  const titleLines = await fitTitle(drawableTitle(title), language, layout.title)
  const lines = await wordLines(language, layout.words)
  return drawOver(ground, slateSvg({ ...picture, lines, titleLines, hasCover: ground !== null, layout }))
}

/** One line where there is room for it. */
async function wordLines(
  language: Language,
  { size, width }: { readonly size: number; readonly width: number },
): Promise<readonly string[]> {
  const lines = slateWords[language]
  const together = lines.join(' ')
  const needed = await textWidth(together, { family: fontFamily, pixels: size, bold: true })
  return needed <= width ? [together] : lines
}

/** In one line; else in two that are about as long, where the whole title fits so. */
async function fitTitle(
  title: string,
  language: Language,
  { size, width }: { readonly size: number; readonly width: number },
): Promise<readonly string[]> {
  const measure = (text: string) => textWidth(text, { family: fontFamily, pixels: size, bold: false })
  const fit = (share: number, maxLines: number) =>
    fitText(title, { width: share * width, maxLines, language, measure })
  for (const [share, maxLines] of [
    [1, 1],
    [0.6, 2],
    [0.8, 2],
  ] as const) {
    const lines = await fit(share, maxLines)
    if (!lines.at(-1)?.endsWith('…')) return lines
  }
  return fit(1, 2)
}
