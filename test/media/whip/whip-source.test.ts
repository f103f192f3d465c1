import { once } from 'node:events'
import t, { type Test } from 'tap'
import { probe, soundOffsets } from '../../helpers/ffmpeg-live.ts'
import { decode, encodeFixture, frameRate, sendArgs } from '../../helpers/rtp-fixture.ts'
import { RtpHost, type RtpHostOptions } from '../../helpers/rtp-host.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'
import { type Recording, recordWhip } from '../../helpers/whip-recording.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 4

const folder = await tempFolder(t)
const frameMs = 1000 / frameRate

async function startHost(t: Test, options: RtpHostOptions): Promise<RtpHost> {
  const host = await RtpHost.start(options)
  t.teardown(() => host.dispose())
  return host
}

function only(recordings: readonly Recording[]): Recording {
  const [recording, ...others] = recordings
  if (recording === undefined || others.length > 0) throw new Error(`${recordings.length} publications`)
  return recording
}

t.test('H.264 and Opus come whole over a line that reorders, repeats and repairs', async t => {
  const fixture = await encodeFixture(folder, 'h264')
  let count = 0
  const host = await startHost(t, {
    ...{ videoCodec: 'H264', layers: 1, sound: true },
    line: kind => {
      count++
      // Every ninth comes again, every seventh is overtaken; every 23rd of the pictures is lost and sent again.
      if (kind === 'video' && count % 23 === 0) return [80]
      if (count % 9 === 0) return [0, 3, 150]
      return count % 7 === 0 ? [25] : [0]
    },
  })
  const { recordings, source } = await recordWhip(t, host)
  const child = host.send(sendArgs([fixture], host.urls))
  await once(child, 'exit')
  const expected = await decode(fixture)
  source.goodbye()
  const recording = only(recordings)
  const shown = await decode(recording.matroska)
  t.ok(shown.pictures.length >= 6 * frameRate, `${shown.pictures.length} pictures`)
  t.same(shown.pictures, expected.pictures.slice(-shown.pictures.length), 'every picture is what was sent')
  t.equal(shown.complaints, '')
  t.ok(host.reports >= 2)
  const steps = recording.pictures.map(({ time }, n) => time - (recording.pictures[n - 1]?.time ?? -frameMs))
  t.ok(
    steps.every(step => Math.abs(step - frameMs) < 3),
    `steps of ${Math.min(...steps)} to ${Math.max(...steps)} ms`,
  )
  const offsets = await soundOffsets(recording.matroska)
  t.ok(offsets.length >= 5)
  for (const offset of offsets) t.ok(offset <= 0.04, `sound and picture are ${offset} s apart`)
  t.match(recording.publication.info, {
    videoCodec: 'h264',
    width: 640,
    height: 360,
    framesPerSecond: 25,
    audioCodec: 'opus',
  })
  t.same(await recording.publication.closed, { reason: 'the host stopped', goodbye: true })
  t.ok(recording.ended)
  t.equal(await host.closed, 'the host stopped')
})

t.test('VP8 with losses goes on at the next keyframe, with whole pictures only', async t => {
  const fixture = await encodeFixture(folder, 'vp8')
  let count = 0
  const host = await startHost(t, {
    ...{ videoCodec: 'VP8', layers: 1, sound: true },
    line: kind => {
      if (kind === 'video') count++
      // Each two seconds or so.
      return kind === 'video' && count % 300 === 299 ? [] : [0]
    },
  })
  const { recordings, source } = await recordWhip(t, host)
  await once(host.send(sendArgs([fixture], host.urls)), 'exit')
  const expected = await decode(fixture)
  source.close('enough')
  const recording = only(recordings)
  const shown = await decode(recording.matroska)
  t.equal(shown.complaints, '')
  const lost = expected.pictures.indexOf(shown.pictures[0] ?? '') + shown.pictures.length - 8 * frameRate
  t.ok(lost < 0, `${-lost} pictures are left out`)
  t.ok(shown.pictures.length > 3 * frameRate, `${shown.pictures.length} pictures are shown`)
  let at = -1
  const inOrder = shown.pictures.every(picture => {
    at = expected.pictures.indexOf(picture, at + 1)
    return at >= 0
  })
  t.ok(inOrder, 'every picture is one that was sent, in their order')
  t.ok(host.keyframeRequests.length >= 2, 'keyframes were asked for')
  const holes = recording.pictures.map(({ time }, n) => time - (recording.pictures[n - 1]?.time ?? time))
  t.ok(Math.max(...holes) < 1500, `${Math.max(...holes)} ms at most without a picture`)
  t.match(recording.publication.info, { videoCodec: 'vp8', width: 640, height: 360 })
  t.match(recording.format, { video: { codec: 'vp8', matrix: 'bt601' } })
})

