import type { RunEntry } from './index-entry.ts'
import type { Recording } from './recording.ts'
import { RenditionPlaylist } from './rendition-playlist.ts'

/** What MP4 boxes add to the streams in them. */
const overhead = 1.04

/** All playlists of one replay. They list what the recording holds at the time of the call. */
export class ReplayPlaylists {
  readonly #recording: Recording
  readonly #renditions = new Map<string, RenditionPlaylist>()

  constructor(recording: Recording) {
    this.#recording = recording
  }

  /** Null for a name that no run has. */
  media(name: string, skip: boolean): string | null {
    return this.#rendition(name)?.text(skip) ?? null
  }

  multivariant(): string {
    // Said here for all renditions, and for that not once more in each (4.4.2).
    const lines = ['#EXTM3U', '#EXT-X-INDEPENDENT-SEGMENTS']
    for (const name of this.#recording.names) {
      const playlist = this.#rendition(name)
      if (!playlist) continue
      lines.push(`#EXT-X-STREAM-INF:${this.#attributes(name, playlist)}`, `${name}/index.m3u8`)
    }
    return `${lines.join('\n')}\n`
  }

  #attributes(name: string, playlist: RenditionPlaylist): string {
    const { runs, endedAt } = this.#recording
    const shown = runs.flatMap((run, n) => {
      const rendition = this.#recording.init(n, name)?.rendition
      const init = rendition === undefined ? undefined : run.inits[rendition]
      return rendition === undefined || !init ? [] : [{ run, rendition, init }]
    })
    const largest = shown.reduce((best, other) =>
      other.init.width * other.init.height > best.init.width * best.init.height ? other : best,
    )
    // While there is more to come, it may be as large as the encoder is allowed to make it.
    const allowed = endedAt === null ? shown.map(({ run, rendition }) => budget(run, rendition)) : []
    const codecs = new Set(shown.flatMap(({ init }) => init.codecs))
    return [
      `BANDWIDTH=${Math.ceil(Math.max(playlist.peak, ...allowed))}`,
      `AVERAGE-BANDWIDTH=${Math.ceil(playlist.average)}`,
      `CODECS="${[...codecs].join(',')}"`,
      `RESOLUTION=${largest.init.width}x${largest.init.height}`,
      `FRAME-RATE=${Math.max(...shown.map(({ run }) => run.plan.frameRate.value)).toFixed(3)}`,
    ].join(',')
  }

  #rendition(name: string): RenditionPlaylist | null {
    const known = this.#renditions.get(name)
    if (known) return known
    if (!this.#recording.names.includes(name)) return null
    const made = new RenditionPlaylist(this.#recording, name)
    this.#renditions.set(name, made)
    return made
  }
}

function budget(run: RunEntry, name: string): number {
  const videoKbps = run.plan.renditions.find(rendition => rendition.name === name)?.videoKbps ?? 0
  return (videoKbps + run.plan.audioKbps) * 1000 * overhead
}
