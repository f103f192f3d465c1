import t from 'tap'
import { download, readPlaylist, soundOffsets, startLive } from '../helpers/ffmpeg-live.ts'
import { encodeFixture, sendArgs } from '../helpers/rtp-fixture.ts'
import { RtpHost } from '../helpers/rtp-host.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'
import { recordWhip } from '../helpers/whip-recording.ts'

t.setTimeout(120_000)

t.test(
  'a host who comes by WHIP is shown as one who comes by RTMP, sound in step with the picture',
  async t => {
    const fixture = await encodeFixture(await tempFolder(t), 'h264', { seconds: 20 })
    const { live } = await startLive(t, { renditions: ['360p'], hls: { segmentSeconds: 1 } })
    const host = await RtpHost.start({ videoCodec: 'H264', layers: 1, sound: true })
    t.teardown(() => host.dispose())
    const { recordings, source } = await recordWhip(t, host)
    host.send(sendArgs([fixture], host.urls))
    const { publication } = await until('the publication', () => recordings[0])
    live.start(publication)
    const listed = () => readPlaylist(live, 'room', '360p')?.segments ?? []
    await until('8 segments', () => listed().length >= 8, 40_000)
    t.match(live.state('room'), { state: 'live', encoder: { restarts: 0 } })
    const offsets = await soundOffsets(download(live, 'room', '360p', listed()))
    t.ok(offsets.length >= 5)
    for (const offset of offsets) t.ok(offset <= 0.04, `sound and picture are ${offset} s apart`)
    source.goodbye()
    await until('the end of the broadcast', () => live.state('room').state !== 'live')
  },
)
