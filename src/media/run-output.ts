import type { EncoderSink } from './ladder/transcoder.ts'
import type { Part } from './packager/part.ts'
import { PictureReader } from './packager/picture-reader.ts'
import type { RunPackager } from './packager/run-packager.ts'
import { SoundReader } from './packager/sound-reader.ts'
import type { RunFrames } from './run-frames.ts'

export type RunOutputOptions = {
  readonly packager: RunPackager
  /** Null when nobody takes single frames. */
  readonly frames: RunFrames | null
  /** Gets each part of the best rendition, when all have it. */
  readonly onPart: (part: Part) => void
}

/** Reads what one FFmpeg run writes: AAC with the pictures into parts, and pictures and Opus on as they come. */
export class RunOutput implements EncoderSink {
  readonly #options: RunOutputOptions
  readonly #pictures = new Map<number, PictureReader>()
  readonly #aac = new SoundReader()
  readonly #opus = new SoundReader()

  constructor(options: RunOutputOptions) {
    this.#options = options
  }

  pictures(rendition: number, bytes: Buffer): boolean {
    const { packager, frames } = this.#options
    const reader = this.#pictures.get(rendition) ?? new PictureReader()
    this.#pictures.set(rendition, reader)
    let held = false
    for (const piece of reader.push(bytes)) {
      frames?.picture(rendition, piece)
      held = this.#tell(packager.pictures(rendition, piece)) || held
    }
    return held
  }

  aac(bytes: Buffer): boolean {
    let held = false
    for (const piece of this.#aac.push(bytes)) held = this.#tell(this.#options.packager.sound(piece)) || held
    return held
  }

  opus(bytes: Buffer): boolean {
    const { frames } = this.#options
    if (frames) for (const piece of this.#opus.push(bytes)) frames.sound(piece)
    return false
  }

  #tell(parts: readonly Part[]): boolean {
    for (const part of parts) this.#options.onPart(part)
    return parts.length > 0
  }
}