t.test('the largest layer is shown; without it the next, until it is back', async t => {
  const fixtures = [
    await encodeFixture(folder, 'h264', { size: '320x180', seconds: 14 }),
    await encodeFixture(folder, 'h264', { size: '640x360', seconds: 14 }),
  ]
  const began = performance.now()
  const passed = () => performance.now() - began
  const host = await startHost(t, {
    ...{ videoCodec: 'H264', layers: 2, sound: true },
    line: (kind, layer) => (kind === 'video' && layer === 1 && passed() > 4000 && passed() < 7000 ? [] : [0]),
  })
  const { recordings } = await recordWhip(t, host)
  await once(host.send(sendArgs(fixtures, host.urls)), 'exit')
  const recording = only(recordings)
  t.match(recording.publication.info, { width: 640, height: 360 })
  const holes = recording.pictures.map(({ time }, n) => time - (recording.pictures[n - 1]?.time ?? time))
  t.ok(Math.max(...holes) < 2200, `${Math.max(...holes)} ms at most without a picture`)
  const sizes = (await probe(recording.matroska, '-select_streams', 'v', '-show_entries', 'frame=width')).map(
    ([width]) => Number(width),
  )
  const changes = sizes.filter((width, n) => width !== sizes[n - 1])
  t.same(changes, [640, 320, 640])
  t.equal(
    (await decode(recording.matroska)).complaints.replaceAll(/.*(hanging|changed|econfig).*\n/g, ''),
    '',
  )
  const offsets = await soundOffsets(recording.matroska)
  for (const offset of offsets.slice(-3)) t.ok(offset <= 0.04, `sound and picture are ${offset} s apart`)
})

t.test('a host whose line breaks has not said goodbye', async t => {
  const fixture = await encodeFixture(folder, 'h264')
  const host = await startHost(t, { videoCodec: 'H264', layers: 1, sound: false })
  const { recordings, source } = await recordWhip(t, host)
  host.send(sendArgs([fixture], host.urls))
  const recording = await until('the publication', () => recordings[0])
  t.equal(recording.publication.info.audioCodec, null)
  host.close('nobody there any more')
  const end = { reason: 'nobody there any more', goodbye: false }
  t.same(await recording.publication.closed, end)
  t.same(await source.closed, end)
  source.goodbye()
  t.same(await source.closed, end)
})

t.test('a host that sends sound and no picture is refused, and told why', async t => {
  const fixture = await encodeFixture(folder, 'h264')
  const host = await startHost(t, {
    videoCodec: 'H264',
    layers: 1,
    sound: true,
    line: kind => (kind === 'video' ? [] : [0]),
  })
  const { recordings, source } = await recordWhip(t, host, { idleSeconds: 2 })
  host.send(sendArgs([fixture], host.urls))
  t.same(await source.closed, { reason: 'the publisher sent sound but no picture', goodbye: false })
  t.equal(await host.closed, 'the publisher sent sound but no picture')
  t.same(recordings, [])
})

t.test('a host that sends more than it may is refused', async t => {
  const fixture = await encodeFixture(folder, 'h264')
  const host = await startHost(t, { videoCodec: 'H264', layers: 1, sound: false })
  const { source } = await recordWhip(t, host, { maxKbps: 300 })
  host.send(sendArgs([fixture], host.urls))
  t.same(await source.closed, { reason: 'the bitrate is above 300 kbit/s', goodbye: false })
})

t.test('a phone that is turned is another publication; the one before ends', async t => {
  const [wide, tall] = [
    await encodeFixture(folder, 'h264', { size: '640x360', seconds: 4 }),
    await encodeFixture(folder, 'h264', { size: '360x640', seconds: 4 }),
  ]
  const host = await startHost(t, { videoCodec: 'H264', layers: 1, sound: false })
  const { recordings } = await recordWhip(t, host)
  await once(host.send(sendArgs([wide], host.urls)), 'exit')
  await once(host.send(sendArgs([tall], host.urls)), 'exit')
  const [before, after] = recordings
  if (!before || !after) throw new Error(`${recordings.length} publications`)
  t.same(await before.publication.closed, { reason: 'the picture became another', goodbye: false })
  t.match(after.publication.info, { width: 360, height: 640 })
  t.match(after.pictures[0], { key: true, time: 0 })
  const { pictures } = await decode(after.matroska)
  t.same(pictures, (await decode(tall)).pictures.slice(-pictures.length))
  before.publication.close('taken over')
  const more = after.pictures.length
  t.notOk(after.ended, 'it is no concern of the one after')
  t.ok(more >= 2 * frameRate)
})

t.test('colours that are BT.601 unless it is said make another publication when they change', async t => {
  const untold = await encodeFixture(folder, 'h264', { size: '320x180', seconds: 3 })
  const told = await encodeFixture(folder, 'h264', { size: '320x180', seconds: 3, matrix: 'bt709' })
  const host = await startHost(t, { videoCodec: 'H264', layers: 1, sound: false })
  const { recordings } = await recordWhip(t, host)
  for (const fixture of [untold, told]) await once(host.send(sendArgs([fixture], host.urls)), 'exit')
  const formats = recordings.map(({ format }) => format)
  t.match(formats, [{ video: { matrix: 'bt601' } }, { video: { matrix: 'bt709' } }])
  t.equal(formats.length, 2)
  t.match(recordings[1]?.pictures[0], { key: true, time: 0 })
})
