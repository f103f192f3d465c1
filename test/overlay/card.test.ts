import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { renderCard } from '../../src/overlay/card.ts'
import { cardBox, paperIn } from '../../src/overlay/card-box.ts'
import type { CardContent } from '../../src/overlay/card-content.ts'
import { cardLayout } from '../../src/overlay/card-svg.ts'
import { yuvaFromRgba } from '../../src/overlay/yuva.ts'
import { mug } from './sample-card.ts'

const box = cardBox({ width: 720, height: 1280 })
const layout = cardLayout(box, 2)

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const textArea = { x: layout.left, y: 0, width: layout.right - layout.left, height: box.height }
const titleArea = { ...textArea, y: layout.panel.y + 4, height: 60 }
const thumbnailArea = {
  ...layout.thumbnail,
  width: layout.thumbnail.side,
  height: layout.thumbnail.side,
}

/** The pixels of an area as [r, g, b, a]. */
function* pixels(card: Buffer, area: Area): Generator<readonly [number, number, number, number]> {
  for (let y = Math.ceil(area.y); y < area.y + area.height - 1; y += 1) {
    for (let x = Math.ceil(area.x); x < area.x + area.width - 1; x += 1) {
      const at = 4 * (y * box.width + x)
      yield [card[at] ?? 0, card[at + 1] ?? 0, card[at + 2] ?? 0, card[at + 3] ?? 0]
    }
  }
}

/** How much of an area is dark: letters on the light ground. */
function ink(card: Buffer, area: Area): number {
  let dark = 0
  let all = 0
  for (const [r, g, b] of pixels(card, area)) {
    all += 1
    if (r + g + b < 300) dark += 1
  }
  return dark / all
}

function vermilion(card: Buffer, area: Area): number {
  let found = 0
  for (const [r, g, b] of pixels(card, area)) if (r > 190 && g < 110 && b < 90) found += 1
  return found
}

const draw = (change: Partial<CardContent> = {}) => renderCard({ ...mug, ...change }, box)

t.test('Chinese letters are drawn, each with a shape of its own', async t => {
  const cup = await draw({ title: '杯' })
  const tea = await draw({ title: '茶' })
  const none = await draw({ title: '' })
  t.equal(ink(none, titleArea), 0)
  t.ok(ink(cup, titleArea) > 0.004, `ink ${ink(cup, titleArea)}`)
  t.notOk(cup.equals(tea), 'both would be the same box if the font were missing')
})

t.test('whatever is in a title is drawn as text, and does no more', async t => {
  const hostile = [
    '</text><rect width="999" height="999" fill="#00ff00"/><text>',
    ']]><script>alert(1)</script>',
    '&lt;rect/&gt; &xxe; &#x3c;',
    '<span foreground="#00ff00" size="90000">pango</span>',
    `"' onload="x" <!-- -->`,
    '\u0000\u0001\uFFFE\uD800 control',
    '\u202Ertl \u2066',
    `z${'\u0335'.repeat(300)}`,
    '👨‍👩‍👧‍👦🏳️‍🌈',
    'A'.repeat(100_000),
  ]
  for (const title of hostile) {
    const card = await draw({ title })
    let green = 0
    for (const [r, g, b] of pixels(card, { x: 0, y: 0, width: box.width, height: box.height })) {
      if (g > 200 && r < 80 && b < 80) green += 1
    }
    t.equal(green, 0, title.slice(0, 40))
    t.equal(ink(card, { x: layout.right + 3, y: 10, width: 8, height: 130 }), 0, 'nothing leaves its column')
  }
})

t.test(
  'the price is the largest thing, in vermilion, and stays clear of the button however long it is',
  async t => {
    const short = await draw({ compareAt: null })
    const long = await draw({ price: { amount: 999_999_999_999, currency: 'KWD' }, compareAt: null })
    const priceArea = { ...textArea, y: 98, height: 40 }
    t.ok(vermilion(short, priceArea) > 800)
    t.ok(vermilion(long, priceArea) > 500)
    const { x, y, radius } = layout.button
    const gap = { x: x - radius - 6, y: y - radius, width: 4, height: 2 * radius }
    t.equal(vermilion(long, gap), 0)
  },
)

t.test('a struck price is there, or not', async t => {
  t.notOk((await draw()).equals(await draw({ compareAt: null })))
  t.notOk((await draw()).equals(await draw({ compareAt: { amount: 16900, currency: 'CNY' } })))
})

t.test('sold out looks clearly different: no vermilion at all, and a dark picture', async t => {
  const whole = { x: 0, y: 0, width: box.width, height: box.height }
  const sold = await draw({ stock: 0 })
  t.ok(vermilion(await draw(), whole) > 1500)
  t.equal(vermilion(sold, whole), 0)
  t.ok(ink(sold, thumbnailArea) > 0.6)
  t.ok(ink(await draw(), thumbnailArea) < 0.05)
})

t.test('few left looks different from plenty, and both tell how many', async t => {
  const cards = await Promise.all([3, 4, 128, 129].map(stock => draw({ stock })))
  for (const [index, card] of cards.entries()) {
    for (const other of cards.slice(index + 1)) t.notOk(card.equals(other))
  }
})

