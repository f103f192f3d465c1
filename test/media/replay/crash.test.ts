import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, cp, open, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import t, { type Test } from 'tap'
import type { Replays } from '../../../src/media/replay/replays.ts'
import { bytesOf, encodeRun, packageRuns } from '../../helpers/replay-segments.ts'
import { bytes, indexLines, startReplays, text } from '../../helpers/replay-start.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

const run = await encodeRun(t, { seconds: 6, width: 426, height: 240, renditions: ['240p'] })
const segments = packageRuns([{ ...run, startedAt: Date.now() }])

/** The killed process repeats the same segments: each must be there whole. */
async function checkAll(t: Test, replays: Replays, showId: string): Promise<number> {
  const listed = await text(replays, showId, '240p/index.m3u8')
  const count = listed.match(/\.m4s/g)?.length ?? 0
  let broken = 0
  for (let n = 0; n < count; n++) {
    const expected = segments[n % segments.length]
    const found = await bytes(replays, showId, `240p/${n}.m4s`)
    if (!expected || !found.equals(bytesOf(expected, '240p'))) broken++
  }
  t.equal(broken, 0, `all of ${count} segments`)
  return count
}

t.test('what a killed server has recorded is whole, and can be gone on with', async t => {
  const folder = await tempFolder(t)
  const runFile = join(await tempFolder(t), 'run')
  await writeFile(runFile, serialize(run))
  const helper = join(import.meta.dirname, '../../helpers/replay-writer.ts')
  for (const killAt of [1, 300, 900]) {
    const showId = randomUUID()
    const writer = spawn(process.execPath, [helper, folder, showId, runFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.teardown(() => writer.kill('SIGKILL'))
    let seconds = 0
    writer.stdout.on('data', chunk => {
      seconds = Number(String(chunk).trim().split('\n').at(-1))
    })
    await until(`${killAt} s of show`, () => seconds >= killAt || writer.exitCode !== null, 30_000)
    writer.kill('SIGKILL')
    await once(writer, 'exit')

    const { replays } = await startReplays(t, { folder })
    const count = await checkAll(t, replays, showId)
    t.ok((replays.info(showId)?.durationSeconds ?? 0) >= seconds, `${seconds} s were announced`)
    const recorder = await replays.record(showId)
    for (const segment of segments) recorder.add(segment)
    await recorder.end()
    const last = segments.at(-1)
    const found = await bytes(replays, showId, `240p/${count + segments.length - 1}.m4s`)
    t.ok(last && found.equals(bytesOf(last, '240p')))
    await replays.close()
    const again = await startReplays(t, { folder })
    t.match(again.replays.info(showId), { live: false, spans: [{ at: 0 }, {}] })
    await again.replays.close()
  }
})

t.test('what a power cut took from the disk is left out', async t => {
  const folder = await tempFolder(t)
  const showId = randomUUID()
  const before = await startReplays(t, { folder })
  const recorder = await before.replays.record(showId)
  for (const segment of segments) recorder.add(segment)
  await until('all of it', () => (before.replays.info(showId)?.durationSeconds ?? 0) > 6)
  await before.replays.close()
  const whole = segments.length
  const media = (copy: string) => join(copy, showId, '240p.mp4')
  const index = (copy: string) => join(copy, showId, 'index.jsonl')
  const cuts: readonly (readonly [string, number, (copy: string) => Promise<unknown>])[] = [
    ['nothing', whole, async () => {}],
    ['half a line', whole - 1, async copy => truncate(index(copy), (await sizeTo(copy, -1)) - 3)],
    ['a line of zeros', whole, async copy => append(index(copy), Buffer.alloc(100))],
    [
      'the end of the media',
      whole - 1,
      async copy => truncate(media(copy), (await stat(media(copy))).size - 1),
    ],
    ['a block in the middle', whole - 2, async copy => zero(media(copy), await startOf(copy, whole - 2))],
  ]
  for (const [name, expected, cut] of cuts) {
    const copy = await tempFolder(t)
    await cp(folder, copy, { recursive: true })
    await cut(copy)
    const { replays } = await startReplays(t, { folder: copy })
    t.equal(await checkAll(t, replays, showId), expected, name)
    await replays.close()
  }

  /** The length of the index up to and with its last segment's line. */
  async function sizeTo(copy: string, n: number): Promise<number> {
    const lines = await indexLines(copy, showId)
    const at = lines.findLastIndex(line => line.includes('"segment"'))
    return Buffer.byteLength(lines.slice(0, at + 1 + n + 1).join('\n')) + 1
  }

  async function startOf(copy: string, n: number): Promise<number> {
    const lines = (await indexLines(copy, showId)).filter(line => line.includes('"segment"'))
    return JSON.parse(lines[n] ?? '{}').media['240p'][0]
  }
})

t.test('a recording without a single segment leaves nothing behind', async t => {
  const folder = await tempFolder(t)
  const showId = randomUUID()
  const { replays } = await startReplays(t, { folder })
  const recorder = await replays.record(showId)
  await recorder.end()
  t.same(
    (await readdir(folder)).filter(name => !name.startsWith('.')),
    [],
  )
})

t.test('the index of a later version of the server is left alone', async t => {
  const folder = await tempFolder(t)
  const showId = randomUUID()
  const before = await startReplays(t, { folder })
  const recorder = await before.replays.record(showId)
  for (const segment of segments) recorder.add(segment)
  await recorder.end()
  await before.replays.close()
  const index = join(folder, showId, 'index.jsonl')
  await append(index, Buffer.from('{"type":"from the future"}\n'))
  const kept = join(await tempFolder(t), 'kept')
  await copyFile(index, kept)
  const { replays, stopped } = await startReplays(t, { folder })
  t.equal(replays.info(showId), null)
  const resumed = await replays.record(showId)
  for (const segment of segments) resumed.add(segment)
  await resumed.end()
  t.match(stopped, [{ showId, reason: /cannot be read/ }])
  t.equal((await stat(index)).size, (await stat(kept)).size)
})

async function append(file: string, data: Buffer): Promise<void> {
  await writeFile(file, data, { flag: 'a' })
}

async function zero(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(500), 0, 500, at + 1000)
  await handle.close()
}
