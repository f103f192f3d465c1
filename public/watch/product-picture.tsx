import type { ProductView } from '../../src/wire.ts'
import { PackageIcon } from '../shared/icons.tsx'

type Props = { readonly images: ProductView['images']; readonly sizes: string }

/** `sizes` as in HTML: how wide it is shown. Its name stands beside it, so it has no text of its own. */
export function ProductPicture({ images, sizes }: Props) {
  const first = images[0]
  if (!first) {
    return (
      <span class="picture picture-none">
        <PackageIcon />
      </span>
    )
  }
  return (
    <img
      class="picture"
      src={first.url}
      srcset={images.map(({ url, width }) => `${url} ${width}w`).join(', ')}
      sizes={sizes}
      width={first.width}
      height={first.height}
      alt=""
      decoding="async"
    />
  )
}
