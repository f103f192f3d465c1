import type { Config } from '../../config/schema.ts'
import type { ChildProcesses } from '../child-process.ts'
import type { Database } from '../database.ts'
import type { Bus } from '../events.ts'
import type { Check } from '../health.ts'
import type { Lane } from '../lane.ts'
import type { Logger } from '../log.ts'
import type { Route } from '../route.ts'
import { Ingest } from './ingest/ingest.ts'
import { rungKbps } from './ladder/plan.ts'
import { LiveStreams } from './live-streams.ts'
import { MediaLane } from './media-lane.ts'
import type { Authorize, DrawSlate, NextShow, OpenOverlay, Publication } from './ports.ts'
import { Publications } from './publications.ts'
import { Replays } from './replay/replays.ts'
import { RoomFeeds } from './rtp-out/room-feeds.ts'
import { Sfu } from './sfu/sfu.ts'
import { Signalling } from './signalling/signalling.ts'
import { TimelineStore } from './timeline-store.ts'
import { WhipSource } from './whip/whip-source.ts'

export type MediaSideOptions = {
  readonly config: Config
  /** Stays the caller's, as `children`: open before this starts, closed after it. */
  readonly database: Database
  readonly children: ChildProcesses
  readonly bus: Bus
  readonly log: Logger
  readonly recordingsFolder: string
  readonly authorize: Authorize
  readonly nextShow: NextShow
  readonly drawSlate: DrawSlate
  readonly openOverlay: OpenOverlay
  readonly isRoom: (slug: string) => Promise<boolean>
}

/** WHIP and WHEP calls a minute from one address, behind which a mobile carrier may have thousands of people. */
const perMinute = { hosts: 120, viewers: 1200, patches: 3600 }

/** Streams, from whoever sends them to whoever watches, put together. */
export class MediaSide {
  readonly publications: Publications
  readonly replays: Replays
  readonly streams: LiveStreams
  readonly lanes: readonly Lane[]
  readonly #options: MediaSideOptions
  readonly #feeds: RoomFeeds
  readonly #stack: AsyncDisposableStack
  /** What was opened to let people in. */
  readonly #doors = new AsyncDisposableStack()
  #ingest: Ingest | null = null
  #sfu: Sfu | null = null
  #signalling: Signalling | null = null

  private constructor(
    options: MediaSideOptions,
    parts: Pick<MediaSide, 'publications' | 'replays' | 'streams'> & { readonly feeds: RoomFeeds },
    stack: AsyncDisposableStack,
  ) {
    const { log } = options
    this.#options = options
    this.#feeds = parts.feeds
    this.publications = parts.publications
    this.replays = parts.replays
    this.streams = parts.streams
    this.#stack = stack
    this.lanes = [
      new MediaLane({ prefix: '/hls/', find: parts.streams.answer, log }),
      new MediaLane({ prefix: '/replays/', find: parts.replays.find, log }),
    ]
  }

  /** Nobody can send yet: see `admit`. */
  static async start(options: MediaSideOptions): Promise<MediaSide> {
    const { database, bus, log } = options
    await using stack = new AsyncDisposableStack()
    const publications = new Publications(({ slug }) => bus.publish('stream.health', { slug }))
    stack.defer(() => publications.close())
    const replays = await Replays.start({ ...options, folder: options.recordingsFolder })
    stack.defer(() => replays.close())
    const feeds = new RoomFeeds(log)
    const streams = await LiveStreams.start({
      ...{ ...options, replays },
      numbers: new TimelineStore(database),
      frames: slug => feeds.feed(slug),
    })
    stack.defer(() => streams.close())
    return new MediaSide(options, { publications, replays, streams, feeds }, stack.move())
  }

  /** Lets hosts and viewers in. Aborting `signal` ends it half-way; `shut` closes what it has opened. */
  async admit(signal?: AbortSignal): Promise<void> {
    const { config, authorize, isRoom, log } = this.#options
    const ingest = await Ingest.start({
      host: config.rtmp.host,
      port: config.rtmp.port,
      limits: config.rtmp,
      authorize,
      onPublication: publication => this.#show(publication),
      log,
    })
    this.#ingest = ingest
    this.#doors.defer(() => ingest.close())
    signal?.throwIfAborted()
    const sfu = await Sfu.start({
      ...config.rtc,
      workers: config.rtc.workers ?? navigator.hardwareConcurrency,
      layers: config.ladder.renditions.length,
      lowestKbps: Math.min(
        ...config.ladder.renditions.map(name => rungKbps(name, config.ladder.maxFramesPerSecond)),
      ),
      feeds: this.#feeds,
      log,
    })
    this.#sfu = sfu
    this.#doors.defer(() => sfu.close())
    const signalling = new Signalling({
      ...{ sfu, authorize, isRoom, perMinute, log },
      // One address leaves half of the seats to others.
      mostHalfOpen: Math.max(1, Math.ceil(config.rtc.viewers / 2)),
      isLive: slug => this.streams.state(slug).state !== 'offline',
      onHost: ({ session, media, slug }) =>
        WhipSource.start({
          ...{ slug, session, media, log },
          limits: config.rtmp,
          onPublication: publication => this.#show(publication),
        }),
    })
    this.#signalling = signalling
    this.#doors.defer(() => signalling.close())
    this.#doors.defer(this.#options.bus.on('stream.offline', ({ slug }) => signalling.endShow(slug)))
  }

  /** WHIP and WHEP, once people are let in. */
  get routes(): readonly Route[] {
    return this.#signalling?.routes ?? []
  }

  /** Viewers by WebRTC. */
  get viewers(): number {
    return this.#signalling?.viewers ?? 0
  }

  /** The one that was given, unless the configuration left the choice to the system. */
  get rtmpPort(): number {
    return this.#ingest?.port ?? this.#options.config.rtmp.port
  }

  get checks(): readonly Check[] {
    return [
      { name: 'recording', vital: false, run: () => this.replays.check() },
      { name: 'sfu', vital: false, run: () => this.#sfu?.ready().reason ?? 'ok' },
    ]
  }

  /** Sends everybody away. The shows that are live stay open for the next start of the server. */
  shut(): Promise<void> {
    return this.#doors.disposeAsync()
  }

  async close(): Promise<void> {
    await this.shut()
    await this.#stack.disposeAsync()
  }

  #show(publication: Publication): void {
    this.publications.add(publication)
    this.streams.start(publication)
  }
}
