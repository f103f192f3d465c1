import { join } from 'node:path'
import type { Test } from 'tap'
import { LiveStreams, type LiveStreamsOptions } from '../../src/media/live-streams.ts'
import { Replays } from '../../src/media/replay/replays.ts'
import { type LiveSettings, liveOptions } from './live-options.ts'
import { StreamFacts } from './live-rooms.ts'
import { tempFolder } from './temp-folder.ts'

const replayConfig = { keepDays: 30, maxGigabytes: 50, reserveMegabytes: 0 }

/** What lives longer than one start of the server: its folder, its database, and who listens. */
export async function startAgainAndAgain(t: Test, settings: LiveSettings) {
  const folder = await tempFolder(t)
  const stack = new AsyncDisposableStack()
  t.teardown(() => stack.disposeAsync())
  const options = await liveOptions(folder, { renditions: ['120p'], ...settings }, stack)
  const facts = new StreamFacts(options.bus, 'tea')
  const start = async (changes: Partial<LiveStreamsOptions> = {}) => {
    const own = stack.use(new AsyncDisposableStack())
    const { config, children, bus, log } = options
    const replays = own.use(
      await Replays.start({
        ...{ children, bus, log, folder: join(folder, 'recordings') },
        config: { replay: { ...replayConfig, record: settings.record ?? false } },
      }),
    )
    const live = own.use(await LiveStreams.start({ ...options, config, replays, ...changes }))
    return { live, replays, stop: () => own.disposeAsync() }
  }
  return { options, facts, start }
}
