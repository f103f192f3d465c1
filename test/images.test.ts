import sharp from 'sharp'
import t from 'tap'
import { InvalidError } from '../src/errors.ts'
import { pictureReencoder, productWidths, type Rendition } from '../src/images.ts'

const reencodeTo = pictureReencoder()
const reencode = (upload: Buffer) => reencodeTo(upload, productWidths)

function last(renditions: readonly Rendition[]): Rendition {
  const rendition = renditions.at(-1)
  if (rendition === undefined) throw new Error('there is no picture')
  return rendition
}

/** Left half red, right half blue, with some noise so that files have a body. */
function halves(width: number, height: number) {
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    const left = at % width < width / 2
    pixels[3 * at] = left ? 240 - (at % 7) : 10
    pixels[3 * at + 2] = left ? 10 : 240 - (at % 5)
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

async function pixel(bytes: Buffer, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  const at = info.channels * (Math.floor(y * info.height) * info.width + Math.floor(x * info.width))
  return [...data.subarray(at, at + info.channels)]
}

for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
  t.test(`a ${format} becomes three WebP pictures of its own shape`, async t => {
    const upload = await halves(1200, 800).toFormat(format).toBuffer()
    const pictures = await reencode(upload)
    t.match(
      pictures.map(({ width, height }) => [width, height]),
      [
        [200, 133],
        [480, 320],
        [1080, 720],
      ],
    )
    for (const { bytes, width, height } of pictures) {
      t.match(await sharp(bytes).metadata(), { format: 'webp', width, height, hasAlpha: false })
    }
    const [red = 0, , blue = 0] = await pixel(last(pictures).bytes, 0.2, 0.5)
    t.ok(red > 200 && blue < 60)
  })
}

t.test('a picture smaller than a size keeps its own, and has no larger', async t => {
  const upload = await halves(300, 300).png().toBuffer()
  const widths = async (wanted: readonly number[]) =>
    (await reencodeTo(upload, wanted)).map(({ width }) => width)
  t.same(await widths([200, 480, 1080]), [200, 300])
  t.same(await widths([720, 1080]), [300])
})

t.test('a phone’s picture stands upright, and does not tell where it was taken', async t => {
  const upload = await halves(400, 200)
    .withExif({ IFD0: { Make: 'Secret phone' }, IFD3: { GPSLatitude: '31/1 13/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  t.ok((await sharp(upload).metadata()).exif)
  const large = last(await reencode(upload))
  t.match([large.width, large.height], [200, 400])
  const [red = 0] = await pixel(large.bytes, 0.5, 0.2)
  t.ok(red > 200, 'what was left is on top')
  const metadata = await sharp(large.bytes).metadata()
  t.match([metadata.exif, metadata.xmp, metadata.icc], [undefined, undefined, undefined])
  t.notOk(large.bytes.includes('Secret'))
})

t.test('what is transparent becomes white', async t => {
  const upload = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#00000000' } })
    .png()
    .toBuffer()
  t.match(await pixel(last(await reencode(upload)).bytes, 0.5, 0.5), [255, 255, 255])
})

t.test('of a moving GIF the first picture is taken', async t => {
  const pages = await sharp(
    [await halves(60, 60).png().toBuffer(), await halves(60, 60).negate().png().toBuffer()],
    {
      join: { animated: true },
    },
  )
    .gif()
    .toBuffer()
  t.equal((await sharp(pages).metadata()).pages, 2)
  const large = last(await reencode(pages))
  t.match([large.width, large.height], [60, 60])
})

t.test('what is not a picture is refused', async t => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
  const uploads = {
    'an SVG': Buffer.from(svg),
    'an SVG with an XML declaration': Buffer.from(`<?xml version="1.0"?>${svg}`),
    'an SVG behind a PNG’s first bytes': Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      Buffer.from(svg),
    ]),
    'a PDF': Buffer.from('%PDF-1.7\n'),
    nothing: Buffer.alloc(0),
    text: Buffer.from('hello'),
    'a JPEG’s first bytes alone': Buffer.from([0xff, 0xd8, 0xff]),
    noise: Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) & 255)),
  }
  for (const [name, upload] of Object.entries(uploads)) {
    await t.rejects(reencode(upload), InvalidError, name)
  }
})

t.test('a picture that is cut short is refused, whatever its kind', async t => {
  for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
    const upload = await halves(600, 600).toFormat(format).toBuffer()
    await t.rejects(reencode(upload.subarray(0, upload.length * 0.6)), InvalidError, format)
  }
})

t.test('a small file that unfolds to a huge picture is refused at once', async t => {
  const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'red' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const before = performance.now()
  await t.rejects(reencode(bomb), { name: 'InvalidError', message: /64 megapixels/ })
  t.ok(performance.now() - before < 1000)
})

t.test('a strip of a picture does not become a file of its height', async t => {
  const upload = await sharp({ create: { width: 10, height: 60_000, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  t.ok(last(await reencode(upload)).height <= 4320)
})

t.test('a refused upload does not hold up the next', async t => {
  const bad = reencode(Buffer.from('bad'))
  const good = reencode(await halves(20, 20).png().toBuffer())
  await t.rejects(bad, InvalidError)
  t.equal(last(await good).width, 20)
})
