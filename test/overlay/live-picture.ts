import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { CardBox } from '../../src/overlay/card-box.ts'

type Test = { teardown(task: () => unknown): void }
type Input = {
  readonly url: string
  readonly pixelFormat: string
  readonly box: CardBox
  readonly framesPerSecond: number
}
type Look = (picture: { readonly seconds: number; readonly luma: number }) => boolean

export const blackPicture = { width: 640, height: 360 }
const rate = 30
const side = 16

/**
 * A black live picture with a card, as FFmpeg makes it in real time; what is looked at is the mean luma of a
 * piece from the middle of the card's place.
 */
export class LivePicture {
  /** Pictures so far. */
  count = 0
  brightest = 0
  readonly #looks = new Map<Look, (found: { seconds: number; at: number }) => void>()
  readonly #exit: Promise<unknown>
  readonly #kill: () => void
  #stderr = ''

  constructor(t: Test, input: Input) {
    const { box } = input
    const middle = `crop=${side}:${side}:${box.x + (box.width >> 1)}:${box.y + (box.height >> 1)}`
    const child = spawn('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-re', '-f', 'lavfi'],
      ...['-i', `color=c=black:s=${blackPicture.width}x${blackPicture.height}:r=${rate}`],
      ...['-f', 'rawvideo', '-pix_fmt', input.pixelFormat, '-s', `${box.width}x${box.height}`],
      ...['-framerate', String(input.framesPerSecond), '-thread_queue_size', '4', '-i', input.url],
      '-filter_complex',
      // The overlay counts in the main picture's time base: 1/30 would round the card's times.
      `[0:v]format=yuv420p,settb=1/90000[m];[m][1:v]overlay=${box.x}:${box.y}:eof_action=pass,${middle},extractplanes=y`,
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ])
    child.stderr.on('data', text => {
      this.#stderr += text
    })
    let rest = Buffer.alloc(0)
    child.stdout.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes])
      for (; rest.length >= side * side; rest = rest.subarray(side * side)) {
        this.#see(rest.subarray(0, side * side))
      }
    })
    this.#exit = once(child, 'exit')
    this.#kill = () => child.kill('SIGKILL')
    t.teardown(() => this.close())
  }

  /** The first picture from now on of which `look` is true. @throws after 10 s. */
  first(look: Look): Promise<{ readonly seconds: number; readonly at: number }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ seconds: number; at: number }>()
    const timer = setTimeout(
      () => reject(new Error(`no such picture among ${this.count}. ${this.#stderr}`)),
      10_000,
    )
    this.#looks.set(look, found => {
      clearTimeout(timer)
      this.#looks.delete(look)
      resolve(found)
    })
    return promise
  }

  async close(): Promise<void> {
    this.#kill()
    await this.#exit
  }

  #see(bytes: Buffer): void {
    const seconds = this.count / rate
    const luma = bytes.reduce((sum, value) => sum + value, 0) / bytes.length
    this.count += 1
    this.brightest = Math.max(this.brightest, luma)
    for (const [look, found] of this.#looks) {
      if (look({ seconds, luma })) found({ seconds, at: performance.now() })
    }
  }
}

export const withCard: Look = ({ luma }) => luma > 60
export const withoutCard: Look = ({ luma }) => luma < 20
