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
  for (const [name, sound] of [
    ['AAC', run.aac],
    ['Opus', run.opus],
  ] as const) {
    const heard = await beeps(sound)
    const nearest = (time: number) =>
      heard.reduce((a, b) => (Math.abs(b - time) < Math.abs(a - time) ? b : a))
    const offsets = flashed.map(time => Math.round((nearest(time) - time) * 10_000) / 10)
    t.comment(`${name}: ${offsets} ms`)
    for (const offset of offsets) t.ok(Math.abs(offset) <= 5, `${name} is ${offset} ms from its picture`)
  }
  const times = (await probe(run.opus, '-show_entries', 'packet=pts_time')).map(([time]) => Number(time))
  t.ok(times.slice(1).every((time, n) => Math.abs(time - (times[n] ?? 0) - 0.02) < 1e-5))
})
