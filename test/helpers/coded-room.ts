import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { CodedPicture, CodedSound } from '../../src/media/rtc-ports.ts'

export type CodedRoom = {
  readonly renditions: readonly { readonly name: string; readonly videoKbps: number }[]
  readonly framesPerSecond: number
  /** By rendition, best first; `at` begins at 0. */
  readonly pictures: readonly (readonly CodedPicture[])[]
  readonly sounds: readonly CodedSound[]
}

export type RoomPlan = {
  readonly seconds: number
  /** Best first. Pixels, kbit/s, pictures between keyframes. */
  readonly renditions: readonly {
    readonly width: number
    readonly height: number
    readonly kbps: number
    readonly gop: number
  }[]
}

const framesPerSecond = 30
/** With a constant bitrate, each Opus packet of 20 ms has as many bytes. */
const soundBytes = 160

/** A test picture and a tone, encoded for real: x264 with sliced threads, and libopus. */
export async function codeRoom({ seconds, renditions }: RoomPlan): Promise<CodedRoom> {
  const [pictures, sounds] = await Promise.all([
    Promise.all(renditions.map(rendition => codePictures(seconds, rendition))),
    codeSound(seconds),
  ])
  return {
    renditions: renditions.map(({ height, kbps }) => ({ name: `${height}p`, videoKbps: kbps })),
    framesPerSecond,
    pictures,
    sounds,
  }
}

/** The parts of a room in the order of their times, with what each is. */
export function* inOrder(room: CodedRoom) {
  type Piece =
    | { readonly at: number; readonly rendition: number; readonly picture: CodedPicture }
    | { readonly at: number; readonly sound: CodedSound }
  const pieces: Piece[] = [
    ...room.pictures.flatMap((list, rendition) =>
      list.map(picture => ({ at: picture.at, rendition, picture })),
    ),
    ...room.sounds.map(sound => ({ at: sound.at, sound })),
  ]
  yield* pieces.sort((a, b) => a.at - b.at)
}

async function ffmpeg(args: readonly string[]): Promise<Buffer> {
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', ...args, '-'], {
    encoding: 'buffer',
    maxBuffer: 1 << 28,
  })
  return stdout
}

async function codePictures(seconds: number, { width, height, kbps, gop }: RoomPlan['renditions'][number]) {
  const bytes = await ffmpeg([
    ...['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${framesPerSecond}`, '-t', `${seconds}`],
    ...['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency'],
    ...['-threads', '3', '-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
    ...['-g', `${gop}`, '-keyint_min', `${gop}`, '-sc_threshold', '0'],
    ...['-bsf:v', 'h264_metadata=aud=insert', '-f', 'h264'],
  ])
  const pictures: { keyframe: boolean; nals: Buffer[] }[] = []
  let parameterSets: Buffer[] = []
  for (const nal of annexB(bytes)) {
    const type = (nal[0] ?? 0) & 31
    if (type === 9) pictures.push({ keyframe: false, nals: [] })
    const picture = pictures.at(-1)
    if (!picture) throw new Error('no delimiter comes first')
    if (type === 7) parameterSets = [nal]
    else if (type === 8) parameterSets.push(nal)
    else picture.nals.push(nal)
    if (type === 5) picture.keyframe = true
  }
  return pictures.map(({ keyframe, nals }, n) => ({
    at: (n * 1000) / framesPerSecond,
    keyframe,
    data: lengthPrefixed(nals),
    parameterSets,
  }))
}

async function codeSound(seconds: number): Promise<CodedSound[]> {
  const bytes = await ffmpeg([
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', `${seconds}`],
    ...['-map', '0:a', '-ac', '2'],
    ...['-c:a', 'libopus', '-b:a', '64k', '-vbr', 'off', '-frame_duration', '20', '-f', 'data'],
  ])
  const count = bytes.length / soundBytes
  if (!Number.isInteger(count)) throw new Error('Opus packets differ in size')
  return Array.from({ length: count }, (_, n) => ({
    at: n * 20,
    data: bytes.subarray(n * soundBytes, (n + 1) * soundBytes),
  }))
}

export function lengthPrefixed(nals: readonly Buffer[]): Buffer {
  return Buffer.concat(
    nals.flatMap(nal => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(nal.length)
      return [length, nal]
    }),
  )
}

/** NAL units between start codes (H.264 annex B). */
export function annexB(bytes: Buffer): Buffer[] {
  const nals: Buffer[] = []
  const code = Buffer.from([0, 0, 1])
  for (let at = bytes.indexOf(code); at >= 0; ) {
    const next = bytes.indexOf(code, at + 3)
    let end = next < 0 ? bytes.length : next
    while (bytes[end - 1] === 0) end--
    nals.push(bytes.subarray(at + 3, end))
    at = next
  }
  return nals
}
