import { BoxError } from './boxes.ts'
import { FragmentReader } from './fragment-reader.ts'
import { parseSoundTrack, type SoundTrack } from './init-segment.ts'
import { parseTrack, type Sample } from './sample.ts'

export type SoundPiece =
  | { readonly kind: 'track'; readonly track: SoundTrack }
  | { readonly kind: 'samples'; readonly samples: readonly Sample[]; readonly timescale: number }

/** Cuts the fragmented MP4 of one sound into its frames. */
export class SoundReader {
  readonly #reader = new FragmentReader()
  #track: SoundTrack | null = null

  /** @throws BoxError when this is not what was asked for. */
  push(bytes: Buffer): SoundPiece[] {
    const pieces: SoundPiece[] = []
    for (const piece of this.#reader.push(bytes)) {
      if (piece.kind === 'init') {
        if (this.#track) throw new BoxError('a second moov')
        this.#track = parseSoundTrack(piece.moov)
        pieces.push({ kind: 'track', track: this.#track })
        continue
      }
      if (!this.#track) throw new BoxError('a fragment before its moov')
      const { trackId, timescale } = this.#track
      pieces.push({ kind: 'samples', samples: parseTrack(piece.bytes, piece.moof, trackId), timescale })
    }
    return pieces
  }
}
