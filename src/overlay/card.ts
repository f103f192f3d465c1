import { rasterize, squareThumbnail, textWidth } from '../images.ts'
import type { CardContent } from './card-content.ts'
import {
  type CardDrawing,
  type CardLayout,
  cardLayout,
  cardSvg,
  fontFamily,
  type PlacedPrice,
  priceGap,
  titleRoom,
} from './card-svg.ts'
import { drawableTitle, type PriceParts, priceParts, stockLine } from './card-words.ts'
import { fitText } from './fit-text.ts'

/**
 * Draws a card: straight RGBA, row by row. It throws when the picture cannot be read or the currency is not
 * one; a price too long for the card is drawn smaller, a title too long ends in an ellipsis.
 */
export async function renderCard(
  content: CardContent,
  box: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const { language } = content
  const stock = stockLine(content)
  const room = titleRoom(box)
  const titleLines = await fitText(drawableTitle(content.title), {
    width: room.width,
    maxLines: room.lines,
    language,
    measure: text => widthOf(text, room.size, false),
  })
  const layout = cardLayout(box, titleLines.length)
  const price = await fitPrice(priceParts(content.price, language), layout, stock.state === 'soldOut')
  const stockWidth = await widthOf(stock.text, layout.stock.size, stock.state === 'low')
  return rasterize(
    cardSvg({
      width: box.width,
      height: box.height,
      layout,
      thumbnail: content.picture && (await squareThumbnail(content.picture, layout.thumbnail.side)),
      titleLines,
      price,
      struck:
        content.compareAt && (await placeStruck(content.compareAt, { language, layout, price, stockWidth })),
      stock,
      stockWidth,
    }),
  )
}

type FittedPrice = PlacedPrice & { readonly end: number; readonly limit: number }

/** The price gets smaller until it ends before the button. */
async function fitPrice(parts: PriceParts, layout: CardLayout, soldOut: boolean): Promise<FittedPrice> {
  const limit = soldOut ? layout.right : layout.button.x - layout.button.radius - layout.struck.gap
  const { size, smallSize } = layout.price
  const symbol = await widthOf(parts.symbol, smallSize, true)
  const whole = await widthOf(parts.whole, size, true)
  const fraction = await widthOf(parts.fraction, smallSize, true)
  const gap = priceGap(parts) * layout.unit
  const scale = Math.min(1, (limit - layout.left - gap) / (symbol + whole + fraction))
  return {
    parts,
    size: size * scale,
    smallSize: smallSize * scale,
    end: layout.left + gap + (symbol + whole + fraction) * scale,
    limit,
  }
}

/** The struck price stands after the price; where that is too long, at the end of the line above; else nowhere. */
async function placeStruck(
  compareAt: NonNullable<CardContent['compareAt']>,
  around: {
    readonly language: CardContent['language']
    readonly layout: CardLayout
    readonly price: FittedPrice
    readonly stockWidth: number
  },
): Promise<CardDrawing['struck']> {
  const { layout, price } = around
  const { symbol, whole, fraction } = priceParts(compareAt, around.language)
  const text = symbol + whole + fraction
  const width = await widthOf(text, layout.struck.size, false)
  const beside = price.end + layout.struck.gap
  if (beside + width <= price.limit) return { text, width, x: beside, y: layout.price.baseline }
  const above = layout.right - width
  if (above < layout.left + around.stockWidth + layout.stock.size + layout.struck.gap) return null
  return { text, width, x: above, y: layout.stock.baseline }
}

function widthOf(text: string, pixels: number, bold: boolean): Promise<number> {
  return textWidth(text, { family: fontFamily, pixels, bold })
}
