import t from 'tap'
import { fitRate, framesPerPart, partTarget, planParts } from '../../../src/media/ladder/part-grid.ts'

const hls = { segmentSeconds: 2, partSeconds: 0.4 }

t.test('parts of the usual rates', async t => {
  t.same(planParts(30, hls), { framesPerPart: 12, partsPerSegment: 5, keyframes: [0, 36] })
  t.same(planParts(25, hls), { framesPerPart: 10, partsPerSegment: 5, keyframes: [0, 30] })
  t.same(planParts(24, hls), { framesPerPart: 10, partsPerSegment: 5, keyframes: [0, 30] })
  t.same(planParts(30_000 / 1001, hls), { framesPerPart: 12, partsPerSegment: 5, keyframes: [0, 36] })
  t.same(planParts(60, hls), { framesPerPart: 24, partsPerSegment: 5, keyframes: [0, 72] })
  t.same(planParts(30, { segmentSeconds: 4, partSeconds: 0.5 }).keyframes, [0, 30, 60, 90])
  t.same(planParts(30, { segmentSeconds: 1, partSeconds: 1 }).keyframes, [0])
})

t.test('whatever the rate and the settings, parts and segments are as long as the draft allows', async t => {
  const wrong: string[] = []
  for (let rate = 1; rate <= 60; rate += 0.043) {
    for (const partSeconds of [0.2, 0.25, 0.33, 0.4, 0.5, 0.7, 1]) {
      const target = partTarget(partSeconds)
      const fitted = fitRate(rate, partSeconds)
      const frames = framesPerPart(fitted, partSeconds) ?? 0
      const part = frames / fitted
      if (fitted < rate || fitted > rate + 1 / partSeconds) wrong.push(`${rate} becomes ${fitted}`)
      if (!(part <= target && part >= target * 0.85))
        wrong.push(`${rate}: parts of ${part} for ${partSeconds}`)
      for (const segmentSeconds of [1, 2, 6, 10]) {
        const plan = planParts(fitted, { segmentSeconds, partSeconds })
        const seconds = plan.partsPerSegment * part
        const told = `${rate}, ${partSeconds}, ${segmentSeconds}: `
        // Two parts may be no nearer to a second than 0.7 is; no setting gives less.
        if (Math.round(seconds) > segmentSeconds || seconds < segmentSeconds * 0.65)
          wrong.push(`${told}${seconds}`)
        const gaps = [...plan.keyframes, plan.partsPerSegment * frames].map(
          (frame, n, all) => frame - (all[n - 1] ?? 0),
        )
        if (plan.keyframes.some(frame => frame % frames !== 0))
          wrong.push(`${told}keyframes ${plan.keyframes}`)
        if (Math.max(...gaps) / fitted > 1 + 2 * part) wrong.push(`${told}${gaps} from keyframe to keyframe`)
      }
    }
  }
  t.same(wrong, [])
})
