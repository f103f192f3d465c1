import t, { type Test } from 'tap'
import { HostTimeline } from '../../../src/media/whip/host-timeline.ts'
import { TrackClock } from '../../../src/media/whip/track-clock.ts'

const hour = 3_600_000
const ntp = 1_800_000_000_000

/** Numbers between 0 and 1 that are the same each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
}

type Track = {
  readonly rate: number
  /** Milliseconds between packets, of reports, and from capture to arrival; of jitter, which only delays. */
  readonly every: number
  readonly reportEvery: number
  readonly delay: number
  readonly jitter: number
  /** How much faster this clock runs than the host's. Parts. */
  readonly drift: number
  readonly firstTimestamp: number
  /** What reports say beside the host's true time. */
  readonly reportError: (random: number) => number
}

type Sample = { readonly captured: number; readonly time: number; readonly at: number }

const video: Track = {
  ...{ rate: 90_000, every: 1000 / 30, reportEvery: 1000, delay: 80, jitter: 30, drift: 0 },
  ...{ firstTimestamp: 2 ** 32 - 90_000, reportError: random => random * 4 - 2 },
}
const audio: Track = {
  ...{ rate: 48_000, every: 20, reportEvery: 5000, delay: 25, jitter: 20, drift: 0 },
  ...{ firstTimestamp: 2 ** 32 - 480, reportError: random => random * 4 - 2 },
}

/** Plays a host in simulated time. `hostDrift`: how much faster its clock runs than the server's. Parts. */
function play(forMs: number, picture: Track, sound: Track, hostDrift = 0) {
  const random = dice(7)
  const timeline = new HostTimeline()
  const placed = { pictures: [] as Sample[], sounds: [] as Sample[] }
  const tracks = [picture, sound].map(track => ({
    ...{
      track,
      clock: new TrackClock(track.rate),
      count: 0,
      reportAt: track.reportEvery / 2,
      arrivals: [] as number[],
    },
  }))
  const next = (of: (typeof tracks)[number]) => of.count * of.track.every
  for (;;) {
    const [of] = tracks.toSorted((a, b) => next(a) - next(b))
    if (of === undefined) break
    const { track, clock } = of
    const captured = next(of)
    if (captured > forMs) break
    of.count++
    const stamp = (ms: number) =>
      Math.round(track.firstTimestamp + (ms * (1 + hostDrift) * (1 + track.drift) * track.rate) / 1000) %
      2 ** 32
    const at = 1000 + captured + track.delay + random() * track.jitter
    const time = clock.read(stamp(captured), at)
    const asPicture = track === picture
    const result = asPicture ? timeline.picture(clock, time, at) : timeline.sound(clock, time, at)
    if (result !== null) placed[asPicture ? 'pictures' : 'sounds'].push({ captured, time: result, at })
    if (captured < of.reportAt) continue
    of.reportAt += track.reportEvery
    clock.report(ntp + captured * (1 + hostDrift) + track.reportError(random()), stamp(captured), at)
  }
  return placed
}

/** How far sound is ahead of the pictures, for pictures captured from `from` on. Milliseconds. */
function skews({ pictures, sounds }: ReturnType<typeof play>, from: number): number[] {
  let n = 0
  const found: number[] = []
  for (const { captured, time } of pictures) {
    if (captured < from) continue
    while ((sounds[n + 1]?.captured ?? Infinity) <= captured) n++
    const sound = sounds[n]
    if (sound) found.push(time - captured - (sound.time - sound.captured))
  }
  return found
}

const farthest = (values: readonly number[]) =>
  values.reduce((far, value) => Math.max(far, Math.abs(value)), 0)

function isSteady(t: Test, samples: readonly Sample[], every: number): void {
  const steps = samples.slice(1).map(({ time }, n) => time - (samples[n]?.time ?? 0))
  const [least, most] = [steps.reduce((a, b) => Math.min(a, b)), steps.reduce((a, b) => Math.max(a, b))]
  t.ok(least > every * 0.94 - 1 && most < every * 1.06 + 1, `steps of ${least} to ${most} ms`)
}

