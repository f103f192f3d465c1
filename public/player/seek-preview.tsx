import { markerAt } from './markers.ts'
import { thumbnailAt } from './thumbnails.ts'
import { timeText } from './time-text.ts'
import type { Reel } from './transport.ts'

/** Over the bar, where the pointer is: the picture of that time, and which product it was about. */
export function SeekPreview({ reel, at, share }: { reel: Reel; at: number; share: string }) {
  const { thumbnails, markers, durationSeconds, live } = reel
  const picture = thumbnailAt(thumbnails, at)
  const product = markerAt(markers, at)
  return (
    <div class="preview" style={{ '--share': share }} aria-hidden="true">
      {picture && thumbnails && (
        <img
          class="preview-picture"
          data-testid="thumbnail"
          src={picture}
          alt=""
          style={{ aspectRatio: `${thumbnails.width} / ${thumbnails.height}` }}
          data-upright={thumbnails.height > thumbnails.width}
        />
      )}
      {product && <span class="preview-title">{reel.titleOf(product.productId)}</span>}
      <span class="preview-time">
        {live === null ? timeText(at) : `−${timeText(Math.max(0, durationSeconds - at))}`}
      </span>
    </div>
  )
}
