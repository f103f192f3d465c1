import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

type Kind = 'audio' | 'video'

/** A clock and a tone as RTP (H.264 and Opus) from FFmpeg, until the returned function has resolved. */
export async function startTestMedia(
  packet: (kind: Kind, rtp: Buffer) => void,
): Promise<() => Promise<void>> {
  const kinds = ['video', 'audio'] as const
  const sockets = await Promise.all(kinds.map(kind => listen(rtp => packet(kind, rtp))))
  const [video, audio] = sockets.map(socket => `rtp://127.0.0.1:${socket.address().port}?pkt_size=1200`)
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-re'],
      ...[
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=320x180:rate=15',
        '-re',
        '-f',
        'lavfi',
        '-i',
        'sine=sample_rate=48000',
      ],
      ...['-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '15'],
      ...['-pix_fmt', 'yuv420p', '-profile:v', 'baseline', '-b:v', '300k', '-f', 'rtp', video ?? ''],
      ...['-map', '1:a', '-c:a', 'libopus', '-b:a', '64k', '-ac', '2', '-f', 'rtp', audio ?? ''],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const ended = once(ffmpeg, 'exit').catch(() => undefined)
  return async () => {
    ffmpeg.kill('SIGKILL')
    await ended
    for (const socket of sockets) socket.close()
  }
}

async function listen(packet: (rtp: Buffer) => void): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.on('message', packet)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}
