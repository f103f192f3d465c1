import t from 'tap'
import { contentBox, fitFor, placeRect } from '../../../public/player/content-box.ts'

const whole = { mode: 'contain', x: 0.5, y: 0.5 } as const
const tall = { width: 720, height: 1280 }
const wide = { width: 1280, height: 720 }

t.test('a picture of the stage’s own shape fills it exactly', async t => {
  t.strictSame(contentBox({ width: 360, height: 640 }, tall, whole), { x: 0, y: 0, width: 360, height: 640 })
})

t.test('a contained picture has bars on the longer sides, and the position divides them', async t => {
  t.strictSame(
    contentBox(
      { width: 400, height: 800 },
      { width: 100, height: 100 },
      { mode: 'contain', x: 0.5, y: 0.25 },
    ),
    {
      x: 0,
      y: 100,
      width: 400,
      height: 400,
    },
  )
})

t.test('a covering picture reaches out of the stage on both sides', async t => {
  t.strictSame(
    contentBox({ width: 400, height: 800 }, { width: 100, height: 100 }, { mode: 'cover', x: 0.5, y: 0.5 }),
    {
      x: -200,
      y: 0,
      width: 800,
      height: 800,
    },
  )
})

t.test('a card in the picture is mapped into the stage, bars and crop included', async t => {
  const rect = { x: 0.05, y: 0.7, width: 0.5, height: 0.1 }
  t.strictSame(placeRect({ x: -20, y: 0, width: 400, height: 800 }, rect), {
    x: 0,
    y: 560,
    width: 200,
    height: 80,
  })
})

t.test('a portrait picture fills a slightly longer phone', async t => {
  t.strictSame(fitFor({ width: 390, height: 844 }, tall, { card: null, mayCrop: true }), {
    mode: 'cover',
    x: 0.5,
    y: 0.5,
  })
})

t.test('a picture that would lose more than a fifth is shown whole', async t => {
  t.strictSame(fitFor({ width: 390, height: 844 }, wide, { card: null, mayCrop: true }), whole)
  t.strictSame(fitFor({ width: 844, height: 390 }, tall, { card: null, mayCrop: true }), whole)
})

t.test('where no crop is wanted the picture is shown whole', async t => {
  t.strictSame(fitFor({ width: 390, height: 844 }, tall, { card: null, mayCrop: false }), whole)
})

for (const [side, x] of [
  ['left', 0],
  ['left', 0.03],
  ['right', 0.55],
] as const) {
  t.test(`a card near the ${side} edge (${x}) lies whole within a cropped picture`, async t => {
    const stage = { width: 390, height: 844 }
    const card = { x, y: 0.7, width: 0.43, height: 0.12 }
    const fit = fitFor(stage, tall, { card, mayCrop: true })
    t.equal(fit.mode, 'cover')
    const placed = placeRect(contentBox(stage, tall, fit), card)
    t.ok(placed.x >= -0.001, `left edge at ${placed.x}`)
    t.ok(placed.x + placed.width <= stage.width + 0.001, `right edge at ${placed.x + placed.width}`)
  })
}

t.test('a card in the middle leaves the crop where it is', async t => {
  const card = { x: 0.3, y: 0.7, width: 0.4, height: 0.12 }
  t.equal(fitFor({ width: 390, height: 844 }, tall, { card, mayCrop: true }).x, 0.5)
})

t.test('a landscape picture on a longer landscape phone keeps a card at its lower edge', async t => {
  const stage = { width: 844, height: 390 }
  const card = { x: 0.03, y: 0.74, width: 0.4, height: 0.24 }
  const placed = placeRect(contentBox(stage, wide, fitFor(stage, wide, { card, mayCrop: true })), card)
  t.ok(placed.y + placed.height <= stage.height + 0.001)
})
