import type { ProductView } from '../../src/wire.ts'
import { PackageIcon } from '../shared/icons.tsx'

/** Smallest picture that is sharp at this size on a screen of two pixels to the point. */
export function pictureUrl(images: ProductView['images'], size: number): string | null {
  const image = images.find(candidate => candidate.width >= size * 2) ?? images.at(-1)
  return image?.url ?? null
}

/** Decoration beside the title; without a picture an outline keeps the row in line. */
export function ProductPicture({ url }: { url: string | null }) {
  return (
    <span class="picture">
      {url === null ? <PackageIcon /> : <img src={url} alt="" loading="lazy" decoding="async" />}
    </span>
  )
}
