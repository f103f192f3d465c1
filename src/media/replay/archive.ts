import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../log.ts'
import { Serial } from '../../serial.ts'
import { indexFile, isShowId } from './files.ts'
import type { Summary } from './index-entry.ts'
import { type IndexLine, readIndex, readLastEntry } from './index-file.ts'
import { Recording } from './recording.ts'
import { RecordingError } from './recording-error.ts'
import { RecordingWriter } from './recording-writer.ts'
import type { Reel } from './replay-answer.ts'
import { ReplayPlaylists } from './replay-playlists.ts'
import { wholeLines } from './whole-lines.ts'

/** What is known of a recording without its index. `endedAt`: epoch milliseconds; null: more may come. */
export type Kept = { readonly summary: Summary; readonly endedAt: number | null }

type Entry = {
  /** Of an ended recording, or one that a stopped server left. */
  kept: Kept | null
  /** In memory, because it is being recorded or watched. */
  reel: Reel | null
  loading: Promise<Reel | null> | null
  held: boolean
  usedAt: number
  /** When a stopped server wrote to it last, if it has no end. */
  readonly leftAt: number
}

const removedPrefix = '.removed-'
/** Ended recordings in memory at once. */
const maxReels = 8
/** One that nobody has asked for so long is let go. Milliseconds. */
const idleMs = 300_000
/** A show that a stopped server left may go on for so long. Milliseconds. */
const unfinishedMs = 120_000

const unreadable = 'What was recorded of this show before cannot be read; it is left as it is.'

/** The folder of recordings: what is in it, and what of it is in memory. */
export class Archive {
  readonly #root: string
  readonly #log: Logger
  readonly #now: () => number
  readonly #entries = new Map<string, Entry>()
  readonly #loads = new Serial()

  private constructor(root: string, log: Logger, now: () => number) {
    this.#root = root
    this.#log = log
    this.#now = now
  }

  /** Reads the end of each index only, but for those that have none. */
  static async start(root: string, log: Logger, now: () => number): Promise<Archive> {
    await mkdir(root, { recursive: true })
    const archive = new Archive(root, log, now)
    for (const name of await readdir(root)) {
      if (name.startsWith(removedPrefix)) await archive.#delete(join(root, name))
      else if (isShowId(name)) await archive.#discover(name)
    }
    return archive
  }

  *all(): Generator<readonly [showId: string, kept: Kept, held: boolean]> {
    for (const [showId, entry] of this.#entries) {
      const kept = keptOf(entry)
      if (kept) yield [showId, kept, entry.held]
    }
  }

  get(showId: string): Kept | null {
    const entry = this.#entries.get(showId)
    return entry ? keptOf(entry) : null
  }

  /** For a player: at once if it is in memory. */
  reel(showId: string): Reel | Promise<Reel | null> | null {
    const entry = this.#entries.get(showId)
    if (!entry) return null
    entry.usedAt = this.#now()
    return entry.reel ?? this.#load(showId, entry)
  }

