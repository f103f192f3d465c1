import sharp from 'sharp'
import { InvalidError } from './errors.ts'

/** The one home of sharp: uploaded pictures, and the means to draw the card in the live picture and the slate in its place. */

// No picture is made twice: libvips would keep 50 MB of what went into the last ones.
sharp.cache(false)

/** What an upload is made into, narrowest first: for lists, for a card, for a whole screen. Pixels. */
export const productWidths = [200, 480, 1080] as const
export const coverWidths = [720, 1080] as const
const widest = 1080

/** Above the 50 megapixels of common phones. A format that is decoded whole takes some 400 MB of memory then. */
const maxPixels = 64_000_000
/** A strip of 1 × 60,000 pixels must not become a picture of that height. */
const maxHeight = 4 * widest
const maxSeconds = 15

/** A WebP file: upright, sRGB, opaque, without metadata. */
export type Rendition = { readonly width: number; readonly height: number; readonly bytes: Buffer }
export type Reencode = (upload: Buffer, widths: readonly number[]) => Promise<readonly Rendition[]>

/**
 * Makes the function that turns an upload into the pictures that are shown of it, narrowest first; one that is
 * narrower than a width keeps its own, and has none of the wider. Nothing of the upload is
 * kept but its pixels: no metadata (which may tell where it was taken), no trailing bytes. It does one
 * upload after the other, so that many at once cannot take the machine's memory from a live stream.
 * It throws InvalidError when the upload is not a whole JPEG, PNG, WebP, AVIF or GIF of at most 64 megapixels.
 */
export function pictureReencoder(): Reencode {
  let last: Promise<unknown> = Promise.resolve()
  return (upload, widths) => {
    const turn = last.then(() => reencode(upload, widths))
    last = turn.catch(() => {})
    return turn
  }
}

async function reencode(upload: Buffer, widths: readonly number[]): Promise<readonly Rendition[]> {
  if (!isPicture(upload)) {
    throw new InvalidError('This is not a picture that can be read here. Use a JPEG, PNG, WebP, AVIF or GIF.')
  }
  const whole = await decode(upload)
  const distinct = new Set(widths.map(width => Math.min(width, whole.width)))
  const renditions: Rendition[] = []
  for (const width of distinct) renditions.push(await shrink(whole, width))
  return renditions
}

/** Looks at the first bytes, so that only these decoders ever see an upload: librsvg, above all, does not. */
function isPicture(bytes: Buffer): boolean {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  return (
    ascii(0, 3) === '\xff\xd8\xff' ||
    ascii(0, 8) === '\x89PNG\r\n\x1a\n' ||
    (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') ||
    (ascii(4, 8) === 'ftyp' && ['avif', 'avis', 'mif1', 'msf1'].includes(ascii(8, 12))) ||
    ['GIF87a', 'GIF89a'].includes(ascii(0, 6))
  )
}

type Raw = { readonly pixels: Buffer; readonly width: number; readonly height: number }

async function decode(upload: Buffer): Promise<Raw> {
  try {
    const { data, info } = await sharp(upload, { limitInputPixels: maxPixels, failOn: 'truncated' })
      .autoOrient()
      .resize({ width: widest, height: maxHeight, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .timeout({ seconds: maxSeconds })
      .toBuffer({ resolveWithObject: true })
    return { pixels: data, width: info.width, height: info.height }
  } catch (cause) {
    throw new InvalidError(refusal(cause))
  }
}

function refusal(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : ''
  if (message.includes('pixel limit')) return 'The picture is too large: it may have 64 megapixels at most.'
  if (message.includes('timeout'))
    return 'The picture takes too long to read. Save it as a JPEG and try again.'
  return 'The picture is damaged or cut short, or of a kind that cannot be read here. Save it as a JPEG and try again.'
}

async function shrink({ pixels, width, height }: Raw, targetWidth: number): Promise<Rendition> {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: targetWidth, withoutEnlargement: true })
    .webp({ quality: 82 })
    .timeout({ seconds: maxSeconds })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, bytes: data }
}

/** Cuts the middle square out of a picture of ours. A PNG of `side` × `side` pixels. */
export function squareThumbnail(picture: Buffer, side: number): Promise<Buffer> {
  return sharp(picture, { limitInputPixels: maxPixels })
    .autoOrient()
    .resize(side, side, { fit: 'cover' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .timeout({ seconds: 2 })
    .toBuffer()
}

/**
 * What of a picture can be made out through frosted glass, filling a PNG of exactly this size.
 * @throws InvalidError when it is not a picture that can be read.
 */
export async function frosted(
  picture: Buffer,
  size: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  if (!isPicture(picture)) throw new InvalidError('This is not a picture that can be read here.')
  // Blurred while it is small, which takes a hundredth of the time and looks the same.
  const width = Math.max(2, Math.round(size.width / 8))
  const height = Math.max(2, Math.round(size.height / 8))
  const pixels = await sharp(picture, { limitInputPixels: maxPixels })
    .autoOrient()
    .resize(width, height, { fit: 'cover' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .modulate({ saturation: 1.35 })
    .blur(Math.max(0.5, Math.min(width, height) / 30))
    .raw()
    .timeout({ seconds: maxSeconds })
    .toBuffer()
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** Draws an SVG document of ours, which fills its own size, over a picture of that size. An opaque PNG. */
export function drawOver(ground: Buffer | null, svg: string): Promise<Buffer> {
  const drawing = Buffer.from(svg)
  const drawn = ground ? sharp(ground).composite([{ input: drawing }]) : sharp(drawing)
  return drawn
    .removeAlpha()
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .timeout({ seconds: maxSeconds })
    .toBuffer()
}

/** Width in pixels that a line of plain text takes, with the space around its letters. */
export async function textWidth(
  text: string,
  font: { readonly family: string; readonly pixels: number; readonly bold: boolean },
): Promise<number> {
  if (text === '') return 0
  // Only ink is measured: two posts stand around the text so that its outer spaces count too.
  const posts = '||'
  return (await inkWidth(`|${text}|`, font)) - (await inkWidth(posts, font))
}

async function inkWidth(text: string, font: Parameters<typeof textWidth>[1]): Promise<number> {
  const description = `${font.family} ${font.bold ? 'Bold ' : ''}${font.pixels}`
  // At 72 dots per inch a point is a pixel.
  const { width } = await sharp({ text: { text: escapeMarkup(text), font: description, dpi: 72 } }).metadata()
  return width
}

/** Draws an SVG document of ours at its own size. Straight (not premultiplied) RGBA, row by row. */
export function rasterize(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).ensureAlpha().toColourspace('srgb').raw().timeout({ seconds: 2 }).toBuffer()
}

/** Makes text harmless in XML and in Pango's markup. It must not hold control characters. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.codePointAt(0)};`)
}
