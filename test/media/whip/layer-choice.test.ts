import t from 'tap'
import { LayerChoice } from '../../../src/media/whip/layer-choice.ts'

const frameMs = 40
const pixels = [320 * 180, 640 * 360, 1280 * 720]

/** Runs layers that send at these times (milliseconds), with a keyframe where one is asked for, or each so often. */
function play(
  until: number,
  sends: (layer: number, now: number) => boolean,
  settleAt = 1000,
  keyEvery?: number,
) {
  const choice = new LayerChoice()
  const shown: { readonly at: number; readonly layer: number }[] = []
  let asked: number | null = null
  for (let now = 0; now < until; now += frameMs) {
    if (now === settleAt) choice.settle()
    for (const layer of pixels.keys()) {
      if (!sends(layer, now)) continue
      const key = keyEvery === undefined ? now === 0 || asked === layer : now % keyEvery === 0
      if (choice.picture(layer, key ? (pixels[layer] ?? 0) : null, now) && shown.at(-1)?.layer !== layer)
        shown.push({ at: now, layer })
    }
    asked = choice.wanted(now)
  }
  return shown
}

t.test('the largest layer is shown, whatever comes first', async t => {
  t.equal(play(400, () => true).at(-1)?.layer, 2)
})

t.test(
  'when the largest stops, the next goes on within a second, and it comes back once it is steady',
  async t => {
    const shown = play(12_000, (layer, now) => layer < 2 || now < 3000 || now >= 6000)
    t.same(
      shown.slice(-2).map(({ layer }) => layer),
      [1, 2],
    )
    const [down = { at: 0 }, up = { at: 0 }] = shown.slice(-2)
    t.ok(down.at > 3000 && down.at <= 4000, `down at ${down.at}`)
    t.ok(up.at >= 9000 && up.at <= 9500, `up at ${up.at}`)
  },
)

t.test('a layer that comes and goes is not shown again', async t => {
  const shown = play(20_000, (layer, now) => layer < 2 || now < 3000 || now % 2000 < 1000)
  t.same(
    shown.filter(({ at }) => at > 4000),
    [],
  )
})

t.test('who cannot be asked for keyframes changes at those that come', async t => {
  const shown = play(12_000, (layer, now) => layer !== 2 || now < 3000, 1000, 2000)
  t.match(shown.at(-1), { layer: 1, at: 4000 })
})

t.test('when all stop, the first that comes back is shown', async t => {
  const shown = play(9000, (layer, now) => now < 2000 || (layer === 0 && now > 5000), 1000, 1000)
  t.equal(shown.at(-1)?.layer, 0)
})
