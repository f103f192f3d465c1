import { once } from 'node:events'
import t, { type Test } from 'tap'
import { soundOffsets } from '../../helpers/ffmpeg-live.ts'
import { decode, encodeFixture, frameRate, sendArgs } from '../../helpers/rtp-fixture.ts'
import { RtpHost, type RtpHostOptions } from '../../helpers/rtp-host.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { type Recording, recordWhip } from '../../helpers/whip-recording.ts'

t.setTimeout(120_000)

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
  t.ok(offsets.length >= 7)
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