t.test('the product’s picture fills its place; without one there is a drawn bag', async t => {
  const [r, g, b] = middle(await draw())
  t.ok(Math.abs(r - 0x7e) < 6 && Math.abs(g - 0xa6) < 6 && Math.abs(b - 0x9a) < 6, `${r} ${g} ${b}`)
  const bag = await draw({ picture: null })
  t.ok([...pixels(bag, thumbnailArea)].some(([red, green]) => red > 215 && green > 120 && green < 160))
})

t.test('the corners let the picture through, the card does not', async t => {
  const card = await draw()
  t.ok((card[3] ?? 255) < 10)
  t.equal(card[4 * (80 * box.width + 220) + 3], 255)
})

t.test('a card is drawn at every size that a picture may have', async t => {
  for (const [width, height] of [
    [1920, 1080],
    [1080, 1920],
    [426, 240],
    [360, 640],
    [640, 480],
  ] as const) {
    const place = cardBox({ width, height })
    const card = await renderCard(mug, place)
    t.equal(card.length, place.width * place.height * 4)
  }
})

t.test('over a dark picture, what is bright ends where the paper is said to end, at every size', async t => {
  for (const picture of [
    { width: 1280, height: 720 },
    { width: 360, height: 640 },
    { width: 854, height: 480 },
    { width: 426, height: 240 },
  ]) {
    const place = cardBox(picture)
    const card = await renderCard(mug, place)
    const paper = paperIn(place)
    const brightness = (x: number, y: number) => {
      const at = 4 * (Math.floor(y) * place.width + Math.floor(x))
      return ((card[at + 1] ?? 0) * (card[at + 3] ?? 0)) / 255
    }
    const middle = { x: paper.x + paper.width / 2, y: paper.y + paper.height / 2 }
    const [right, bottom] = [paper.x + paper.width - 1, paper.y + paper.height - 1]
    for (const [inside, outside] of [
      [brightness(paper.x, middle.y), brightness(paper.x - 1, middle.y)],
      [brightness(right, middle.y), brightness(right + 1, middle.y)],
      [brightness(middle.x, paper.y), brightness(middle.x, paper.y - 1)],
      [brightness(middle.x, bottom), brightness(middle.x, bottom + 1)],
    ] as const) {
      t.ok(
        inside > 220 && outside < 20,
        `${picture.width}: ${inside.toFixed(0)} inside, ${outside.toFixed(0)} outside`,
      )
    }
  }
})

t.test('a picture or a currency that is none is an error', async t => {
  await t.rejects(draw({ picture: Buffer.from('<svg/>') }))
  await t.rejects(draw({ price: { amount: 1, currency: '?' } }))
})

t.test('FFmpeg lays the card over a picture in its true colours', async t => {
  const folder = t.testdir()
  const card = await draw()
  await writeFile(join(folder, 'card.yuv'), yuvaFromRgba(card, box))
  const background = [60, 90, 140] as const
  await sharp({
    create: { ...size(box), channels: 3, background: { r: 60, g: 90, b: 140 } },
  })
    .png()
    .toFile(join(folder, 'back.png'))
  const toVideo = 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'
  const toScreen = 'scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int,format=rgb24'
  const { stdout, stderr } = spawnSync('ffmpeg', [
    ...['-v', 'error', '-i', join(folder, 'back.png'), '-f', 'rawvideo', '-pix_fmt', 'yuva420p'],
    ...['-s', `${box.width}x${box.height}`, '-i', join(folder, 'card.yuv'), '-filter_complex'],
    ...[`[0:v]${toVideo}[m];[m][1:v]overlay=format=yuv420,${toScreen}`, '-frames:v', '1'],
    ...['-f', 'rawvideo', 'pipe:1'],
  ])
  t.equal(stderr.toString(), '')
  // Chroma is made from, and spread over, its neighbours: a colour is its own where it is the same all around.
  let compared = 0
  let worst = 0
  for (let y = reach; y < box.height - reach; y += 1) {
    for (let x = reach; x < box.width - reach; x += 1) {
      if (!isFlat(card, x, y)) continue
      compared += 1
      const at = y * box.width + x
      const alpha = (card[4 * at + 3] ?? 0) / 255
      for (const channel of [0, 1, 2] as const) {
        const expected = (card[4 * at + channel] ?? 0) * alpha + background[channel] * (1 - alpha)
        worst = Math.max(worst, Math.abs((stdout[3 * at + channel] ?? 0) - expected))
      }
    }
  }
  t.comment(`${compared} pixels compared, the worst channel is ${worst.toFixed(1)} off`)
  t.ok(compared > 30_000)
  t.ok(worst <= 3)
})

/** Pixels that FFmpeg's bicubic scaling of chroma looks around. */
const reach = 6

function isFlat(card: Buffer, x: number, y: number): boolean {
  const pixel = card.readUInt32LE(4 * (y * box.width + x))
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      if (card.readUInt32LE(4 * ((y + dy) * box.width + x + dx)) !== pixel) return false
    }
  }
  return true
}

function middle(card: Buffer) {
  const { x, y, side } = layout.thumbnail
  const [first = [0, 0, 0, 0] as const] = pixels(card, {
    x: x + side / 2,
    y: y + side / 2,
    width: 3,
    height: 3,
  })
  return first
}

function size({ width, height }: Area) {
  return { width, height }
}
