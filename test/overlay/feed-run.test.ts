import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { FeedRun } from '../../src/overlay/feed-run.ts'
import { SocketFolder } from '../../src/socket-folder.ts'

type Test = { teardown(task: () => unknown): void }

const frameBytes = 100_000

async function feed(t: Test): Promise<{ run: FeedRun; source: Frames }> {
  const folder = await SocketFolder.start()
  t.teardown(() => folder.close())
  const path = join(folder.path, 'a.sock')
  const listening = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  const run = new FeedRun(new Uint8Array(frameBytes).fill(1), {
    onListening: listening.resolve,
    onRefused: reason => listening.reject(new Error(reason)),
    onClosed: closed.resolve,
  })
  t.teardown(() => closed.promise)
  t.teardown(() => run.close())
  run.listen(path)
  await listening.promise
  const reader = connect(path)
  t.teardown(() => reader.destroy())
  await once(reader, 'connect')
  return { run, source: new Frames(reader) }
}

/** Takes bytes as FFmpeg does: only when it wants the next frame. */
class Frames {
  readonly #reader: Socket
  #rest: Buffer = Buffer.alloc(0)

  constructor(reader: Socket) {
    this.#reader = reader
  }

  /** The value of all bytes of the next frame; -1 when they differ. */
  async take(): Promise<number> {
    while (this.#rest.length < frameBytes) {
      const bytes: Buffer | null = this.#reader.read()
      if (bytes) this.#rest = Buffer.concat([this.#rest, bytes])
      else await once(this.#reader, 'readable')
    }
    const frame = this.#rest.subarray(0, frameBytes)
    this.#rest = this.#rest.subarray(frameBytes)
    const [first = -1] = frame
    return frame.every(byte => byte === first) ? first : -1
  }
}

t.test('what is put is in the very frame that was named, and no frame is a mixture', async t => {
  const { run, source } = await feed(t)
  const frames: number[] = []
  const named = new Map<number, number>()
  for (let value = 2; value < 30; value += 1) {
    frames.push(await source.take())
    named.set(value, run.put(new Uint8Array(frameBytes).fill(value)))
  }
  for (let n = 0; n < 20; n += 1) frames.push(await source.take())
  t.notOk(frames.includes(-1))
  t.equal(frames[0], 1)
  t.equal(frames.at(-1), 29)
  for (const [value, index] of named) {
    // A later one may have taken its place before the frame was sent.
    const last = [...named].findLast(([, at]) => at === index)?.[0]
    t.equal(frames[index], last, `value ${value} was put at ${index}`)
  }
})

t.test('a reader that stands still is not fed: what waits for it stays a few frames', async t => {
  const { run, source } = await feed(t)
  for (let n = 0; n < 50; n += 1) await source.take()
  // Time enough to write hundreds of frames, if there were anybody to take them.
  for (let turn = 0; turn < 1000; turn += 1) await setImmediate()
  const index = run.put(new Uint8Array(frameBytes).fill(2))
  t.ok(index >= 50 && index <= 60, `frame ${index} is the next after 50 were taken`)
})