  /**
   * For a recorder: stays in memory, and is not removed, until `release`. Made if there is none.
   * @throws RecordingError when what is there cannot be read: nothing is written over it.
   */
  async hold(showId: string): Promise<Reel> {
    const known = this.#entries.get(showId)
    if (!known && (await exists(join(this.#root, showId)))) throw new RecordingError(unreadable)
    const reel = known ? (known.reel ?? (await this.#load(showId, known))) : this.#newReel(showId, [])
    if (!reel) throw new RecordingError(unreadable)
    const entry = known ?? newEntry(this.#now())
    entry.held = true
    entry.reel = reel
    this.#entries.set(showId, entry)
    reel.recording.reopen()
    return reel
  }

  /** The recorder has closed its files. What has not a single segment is nothing. */
  async release(showId: string): Promise<void> {
    const entry = this.#entries.get(showId)
    if (!entry) return
    entry.held = false
    entry.usedAt = this.#now()
    this.#letGo()
    if (keptOf(entry)) return
    this.#entries.delete(showId)
    await this.#delete(join(this.#root, showId))
  }

  /** Crash-safe: what has been renamed is gone, and is deleted by the next start if not now. */
  async remove(showId: string): Promise<void> {
    const gone = join(this.#root, `${removedPrefix}${showId}-${randomBytes(4).toString('hex')}`)
    await rename(join(this.#root, showId), gone)
    this.#entries.delete(showId)
    await this.#delete(gone)
  }

  /** Lets go of what nobody watches. */
  forgetIdle(): void {
    const now = this.#now()
    for (const entry of this.#entries.values()) {
      if (!entry.held && now - entry.usedAt > idleMs) this.#drop(entry)
    }
  }

  /** What a stopped server left, and nobody has gone on with in time. */
  get abandoned(): readonly string[] {
    return [...this.#entries].filter(([, entry]) => this.#isAbandoned(entry)).map(([showId]) => showId)
  }

  /** Ends what is abandoned. */
  async finish(showId: string): Promise<void> {
    const entry = this.#entries.get(showId)
    if (!entry || !this.#isAbandoned(entry)) return
    const reel = entry.reel ?? (await this.#load(showId, entry))
    if (!reel) return
    const at = reel.recording.shownUntil ?? this.#now()
    try {
      const writer = await RecordingWriter.open(reel.folder, reel.recording)
      await writer.end(at).finally(() => writer.close())
    } catch (error) {
      this.#log.warn({ err: error, showId }, 'the end of a recording could not be written')
    }
    reel.recording.end(at)
  }

  #isAbandoned(entry: Entry): boolean {
    const open = !entry.held && keptOf(entry)?.endedAt === null
    return open && this.#now() - entry.leftAt > unfinishedMs
  }

  async #discover(showId: string): Promise<void> {
    const folder = join(this.#root, showId)
    const index = join(folder, indexFile)
    try {
      const last = await readLastEntry(index)
      const entry = newEntry((await stat(index)).mtimeMs)
      if (last?.type === 'end') entry.kept = { summary: last.summary, endedAt: last.at }
      else entry.reel = await this.#recover(showId, index)
      if (keptOf(entry)) this.#entries.set(showId, entry)
      else await this.#delete(folder)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') await this.#delete(folder)
      else this.#log.error({ err: error, showId }, 'a recording cannot be read')
    }
  }

  /** What is whole of a recording without an end. @throws when another version wrote it: it is left alone. */
  async #recover(showId: string, index: string): Promise<Reel> {
    const { lines, foreign } = await readIndex(index)
    if (foreign) throw new Error('the index has lines that this version does not know')
    const whole = await wholeLines(join(this.#root, showId), lines)
    this.#log.info({ showId, lines: lines.length, whole: whole.length }, 'a recording has no end')
    return this.#newReel(showId, whole)
  }

  #load(showId: string, entry: Entry): Promise<Reel | null> {
    // One after the other: many at once would be felt by all that this process does.
    entry.loading ??= this.#loads
      .run('', () => this.#read(showId))
      .then(reel => {
        entry.loading = null
        entry.reel = reel
        // On a full disk, the end may not stand in the index.
        if (entry.kept?.endedAt) reel?.recording.end(entry.kept.endedAt)
        this.#letGo()
        return reel
      })
    return entry.loading
  }

  async #read(showId: string): Promise<Reel | null> {
    try {
      const { lines } = await readIndex(join(this.#root, showId, indexFile))
      return this.#newReel(showId, lines)
    } catch (error) {
      this.#log.error({ err: error, showId }, 'a recording cannot be read')
      return null
    }
  }

  #newReel(showId: string, lines: readonly IndexLine[]): Reel {
    const recording = new Recording()
    let before = 0
    for (const { entry, end } of lines) {
      recording.apply(entry, end - before)
      before = end
    }
    return { folder: join(this.#root, showId), recording, playlists: new ReplayPlaylists(recording) }
  }

  #letGo(): void {
    const idle = [...this.#entries.values()].filter(
      entry => !entry.held && entry.reel && keptOf(entry)?.endedAt,
    )
    idle.sort((a, b) => b.usedAt - a.usedAt)
    for (const entry of idle.slice(maxReels)) this.#drop(entry)
  }

  #drop(entry: Entry): void {
    entry.kept = keptOf(entry)
    entry.reel = null
  }

  async #delete(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true }).catch(error =>
      this.#log.error({ err: error, folder }, 'a removed recording could not be deleted'),
    )
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function newEntry(leftAt: number): Entry {
  return { kept: null, reel: null, loading: null, held: false, usedAt: leftAt, leftAt }
}

function keptOf({ reel, kept }: Entry): Kept | null {
  if (!reel) return kept
  const summary = reel.recording.summary()
  return summary && { summary, endedAt: reel.recording.endedAt }
}
