import { escapeMarkup } from '../images.ts'
import { paperIn } from './card-box.ts'
import type { PriceParts, StockLine } from './card-words.ts'

/** Everything on a card, measured and placed: this module only writes it down. Pixels. */
export type CardDrawing = {
  readonly width: number
  readonly height: number
  readonly layout: CardLayout
  /** A PNG of the thumbnail's size; null: a drawn bag. */
  readonly thumbnail: Buffer | null
  readonly titleLines: readonly string[]
  readonly price: PlacedPrice
  readonly struck: {
    readonly text: string
    readonly x: number
    readonly y: number
    readonly width: number
  } | null
  readonly stock: StockLine
  readonly stockWidth: number
}

export type PlacedPrice = {
  readonly parts: PriceParts
  /** Size of the whole units; symbol and fraction are smaller. */
  readonly size: number
  readonly smallSize: number
}

/** Sizes of a card's parts, from its height. */
type Size = { readonly width: number; readonly height: number }

const isSmall = ({ height }: Size): boolean => height < 112

export type CardLayout = ReturnType<typeof cardLayout>

export const fontFamily = 'Noto Sans CJK SC'
export const fonts = `${fontFamily}, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif`

export const vermilion = '#e5432d'
const colours = {
  sale: { panel: '#fffbf6', edge: '#f3e6da', title: '#2a211d', price: '#dd3a24', quiet: '#7d716a' },
  soldOut: { panel: '#f4f0ec', edge: '#e4ddd6', title: '#7a716b', price: '#8c837d', quiet: '#8c837d' },
} as const

/** Letters of the title are measured before the layout is chosen, as their lines decide it. */
export function titleRoom(size: Size): {
  readonly width: number
  readonly lines: number
  readonly size: number
} {
  const { left, right, title } = cardLayout(size, 1)
  return { width: right - left, lines: isSmall(size) ? 1 : 2, size: title.size }
}

/** A small card has one line of title, in larger letters for its size, as it is still to be read at 360p. */
export function cardLayout({ width, height }: Size, titleLines: number) {
  const unit = height / 160
  const small = isSmall({ width, height })
  const oneLine = !small && titleLines < 2
  const panel = paperIn({ width, height })
  const inset = 9 * unit
  const side = panel.height - 2 * inset
  const thumbnail = { x: panel.x + inset, y: panel.y + inset, side: Math.round(side) }
  const left = thumbnail.x + side + 13 * unit
  const right = panel.x + panel.width - 14 * unit
  return {
    unit,
    panel,
    radius: 15 * unit,
    thumbnail,
    left,
    right,
    title: {
      size: (small ? 26 : 21) * unit,
      first: (small ? 36 : oneLine ? 42 : 33) * unit,
      leading: 27 * unit,
    },
    stock: { size: (small ? 22 : 15.5) * unit, baseline: (small ? 70 : oneLine ? 78 : 89) * unit },
    price: { size: (small ? 50 : 42) * unit, smallSize: (small ? 28 : 23) * unit, baseline: 135 * unit },
    struck: { size: (small ? 22 : 18) * unit, gap: 9 * unit },
    button: { radius: 19 * unit, x: right - 18 * unit, y: 122 * unit },
  }
}

