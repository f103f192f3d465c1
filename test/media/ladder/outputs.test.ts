import t from 'tap'
import { beeps, flashAndBeep, flashes, probe } from '../../helpers/ffmpeg-live.ts'
import { encodeRun } from '../../helpers/replay-segments.ts'

t.setTimeout(60_000)

t.test('pictures and both sounds, each in an output of its own, keep one timeline', async t => {
  const run = await encodeRun(t, { seconds: 6, ...flashAndBeep })
  for (const [index, pictures] of run.pictures.entries()) {
    const times = (await probe(pictures, '-show_entries', 'packet=pts_time')).map(([time]) => Number(time))
    t.ok(times.length >= 178, `${times.length} pictures`)
    t.ok(
      times.every((time, n) => Math.abs(time - n / 30) < 0.001),
      `picture n of rendition ${index} stands at n / 30 s`,
    )
  }
  const [top = Buffer.alloc(0)] = run.pictures
  const flashed = (await flashes(top)).filter(time => time > 0.5)
  t.ok(flashed.length >= 5)
  const near = (times: readonly number[], time: number) =>
    times.reduce((best, other) => (Math.abs(other - time) < Math.abs(best - time) ? other : best))
  const [aac, opus] = [await beeps(run.aac), await beeps(run.opus)]
  for (const time of flashed) {
    const [inAac, inOpus] = [near(aac, time), near(opus, time)]
    t.ok(Math.abs(inAac - inOpus) < 0.002, `${inAac} s in AAC is ${inOpus} s in Opus`)
    // A picture is moved by up to half its length.
    t.ok(Math.abs(inAac - time) < 0.5 / 30 + 0.002, `${inAac} s is heard and ${time} s is seen`)
  }
  const times = (await probe(run.opus, '-show_entries', 'packet=pts_time')).map(([time]) => Number(time))
  t.ok(times.slice(1).every((time, n) => Math.abs(time - (times[n] ?? 0) - 0.02) < 1e-5))
})
