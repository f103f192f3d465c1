import { statfs } from 'node:fs/promises'
import type { Config } from '../../../config/schema.ts'
import { Serial } from '../../serial.ts'
import type { Archive } from './archive.ts'
import { RecordingError } from './recording-error.ts'
import { expired, oldest, type Removable } from './retention.ts'

export type SpaceOptions = {
  readonly folder: string
  readonly limits: Config['replay']
  readonly archive: Archive
  readonly remove: (showId: string, reason: string) => Promise<void>
  readonly now: () => number
}

type Shortage = { readonly bytes: number; readonly reason: string; readonly problem: string }

/** Keeps the recordings within their share of the disk: the oldest ended one goes first, a live one never. */
export class Space {
  readonly #options: SpaceOptions
  readonly #serial = new Serial()
  #problem: string | null = null

  constructor(options: SpaceOptions) {
    this.#options = options
  }

  /** What the owner should do something about; null when all is well. */
  get problem(): string | null {
    return this.#problem
  }

  /** Sees to it that so many bytes may be written. @throws RecordingError when there is nothing left to remove. */
  async make(bytes: number): Promise<void> {
    if ((await this.#shortage(bytes)) === null) {
      this.#problem = null
      return
    }
    await this.#serial.run('', async () => {
      const shortage = await this.#free(() => this.#shortage(bytes))
      if (shortage) throw new RecordingError(shortage.problem)
    })
  }

  /** A disk that others have filled costs no replay: old ones go for new ones only. */
  async tidy(): Promise<void> {
    const { limits, remove, now } = this.#options
    await this.#serial.run('', async () => {
      for (const { showId } of expired(this.#removable(), limits.keepDays, now())) {
        await remove(showId, `It is older than ${limits.keepDays} days.`)
      }
      const over = await this.#free(async () => this.#overQuota(0))
      this.#problem = over?.problem ?? (await this.#nearFull(0))?.problem ?? null
    })
  }

  /** Removes what must go until `look` finds no shortage; tells what is still missing. */
  async #free(look: () => Promise<Shortage | null>): Promise<Shortage | null> {
    const { remove } = this.#options
    for (;;) {
      const shortage = await look()
      const chosen = shortage ? oldest(this.#removable(), shortage.bytes) : []
      this.#problem = chosen.length === 0 ? (shortage?.problem ?? null) : null
      if (chosen.length === 0) return shortage
      for (const { showId } of chosen) await remove(showId, shortage?.reason ?? '')
    }
  }

  async #shortage(bytes: number): Promise<Shortage | null> {
    return (await this.#nearFull(bytes)) ?? this.#overQuota(bytes)
  }

  async #nearFull(bytes: number): Promise<Shortage | null> {
    const { folder, limits } = this.#options
    const { bavail, bsize } = await statfs(folder)
    const reserved = limits.reserveMegabytes * 1e6 + bytes - bavail * bsize
    if (reserved <= 0) return null
    return {
      bytes: reserved,
      reason: 'The disk is almost full.',
      problem: `The disk is almost full: ${limits.reserveMegabytes} MB are kept free (replay.reserveMegabytes). Free some space.`,
    }
  }

  #overQuota(bytes: number): Shortage | null {
    const { limits, archive } = this.#options
    let used = bytes
    for (const [, { summary }] of archive.all()) used += summary.bytes
    const over = limits.maxGigabytes === 0 ? 0 : used - limits.maxGigabytes * 1e9
    if (over <= 0) return null
    return {
      bytes: over,
      reason: 'Newer replays need its place.',
      problem: `Replays may take ${limits.maxGigabytes} GB, and no older one is left to remove (replay.maxGigabytes).`,
    }
  }

  #removable(): Removable[] {
    const found: Removable[] = []
    for (const [showId, { summary, endedAt }, held] of this.#options.archive.all()) {
      const { startedAt, bytes } = summary
      if (!held && endedAt !== null) found.push({ showId, startedAt, endedAt, bytes })
    }
    return found
  }
}
