import t from 'tap'
import type { LadderPlan } from '../../../src/media/ladder/plan.ts'
import { FragmentReader } from '../../../src/media/packager/fragment-reader.ts'
import { parseFragment } from '../../../src/media/packager/sample.ts'
import { type Slate, slateOf } from '../../../src/media/slate/slate.ts'
import { longestGop } from '../../../src/media/slate/slate-args.ts'
import { slatePlan } from './slate-plan.ts'

const timescales = { video: 90_000, audio: 48_000 }

/** A slate whose pictures are their own numbers within a GOP. */
function numbered(plan: LadderPlan): Slate {
  const init = {
    bytes: Buffer.from('init'),
    video: {
      trackId: 1,
      timescale: timescales.video,
      codec: 'avc1.64001f',
      width: 64,
      height: 36,
      parameterSets: [],
    },
    audio: { trackId: 2, timescale: timescales.audio, codec: 'mp4a.40.2' },
  }
  const gop = Array.from({ length: longestGop(plan) }, (_, n) => ({
    bytes: Buffer.from([n + 1]),
    time: 0,
    duration: 1,
    keyframe: n === 0,
  }))
  const silence = { bytes: Buffer.from([0]), time: 0, duration: 1, keyframe: true }
  return slateOf(plan, new Map([['360p', { init, gop, silence }]]))
}

function read(slate: Slate, index: number) {
  const part = slate.part(index).get('360p')
  const init = slate.inits.get('360p')
  if (!part || !init) throw new Error('there is no such part')
  const [piece] = new FragmentReader().push(part.bytes)
  if (piece?.kind !== 'fragment') throw new Error('not a fragment')
  const { video, audio } = parseFragment(piece.bytes, piece.moof, init)
  return { part, end: part.start + part.duration, pictures: video, sound: audio }
}

for (const rate of ['30', '25', '30000/1001', '24000/1001', '29.412', '60']) {
  const plan = slatePlan({ rate })
  const slate = numbered(plan)
  const perSegment = plan.framesPerPart * plan.partsPerSegment
  const eightHours = plan.partsPerSegment * Math.ceil((8 * 3600 * plan.frameRate.value) / perSegment)

  for (const [when, first] of [
    ['', 0],
    [', after eight hours', eightHours],
  ] as const) {
    const parts = Array.from({ length: 500 }, (_, n) => read(slate, first + n))

    t.test(`at ${rate} pictures a second${when}, one part follows the other without a gap`, async t => {
      const wrong: string[] = []
      const check = (holds: boolean, what: string) => {
        if (!holds) wrong.push(what)
      }
      let pictureAt = Math.round((parts[0]?.part.start ?? Number.NaN) * timescales.video)
      let soundAt = Math.ceil((pictureAt / timescales.video) * (timescales.audio / 1024)) * 1024
      for (const [n, { part, end, pictures, sound }] of parts.entries()) {
        const due = ((first + n) * plan.framesPerPart) / plan.frameRate.value
        check(Math.abs(part.start - due) < 1e-6, `part ${n} begins at ${part.start}, not ${due}`)
        check(pictures.length === plan.framesPerPart, `part ${n} has ${pictures.length} pictures`)
        check(part.independent === pictures[0]?.keyframe, `part ${n} is not as independent as it says`)
        for (const { time, duration } of pictures) {
          check(time === pictureAt, `a picture of part ${n} is at ${time}, not ${pictureAt}`)
          pictureAt = time + duration
        }
        for (const { time, duration } of sound) {
          check(time === soundAt, `sound of part ${n} is at ${time}, not ${soundAt}`)
          soundAt = time + duration
        }
        check(
          Math.abs(pictureAt / timescales.video - end) < 0.6 / timescales.video,
          `part ${n} ends at ${end}`,
        )
        const ahead = soundAt / timescales.audio - end
        check(ahead > -1e-6 && ahead < 1024 / timescales.audio, `the sound is ${ahead} s ahead in part ${n}`)
      }
      t.same(wrong, [])
    })

    t.test(`at ${rate} pictures a second${when}, keyframes stand where the plan wants them`, async t => {
      const pictures = parts.slice(0, 2 * plan.partsPerSegment).flatMap(part => part.pictures)
      const keyframes = pictures.flatMap(({ keyframe }, n) => (keyframe ? [n] : []))
      t.same(keyframes, [...plan.keyframes, ...plan.keyframes.map(offset => perSegment + offset)])
      const numbers = pictures.map(({ bytes }) => bytes[0])
      const wanted = pictures.map((_, n) => n - (keyframes.findLast(keyframe => keyframe <= n) ?? 0) + 1)
      t.same(numbers, wanted, 'each picture follows the one that it was made from')
    })
  }
}
