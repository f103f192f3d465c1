import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { configWith } from '../../config/load.ts'
import { openDatabase } from '../../src/database.ts'
import { Bus } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import type { LiveStreamsOptions } from '../../src/media/live-streams.ts'
import type { OpenOverlay } from '../../src/media/ports.ts'
import { Replays } from '../../src/media/replay/replays.ts'
import type { LiveFrames } from '../../src/media/rtc-ports.ts'
import { TimelineStore } from '../../src/media/timeline-store.ts'
import { renderSlate } from '../../src/overlay/slate-picture.ts'
import { WatchedProcesses } from './ffmpeg-processes.ts'

export const noCard: OpenOverlay = async () => {
  throw new Error('there is no card in this test')
}

export type LiveSettings = {
  readonly renditions?: readonly string[]
  readonly openOverlay?: OpenOverlay
  readonly hls?: Record<string, number>
  /** A show ends with its publisher, unless this says otherwise. */
  readonly live?: Record<string, number>
  readonly record?: boolean
  readonly frames?: LiveFrames
}

/** What LiveStreams asks for, real but for the card and the shows; `stack` closes it. */
export async function liveOptions(
  folder: string,
  settings: LiveSettings,
  stack: AsyncDisposableStack,
): Promise<LiveStreamsOptions & { readonly bus: Bus; readonly children: WatchedProcesses }> {
  const log = createLog(process.env.TEST_LOG ?? 'silent')
  const bus = new Bus(log)
  const children = stack.use(new WatchedProcesses())
  const config = configWith({
    ladder: { renditions: settings.renditions ?? ['360p', '240p'], preset: 'ultrafast' },
    hls: { lingerSeconds: 1, ...settings.hls },
    live: { graceSeconds: 0, stopSeconds: 0, ...settings.live },
    replay: { record: settings.record ?? false },
  })
  const database = await openDatabase(':memory:')
  stack.defer(() => database.destroy())
  const replays = stack.use(
    await Replays.start({ folder: join(folder, 'recordings'), config, children, bus, log }),
  )
  return {
    ...{ config, children, bus, log, replays },
    openOverlay: settings.openOverlay ?? noCard,
    numbers: new TimelineStore(database),
    nextShow: async () => randomUUID(),
    frames: () => settings.frames ?? null,
    drawSlate: (_slug, size) => renderSlate({ title: 'Tea', cover: null, language: 'zh' }, size),
  }
}
