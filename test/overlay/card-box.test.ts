import t from 'tap'
import { cardBox, paperIn, paperRect } from '../../src/overlay/card-box.ts'

const sizes = [
  [720, 1280],
  [1080, 1920],
  [360, 640],
  [202, 360],
  [1280, 720],
  [1920, 1080],
  [854, 480],
  [640, 360],
  [426, 240],
  [960, 720],
  [480, 480],
  [2560, 1080],
] as const

for (const [width, height] of sizes) {
  t.test(`the card of ${width}×${height} is inside the picture, on even pixels`, async t => {
    const box = cardBox({ width, height })
    for (const value of Object.values(box)) t.equal(value % 2, 0)
    t.ok(box.x >= 0 && box.x + box.width <= width)
    t.ok(box.y >= 0 && box.y + box.height <= height)
    const paper = paperIn(box)
    for (const value of Object.values(paper)) t.equal(value % 1, 0)
    const rect = paperRect(box, { width, height })
    t.ok(Math.abs(rect.x * width - box.x - paper.x) < 1e-9)
    t.ok(Math.abs((rect.y + rect.height) * height - box.y - paper.y - paper.height) < 1e-9)
  })
}

t.test(
  'in a portrait picture the card keeps clear of the cropped sides and of the page’s controls',
  async t => {
    for (const picture of [
      { width: 720, height: 1280 },
      { width: 360, height: 640 },
    ]) {
      const rect = paperRect(cardBox(picture), picture)
      t.ok(rect.x >= 0.11, `left ${rect.x}`)
      t.ok(rect.x + rect.width <= 0.89, `right ${rect.x + rect.width}`)
      t.ok(rect.width >= 0.6 && rect.width <= 0.66, `width ${rect.width}`)
      t.ok(Math.abs(rect.y + rect.height - 0.78) < 0.01, `bottom ${rect.y + rect.height}`)
    }
  },
)

t.test('in a landscape picture the card is a third at most, and lower left', async t => {
  const picture = { width: 1280, height: 720 }
  const rect = paperRect(cardBox(picture), picture)
  t.ok(Math.abs(rect.width - 0.3) < 0.01)
  t.ok(Math.abs(rect.x - 0.03) < 0.01)
  t.ok(Math.abs(rect.y + rect.height - 0.97) < 0.01)
})

t.test('a card of a small picture is wide enough to be read', async t => {
  t.ok(cardBox({ width: 640, height: 360 }).width >= 226)
  t.ok(cardBox({ width: 360, height: 640 }).width >= 226)
})

t.test('no size of picture is refused', async t => {
  for (const width of [2, 16, 100, 5000]) {
    for (const height of [2, 16, 100, 5000]) {
      const box = cardBox({ width, height })
      t.ok(box.width >= 2 && box.height >= 2 && box.x >= 0 && box.y >= 0)
      t.ok(box.x + box.width <= width && box.y + box.height <= height, `${width}×${height}`)
    }
  }
})
