import sharp from 'sharp'
import t from 'tap'
import { renderSlate, type SlateContent } from '../../src/overlay/slate-picture.ts'

const title = '老茶铺 · 明前龙井'
const plain: SlateContent = { title, cover: null, language: 'zh' }
const landscape = { width: 640, height: 360 }

const cover = (colour: string) =>
  sharp({ create: { width: 300, height: 300, channels: 3, background: colour } })
    .webp()
    .toBuffer()

type Pixels = { readonly data: Buffer; readonly width: number; readonly height: number }

async function pixels(png: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error('it is not opaque')
  return { data, width: info.width, height: info.height }
}

/** Luma of every pixel of a box in 0..1 of the picture, as seen by BT.709. */
function lumas({ data, width, height }: Pixels, box: Box): number[] {
  const found: number[] = []
  for (let y = Math.floor(box.top * height); y < box.bottom * height; y++) {
    for (let x = Math.floor(box.left * width); x < box.right * width; x++) {
      const [r = 0, g = 0, b = 0] = data.subarray(3 * (y * width + x))
      found.push(0.2126 * r + 0.7152 * g + 0.0722 * b)
    }
  }
  return found
}

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

const whole: Box = { left: 0, right: 1, top: 0, bottom: 1 }
const edges: readonly Box[] = [
  { ...whole, right: 0.05 },
  { ...whole, left: 0.95 },
  { ...whole, bottom: 0.15 },
  { ...whole, top: 0.85 },
]
const share = (values: readonly number[], test: (luma: number) => boolean) =>
  values.filter(test).length / values.length

for (const [width, height] of [
  [1280, 720],
  [640, 360],
  [720, 1280],
  [426, 240],
  [640, 480],
  [160, 90],
  [14, 8],
] as const) {
  t.test(`a slate of ${width}x${height} has exactly that size, with or without a cover`, async t => {
    for (const content of [plain, { ...plain, cover: await cover('teal') }]) {
      t.match(await sharp(await renderSlate(content, { width, height })).metadata(), {
        format: 'png',
        width,
        height,
        hasAlpha: false,
      })
    }
  })
}

t.test('words and title stand in the middle, and keep clear of the edges', async t => {
  for (const language of ['zh', 'en'] as const) {
    for (const size of [landscape, { width: 720, height: 1280 }, { width: 640, height: 480 }]) {
      const drawn = await pixels(await renderSlate({ ...plain, language }, size))
      const light = (box: Box) => share(lumas(drawn, box), luma => luma > 180)
      const name = `${language} ${size.width}x${size.height}`
      t.ok(light({ left: 0.1, right: 0.9, top: 0.3, bottom: 0.7 }) > 0.015, name)
      for (const edge of edges) t.equal(light(edge), 0, name)
    }
  }
})

t.test('the words are those of the language, and each title is its own', async t => {
  const slates = await Promise.all([
    renderSlate(plain, landscape),
    renderSlate({ ...plain, language: 'en' }, landscape),
    renderSlate({ ...plain, title: '今晚上新' }, landscape),
    renderSlate({ ...plain, title: '' }, landscape),
  ])
  t.equal(new Set(slates.map(slate => slate.toString('base64'))).size, 4)
})

t.test('a cover colours the whole ground, and even a white one leaves it dark under the words', async t => {
  const red = await pixels(await renderSlate({ ...plain, cover: await cover('red') }, landscape))
  for (const [x, y] of [
    [2, 2],
    [637, 2],
    [2, 357],
    [637, 357],
    [320, 60],
  ] as const) {
    const [r = 0, g = 0, b = 0] = red.data.subarray(3 * (y * landscape.width + x))
    t.ok(r > 40 && r > 3 * Math.max(g, b), `${r},${g},${b}`)
  }
  const white = await pixels(await renderSlate({ ...plain, cover: await cover('white') }, landscape))
  const ground = lumas(white, { ...whole, bottom: 0.3 })
  // WCAG AA wants 3 : 1 for large letters; white has 4.5 : 1 on #767676.
  t.ok(Math.max(...ground) < 0x76, `${Math.max(...ground)}`)
})

t.test('a cover that cannot be read gives the slate without it', async t => {
  const without = await renderSlate(plain, landscape)
  const whole = await cover('red')
  for (const [name, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['cut short', whole.subarray(0, whole.length / 2)],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ] as const) {
    t.ok((await renderSlate({ ...plain, cover: bytes }, landscape)).equals(without), name)
  }
})

t.test('whatever is in a title is drawn as text, and does no more', async t => {
  for (const hostile of [
    '</text><rect width="999" height="999" fill="#00ff00"/><text>',
    ']]><script>alert(1)</script>&xxe; &#x3c;',
    '<span foreground="#00ff00" size="90000">pango</span>',
    '\u0000\u0001\uFFFE\uD800\u202E control',
    '👨‍👩‍👧‍👦',
    'A'.repeat(100_000),
  ]) {
    const drawn = await pixels(await renderSlate({ ...plain, title: hostile }, landscape))
    let green = 0
    for (let at = 0; at < drawn.data.length; at += 3) {
      const [r = 0, g = 0, b = 0] = drawn.data.subarray(at)
      if (g > r + 60 && g > b + 60) green++
    }
    t.equal(green, 0, hostile.slice(0, 30))
    for (const edge of edges)
      t.equal(
        share(lumas(drawn, edge), luma => luma > 180),
        0,
        hostile.slice(0, 30),
      )
  }
})
