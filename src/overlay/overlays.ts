import { join } from 'node:path'
import type { Logger } from '../log.ts'
import { SocketFolder } from '../socket-folder.ts'
import { renderCard } from './card.ts'
import { type CardBox, cardBox, type PictureSize, paperRect, type Rect } from './card-box.ts'
import type { CardContent } from './card-content.ts'
import { Feed } from './feed.ts'
import { feedRate } from './feed-rate.ts'
import { transparentFrame, yuvaBytes, yuvaFromRgba } from './yuva.ts'

/** Raw frames that FFmpeg lays over the picture, from one socket that takes one connection. */
export type OverlayInput = {
  readonly url: string
  readonly pixelFormat: 'yuva420p'
  readonly box: CardBox
  /** What is seen as the card, without its shadow, in 0..1 of the picture. */
  readonly rect: Rect
  /** May be higher than what was asked for: see feed-rate.ts. */
  readonly framesPerSecond: number
  close(): Promise<void>
}

/** From when on the picture shows what was asked for. */
export type Shown = {
  /** Time of the first such picture, by the clock of the run that it is in: milliseconds since the epoch. */
  readonly since: number
  /** Where the card is; null when there is none. */
  readonly rect: Rect | null
}

export type OverlaysOptions = {
  readonly log: Logger
  readonly framesPerSecond: number
  /** The picture of this room goes on, but without a card until its next run is opened. */
  readonly onFeedLost?: (slug: string) => void
  /** The thread's script; tests give one that can be made to fail. */
  readonly feedScript?: URL
}

type Run = {
  readonly id: number
  readonly box: CardBox
  readonly rect: Rect
  readonly framesPerSecond: number
  readonly pictureTime: (seconds: number) => number
}

type Stage = {
  content: CardContent | null
  /** Counts the calls of `show`: only the newest content is worth drawing. */
  version: number
  run: Run | null
  /** Drawings and runs of one room, one after the other. */
  queue: Promise<unknown>
  waiting: number
}

/** The cards of all rooms: draws them and feeds them to each room's FFmpeg. */
export class Overlays {
  readonly #options: OverlaysOptions
  readonly #folder: SocketFolder
  readonly #feed: Feed
  readonly #stages = new Map<string, Stage>()
  #sockets = 0

  private constructor(options: OverlaysOptions, folder: SocketFolder) {
    this.#options = options
    this.#folder = folder
    this.#feed = new Feed(options.log, options.feedScript ?? new URL('./feed-thread.ts', import.meta.url))
  }

  static async start(options: OverlaysOptions): Promise<Overlays> {
    const overlays = new Overlays(options, await SocketFolder.start())
    // The first text that is drawn makes fontconfig read every font: a tenth of a second that no pin should wait.
    await renderCard(blank, cardBox({ width: 640, height: 360 })).catch(error =>
      options.log.error({ err: error }, 'cards cannot be drawn on this machine'),
    )
    return overlays
  }

  /**
   * Opens the card's way into one FFmpeg run. What was last shown for the room is in it from its first frame.
   * A run that the room had before keeps its last card until it is closed.
   */
  open(slug: string, picture: PictureSize, pictureTime: (seconds: number) => number): Promise<OverlayInput> {
    return this.#inTurn(slug, async stage => {
      const box = cardBox(picture)
      const rect = paperRect(box, picture)
      const framesPerSecond = feedRate(this.#options.framesPerSecond, yuvaBytes(box))
      this.#sockets += 1
      const path = join(this.#folder.path, `${this.#sockets}.sock`)
      const { frame } = await this.#draw(slug, stage.content, box)
      const left = (run: number) => {
        if (stage.run?.id === run) stage.run = null
        this.#forgetIfIdle(slug, stage)
      }
      const id = await this.#feed.open(path, frame, {
        onClosed: left,
        onLost: run => {
          left(run)
          this.#options.onFeedLost?.(slug)
        },
      })
      stage.run = { id, box, rect, framesPerSecond, pictureTime }
      const close = () => this.#feed.closeRun(id)
      return { url: `unix:${path}`, pixelFormat: 'yuva420p', box, rect, framesPerSecond, close }
    })
  }

  /**
   * Puts a card into the room's picture, in place of the one before; null takes it away. Resolves to null
   * when there is no picture (the next one begins with the card), and when a later call has taken its place before it was drawn.
   */
  show(slug: string, content: CardContent | null): Promise<Shown | null> {
    const stage = this.#stage(slug)
    stage.content = content
    stage.version += 1
    const { version } = stage
    return this.#inTurn(slug, async () => {
      const { run } = stage
      if (!run || version !== stage.version) return null
      const { frame, isCard } = await this.#draw(slug, content, run.box)
      const index = await this.#feed.put(run.id, frame)
      if (index === null) return null
      return { since: run.pictureTime(index / run.framesPerSecond), rect: isCard ? run.rect : null }
    })
  }

  async close(): Promise<void> {
    await this.#feed.close()
    await this.#folder.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #stage(slug: string): Stage {
    const stage = this.#stages.get(slug) ?? {
      content: null,
      version: 0,
      run: null,
      queue: Promise.resolve(),
      waiting: 0,
    }
    this.#stages.set(slug, stage)
    return stage
  }

  #inTurn<T>(slug: string, task: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = this.#stage(slug)
    stage.waiting += 1
    const done = stage.queue
      .then(() => task(stage))
      .finally(() => {
        stage.waiting -= 1
        this.#forgetIfIdle(slug, stage)
      })
    stage.queue = done.catch(() => {})
    return done
  }

  #forgetIfIdle(slug: string, stage: Stage): void {
    if (!stage.content && !stage.run && stage.waiting === 0) this.#stages.delete(slug)
  }

  /** A card that cannot be drawn must not hold up the picture: first its own picture is left out, then the card. */
  async #draw(slug: string, content: CardContent | null, box: CardBox) {
    const attempts = !content ? [] : content.picture ? [content, { ...content, picture: null }] : [content]
    for (const attempt of attempts) {
      try {
        return { frame: yuvaFromRgba(await renderCard(attempt, box), box), isCard: true }
      } catch (error) {
        this.#options.log.warn(
          { err: error, slug, withPicture: attempt.picture !== null },
          'a card could not be drawn',
        )
      }
    }
    return { frame: transparentFrame(box), isCard: false }
  }
}

const blank: CardContent = {
  picture: null,
  title: '直播 Live',
  price: { amount: 100, currency: 'CNY' },
  compareAt: null,
  stock: 1,
  low: 1,
  language: 'zh',
}