export function cardSvg(card: CardDrawing): string {
  const { layout, stock } = card
  const colour = stock.state === 'soldOut' ? colours.soldOut : colours.sale
  const { panel, radius } = layout
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="${card.width}" height="${card.height}" viewBox="0 0 ${card.width} ${card.height}" font-family="${fonts}">
<defs>
  <clipPath id="panel"><rect ${rect(panel)} rx="${radius}"/></clipPath>
  <clipPath id="thumbnail"><rect ${square(layout.thumbnail)} rx="${10 * layout.unit}"/></clipPath>
</defs>
${shadowSvg(layout)}
<rect ${rect(panel)} rx="${radius}" fill="${colour.panel}"/>
<rect ${rect(inner(panel, 0.5))} rx="${radius - 0.5}" fill="none" stroke="${colour.edge}"/>
${thumbnailSvg(card)}
<g clip-path="url(#panel)">
${card.titleLines
  .map((line, index) =>
    textSvg(line, {
      x: layout.left,
      y: layout.title.first + index * layout.title.leading,
      size: layout.title.size,
      fill: colour.title,
    }),
  )
  .join('\n')}
${stockSvg(card)}
${priceSvg(card, colour.price)}
${struckSvg(card, colour.quiet)}
${stock.state === 'soldOut' ? '' : buttonSvg(layout)}
</g>
</svg>`
}

/** Rounded rectangles laid over one another: it looks like a Gaussian blur, which takes librsvg ten times longer. */
function shadowSvg({ panel, radius, unit }: CardLayout): string {
  return [0, 1, 2, 3, 4, 5, 6]
    .map(step => {
      const wider = inner({ ...panel, y: panel.y + 2 * unit }, (2 - step) * unit)
      return `<rect ${rect(wider)} rx="${radius + (step - 2) * unit}" fill="#2b1409" fill-opacity="0.065"/>`
    })
    .join('\n')
}

function thumbnailSvg({ layout, thumbnail, stock }: CardDrawing): string {
  const { x, y, side } = layout.thumbnail
  const picture = thumbnail
    ? `<image x="${x}" y="${y}" width="${side}" height="${side}" clip-path="url(#thumbnail)"
        xlink:href="data:image/png;base64,${thumbnail.toString('base64')}"/>`
    : `<rect ${square(layout.thumbnail)} rx="${10 * layout.unit}" fill="#fbe6dc"/>
       ${bagSvg({ x: x + side / 2, y: y + side / 2, size: side * 0.42, stroke: '#e88a76' })}`
  if (stock.state !== 'soldOut') return picture
  return `${picture}
    <rect ${square(layout.thumbnail)} rx="${10 * layout.unit}" fill="#2a211d" fill-opacity="0.62"/>
    ${textSvg(stock.text, {
      x: x + side / 2,
      y: y + side / 2 + 9.5 * layout.unit,
      size: (stock.text.length > 4 ? 25 : 30) * layout.unit,
      fill: '#ffffff',
      extra: 'text-anchor="middle" font-weight="700"',
    })}`
}

/** Sold out stands over the thumbnail, large; few left stands on a ground of its own. */
function stockSvg({ layout, stock, stockWidth }: CardDrawing): string {
  const { size, baseline } = layout.stock
  if (stock.state === 'soldOut') return ''
  if (stock.state === 'plenty') {
    return textSvg(stock.text, { x: layout.left, y: baseline, size, fill: colours.sale.quiet })
  }
  const ground = { x: layout.left, y: baseline - size * 1.12, width: stockWidth + size, height: size * 1.5 }
  return `<rect ${rect(ground)} rx="${size * 0.35}" fill="#fde2da"/>
${textSvg(stock.text, { x: layout.left + size / 2, y: baseline, size, fill: '#bb2c18', extra: 'font-weight="700"' })}`
}

function priceSvg({ layout, price }: CardDrawing, fill: string): string {
  const { symbol, whole, fraction } = price.parts
  const small = (text: string) => `<tspan font-size="${price.smallSize}">${escapeMarkup(text)}</tspan>`
  const gap = priceGap(price.parts) * layout.unit
  return `<text x="${layout.left}" y="${layout.price.baseline}" font-size="${price.size}" font-weight="700" fill="${fill}">${small(symbol)}<tspan dx="${gap}">${escapeMarkup(whole)}</tspan>${small(fraction)}</text>`
}

/** A currency without a sign is written as its code, which needs more distance. Units of the layout. */
export function priceGap({ symbol }: PriceParts): number {
  return /\p{L}$/u.test(symbol) ? 5 : 1.5
}

function struckSvg({ layout, struck }: CardDrawing, fill: string): string {
  if (!struck) return ''
  const middle = struck.y - 0.36 * layout.struck.size
  return `${textSvg(struck.text, { x: struck.x, y: struck.y, size: layout.struck.size, fill })}
<line x1="${struck.x - layout.unit}" x2="${struck.x + struck.width + layout.unit}" y1="${middle}" y2="${middle}" stroke="${fill}" stroke-width="${1.5 * layout.unit}"/>`
}

function buttonSvg({ button }: CardLayout): string {
  const { x, y, radius } = button
  const arm = radius * 0.34
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${vermilion}"/>
<polyline points="${x - arm * 0.55},${y - arm} ${x + arm * 0.55},${y} ${x - arm * 0.55},${y + arm}" fill="none"
  stroke="#ffffff" stroke-width="${radius * 0.17}" stroke-linecap="round" stroke-linejoin="round"/>`
}

function bagSvg({ x, y, size, stroke }: { x: number; y: number; size: number; stroke: string }): string {
  const half = size / 2
  return `<g fill="none" stroke="${stroke}" stroke-width="${size * 0.08}" stroke-linecap="round" stroke-linejoin="round">
  <path d="M${x - half * 0.78},${y - half * 0.35} h${size * 0.78} l${half * 0.16},${half * 1.3} h${-size * 0.94} z"/>
  <path d="M${x - half * 0.36},${y - half * 0.05} v${-half * 0.4} a${half * 0.36},${half * 0.4} 0 0 1 ${half * 0.72},0 v${half * 0.4}"/>
</g>`
}

type TextStyle = {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly fill: string
  readonly extra?: string
}

function textSvg(text: string, { x, y, size, fill, extra = '' }: TextStyle): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${extra}>${escapeMarkup(text)}</text>`
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

function rect({ x, y, width, height }: Box): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`
}

function square({ x, y, side }: CardLayout['thumbnail']): string {
  return rect({ x, y, width: side, height: side })
}

function inner(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by }
}
