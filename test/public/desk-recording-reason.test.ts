import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { recordingReason, recordingReasonWords } from '../../public/desk/recording-reason.ts'
import { speaker } from '../../public/shared/i18n.ts'
import { stopReason } from '../../src/media/replay/recording-error.ts'
import { addParts, newTimeline, openRun } from '../helpers/hand-made-parts.ts'
import { startReplays } from '../helpers/replay-start.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'

const chinese = speaker(recordingReasonWords, 'zh')

/** Why a recording of so many segments with parts of so many bytes stops. */
async function reasonOf(
  t: Test,
  replay: Parameters<typeof startReplays>[1]['replay'],
  [count, bytes] = [1, 1000],
): Promise<string> {
  const { replays, stopped } = await startReplays(t, {
    folder: await tempFolder(t),
    ...(replay && { replay }),
  })
  const recorder = await replays.record(randomUUID())
  const { timeline, segments } = newTimeline()
  addParts(timeline, openRun(timeline, { at: Date.now() }), 0, count * 5 + 1, bytes)
  for (const segment of segments) recorder.add(segment)
  return (await until('its stop', () => stopped[0])).reason
}

t.test('every reason that the server has for not recording is told in the language of the page', async t => {
  const folder = await tempFolder(t)
  const { replays } = await startReplays(t, { folder })
  const unreadable = randomUUID()
  await mkdir(join(folder, unreadable))
  const reasons: readonly [string | null, RegExp][] = [
    [await reasonOf(t, { reserveMegabytes: 1e9 }), /1000000000 MB/],
    [await reasonOf(t, { maxGigabytes: 0.000001 }), /0\.000001 GB/],
    [await reasonOf(t, {}, [20, 1_000_000]), /太慢/],
    [stopReason(Object.assign(new Error('write'), { code: 'ENOSPC' })), /磁盘满了/],
    [stopReason(Object.assign(new Error('write'), { code: 'EIO' })), /EIO/],
    [(await replays.record(unreadable)).stopped, /原样保留/],
  ]
  for (const [reason, expected] of reasons) {
    const said = recordingReason(reason ?? '', chinese)
    t.match(said, expected)
    t.match(said, /\p{Script=Han}/u, said)
  }
})

t.test('a reason without words of its own is told as it came', async t => {
  t.equal(recordingReason('The moon is in the way.', chinese), 'The moon is in the way.')
})