t.test('sound and picture stay in step for an hour, whatever clock drifts', async t => {
  for (const [name, hostDrift, videoDrift, audioDrift] of [
    ['no drift', 0, 0, 0],
    ["the host's clock runs 1000 ppm fast", 0.001, 0, 0],
    ["the host's clock runs 1000 ppm slow", -0.001, 0, 0],
    ['the microphone runs 1000 ppm fast', 0, 0, 0.001],
    ['the camera runs 200 ppm slow, the microphone fast', 0, -0.0002, 0.0002],
  ] as const) {
    const placed = play(hour, { ...video, drift: videoDrift }, { ...audio, drift: audioDrift }, hostDrift)
    const worst = farthest(skews(placed, 10_000))
    t.ok(worst < 10, `${name}: ${worst.toFixed(1)} ms apart at most`)
    const late = placed.pictures.map(({ time, at }) => at - time)
    const stray = farthest(late.slice(300))
    t.ok(stray < 60, `${name}: ${stray.toFixed(1)} ms off the time of arrival at most`)
    isSteady(t, placed.pictures, video.every)
    isSteady(t, placed.sounds, audio.every)
  }
})

t.test(
  'before the first reports, sound and picture are placed by when they come, then moved without a jump',
  async t => {
    const placed = play(20_000, video, audio)
    const early = skews(placed, 0).slice(0, 30)
    t.ok(farthest(early) > 30 && farthest(early) < 100, 'the pictures took longer to come')
    t.ok(farthest(skews(placed, 5000)) < 10)
    isSteady(t, placed.sounds, audio.every)
  },
)

t.test('reports that contradict the arrival of the packets are not believed', async t => {
  const placed = play(30_000, video, { ...audio, delay: video.delay, reportError: () => 3_600_000 })
  t.ok(farthest(skews(placed, 1000)) < 25)
})

t.test(
  'reports by the time of sending, as they come out of an encoder in bursts, are good enough',
  async t => {
    const reportError = (random: number) => video.delay + random * 33
    const placed = play(
      120_000,
      { ...video, reportError },
      { ...audio, delay: video.delay, reportEvery: 1000, reportError },
    )
    const worst = farthest(skews(placed, 30_000))
    t.ok(worst < 15, `${worst} ms`)
  },
)

t.test('a clock that jumps goes on at the time of arrival, and never back', async t => {
  const timeline = new HostTimeline()
  const clock = new TrackClock(90_000)
  const times: number[] = []
  let now = 0
  for (const timestamp of [0, 3000, 6000, 3_000_000_000, 3_000_003_000, 50, 3050]) {
    now += 1000 / 30
    times.push(timeline.picture(clock, clock.read(timestamp, now), now))
  }
  t.ok(times.every((time, n) => time >= (times[n - 1] ?? 0)))
  t.ok(Math.abs((times.at(-1) ?? 0) - now) < 50, `${times.at(-1)} at ${now}`)
})

t.test('another layer goes on in step with the sound', async t => {
  const timeline = new HostTimeline()
  const [large, small, sound] = [new TrackClock(90_000), new TrackClock(90_000), new TrackClock(48_000)]
  const apart: number[] = []
  for (let n = 0; n < 900; n++) {
    const captured = (n * 1000) / 30
    const largeTime = large.read(Math.round(captured * 90) + 777, captured + 90)
    const smallTime = small.read(Math.round(captured * 90) + 999_999, captured + 60)
    const soundTime = sound.read(Math.round(captured * 48), captured + 20)
    for (const [clock, offset, rate] of [
      [large, 777, 90],
      [small, 999_999, 90],
      [sound, 0, 48],
    ] as const) {
      if (n % 30 === 1) clock.report(ntp + captured, Math.round(captured * rate) + offset, captured + 90)
    }
    const shown = n < 450 ? { clock: large, time: largeTime } : { clock: small, time: smallTime }
    const picture = timeline.picture(shown.clock, shown.time, captured + 90)
    const heard = timeline.sound(sound, soundTime, captured + 90)
    if (n > 300 && heard !== null) apart.push(picture - heard)
  }
  t.ok(apart.length > 500)
  t.ok(farthest(apart) < 3, `${farthest(apart)} ms`)
})
