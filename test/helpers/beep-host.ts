import type { Test } from 'tap'
import { type Ffmpeg, startFfmpeg } from './rtmp-ffmpeg.ts'

/** A host whose picture flashes at its foot with a beep, each second, both for a tenth: sync-watch.ts sees and hears it. */
export function pushBeeps(t: Test, url: string): Ffmpeg {
  return startFfmpeg(t, beepArgs(url))
}

/** Of FFmpeg, to be such a host. */
export function beepArgs(url: string): string[] {
  const now = 'lt(mod(t\\,1)\\,0.1)'
  return [
    ...['-re', '-f', 'lavfi', '-i', `color=c=black:size=640x360:rate=30,${foot(now)}`],
    ...['-re', '-f', 'lavfi', '-i', `aevalsrc=0.5*sin(2*PI*1000*t)*${now}:s=48000`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-threads', '1'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'flv', url],
  ]
}

const foot = (enable: string): string => `drawbox=y=ih-40:h=40:c=white:t=fill:enable=${enable}`
