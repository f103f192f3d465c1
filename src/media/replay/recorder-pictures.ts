import type { LadderPlan } from '../ladder/plan.ts'
import { anyRendition, type Segment } from '../packager/segment.ts'
import type { PictureRequest, PictureTaker } from './picture-taker.ts'
import type { Recording } from './recording.ts'

/** Of the replay's own time. Seconds. */
export const thumbnailSeconds = 10
/** Before this, a show has hardly begun. Seconds. */
const coverSeconds = 20
/** Longer side, pixels. */
const thumbnailSide = 160
const coverSide = 1280

export type NewPicture =
  | { readonly kind: 'thumbnail'; readonly n: number; readonly size: Size }
  | { readonly kind: 'cover' }

type Size = { readonly width: number; readonly height: number }

/** Decides of which segments pictures are taken, and has them taken one after the other. */
export class RecorderPictures {
  readonly #taker: PictureTaker
  readonly #recording: Recording
  readonly #onPicture: (picture: NewPicture, jpeg: Buffer) => void
  #next: number
  #covered: 'no' | 'early' | 'yes'
  /** Waits or is being taken. */
  #pending = new Map<NewPicture['kind'], Promise<void>>()

  constructor(
    taker: PictureTaker,
    recording: Recording,
    onPicture: (picture: NewPicture, jpeg: Buffer) => void,
  ) {
    this.#taker = taker
    this.#recording = recording
    this.#onPicture = onPicture
    this.#next = recording.thumbnailCount
    this.#covered = recording.cover === null ? 'no' : recording.seconds > coverSeconds ? 'yes' : 'early'
  }

  /** `at`: seconds into the replay at which this segment begins. */
  offer(segment: Segment, at: number): void {
    const any = anyRendition(segment)
    if (!any) return
    this.#offerCover(segment, at)
    const n = Math.ceil((at - 0.001) / thumbnailSeconds)
    const into = n * thumbnailSeconds - at
    if (n < this.#next || into >= any.duration || this.#pending.has('thumbnail')) return
    this.#next = n + 1
    const size = this.#recording.thumbnailSize ?? thumbnailSize(segment.run.plan)
    const { width, height } = size
    const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:-1:-1`
    this.#take({ kind: 'thumbnail', n, size }, keyframe(segment, 'smallest', into), fit)
  }

  /** Resolves when none is on its way. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending.values())
  }

  #offerCover(segment: Segment, at: number): void {
    if (this.#covered === 'yes' || (this.#covered === 'early' && at < coverSeconds)) return
    if (this.#pending.has('cover')) return
    const fit = `scale='min(${coverSide},iw)':'min(${coverSide},ih)':force_original_aspect_ratio=decrease`
    this.#take({ kind: 'cover' }, keyframe(segment, 'largest', 0), `${fit}:force_divisible_by=2`)
    this.#covered = at < coverSeconds ? 'early' : 'yes'
  }

  #take(picture: NewPicture, media: readonly Buffer[], filter: PictureRequest['filter']): void {
    if (media.length === 0) return
    const taken = this.#taker.take({ media, filter }).then(jpeg => {
      this.#pending.delete(picture.kind)
      if (jpeg && jpeg.length > 0) this.#onPicture(picture, jpeg)
    })
    this.#pending.set(picture.kind, taken)
  }
}

function thumbnailSize({ renditions: [{ width, height }] }: LadderPlan): Size {
  const scale = thumbnailSide / Math.max(width, height)
  const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2)
  return { width: even(width), height: even(height) }
}

/** The initialisation segment and the part with the last keyframe up to `into` seconds into the segment. */
function keyframe(segment: Segment, which: 'smallest' | 'largest', into: number): readonly Buffer[] {
  const names = [...segment.renditions.keys()].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  const name = (which === 'smallest' ? names[0] : names.at(-1)) ?? ''
  const init = segment.run.inits.get(name)
  const media = segment.renditions.get(name)
  if (!init || !media) return []
  const part = media.parts.findLast(
    ({ independent, start }) => independent && start <= media.start + into + 0.001,
  )
  return part ? [init.bytes, part.bytes] : []
}
