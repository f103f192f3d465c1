import t from 'tap'
import type { CodedPicture, CodedSound, LiveFrames } from '../../../src/media/rtc-ports.ts'
import { SlateFrames } from '../../../src/media/slate/slate-frames.ts'
import { until } from '../../helpers/until.ts'
import { slatePlan } from './slate-plan.ts'
import { startSlates } from './start-slates.ts'

type Shown = CodedPicture & { readonly rendition: number }

function collect() {
  const pictures: Shown[] = []
  const sounds: CodedSound[] = []
  const begun: string[][] = []
  let ends = 0
  const frames: LiveFrames = {
    begin: renditions => void begun.push(renditions.map(({ name }) => name)),
    picture: (rendition, picture) => void pictures.push({ rendition, ...picture }),
    sound: sound => void sounds.push(sound),
    end: () => {
      ends++
    },
  }
  return { frames, pictures, sounds, begun, ends: () => ends }
}

t.test('a slate is shown picture by picture, from a keyframe, with silence', async t => {
  t.setTimeout(60_000)
  const { slates } = await startSlates(t)
  const plan = slatePlan()
  const slate = await slates.prepare('tea', plan)
  if (!slate) throw new Error('there is no slate')
  const { frames, pictures, sounds, begun, ends } = collect()
  const lagMs = 300
  const began = Date.now()
  const run = SlateFrames.start({ slate, frames, from: began - 5000, lagMs })
  t.teardown(() => run.stop())

  t.same(begun, [['360p', '240p']])
  t.same(
    pictures.slice(0, 2).map(({ rendition, keyframe }) => ({ rendition, keyframe })),
    [0, 1].map(rendition => ({ rendition, keyframe: true })),
    'each rendition has a keyframe at once',
  )
  const [first] = pictures
  t.ok(first && first.at >= began - lagMs, 'nothing is shown of the time before')
  t.ok(first && first.parameterSets.length >= 2)
  await until('a second and a half', () => pictures.length >= 2 * 45)
  t.ok(Date.now() - began > 1300, 'no faster than the clock')
  run.stop()
  const [count, quiet] = [pictures.length, sounds.length]

  for (const rendition of [0, 1]) {
    const own = pictures.filter(picture => picture.rendition === rendition)
    const steps = own.slice(1).map(({ at }, n) => Math.round(at - (own[n]?.at ?? 0)))
    t.same([...new Set(steps)], [33])
    const keyframes = own.flatMap(({ keyframe }, n) => (keyframe ? [n] : []))
    t.same(keyframes.slice(0, 4), [0, 12, 24, 36], 'a keyframe at each part')
  }
  t.ok(quiet >= 65, `${quiet} packets of silence`)
  t.same([...new Set(sounds.slice(1).map(({ at }, n) => Math.round(at - (sounds[n]?.at ?? 0))))], [20])
  const bits = pictures
    .filter(({ rendition }) => rendition === 0)
    .reduce((sum, { data }) => sum + data.length * 8, 0)
  t.comment(`${Math.round(bits / 1.5 / 1000)} kbit/s of ${plan.renditions[0].videoKbps}`)
  t.ok(bits / 1.5 / 1000 < plan.renditions[0].videoKbps * 2)

  await new Promise(resolve => setTimeout(resolve, 100))
  t.same([pictures.length, sounds.length, ends()], [count, quiet, 1], 'nothing comes behind the end')
  run.stop()
  t.equal(ends(), 1)
})

t.test('a clock that is set goes on from a keyframe', async t => {
  t.setTimeout(60_000)
  const { slates } = await startSlates(t)
  const slate = await slates.prepare('tea', slatePlan({ renditions: ['240p'] }))
  if (!slate) throw new Error('there is no slate')
  const { frames, pictures } = collect()
  let time = 1_700_000_000_000
  const run = SlateFrames.start({ slate, frames, from: time, lagMs: 300, now: () => time })
  t.teardown(() => run.stop())
  t.same(
    pictures.map(({ at, keyframe }) => [at, keyframe]),
    [[time, true]],
  )
  time += 3_600_000
  await until('the next picture', () => pictures.length > 1)
  t.same([pictures[1]?.at, pictures[1]?.keyframe], [time - 300, true])
})
