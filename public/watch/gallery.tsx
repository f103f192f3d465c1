import { useEffect, useRef, useState } from 'preact/hooks'
import type { ProductPictureView } from '../../src/wire.ts'
import { PackageIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { shopWords } from './shop-words.ts'

type Props = { readonly pictures: readonly ProductPictureView[]; readonly title: string }

/** Swiped by the browser's own scrolling; the dots are for keyboards and mice. */
export function Gallery({ pictures, title }: Props) {
  const say = useWords(shopWords)
  const strip = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const key = pictures.map(({ id }) => id).join(' ')
  useEffect(() => {
    strip.current?.scrollTo({ left: 0, behavior: 'instant' })
    setAt(0)
  }, [key])
  if (pictures.length === 0) {
    return (
      <span class="picture picture-none">
        <PackageIcon />
      </span>
    )
  }
  const seen = () => {
    const element = strip.current
    if (element) setAt(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)))
  }
  const show = (index: number) => {
    const element = strip.current
    element?.scrollTo({ left: index * element.clientWidth })
  }
  return (
    <fieldset class="gallery" aria-label={say('pictures', { title })}>
      <div class="gallery-strip" ref={strip} onScroll={seen} data-testid="gallery">
        {pictures.map((picture, index) => (
          <img
            key={picture.id}
            class="gallery-picture"
            src={picture.sizes[0]?.url}
            srcset={picture.sizes.map(({ url, width }) => `${url} ${width}w`).join(', ')}
            sizes="(min-width: 560px) 528px, 92vw"
            width={picture.sizes[0]?.width}
            height={picture.sizes[0]?.height}
            alt={picture.alt || say('pictureOf', { title, number: index + 1 })}
            loading={index === 0 ? 'eager' : 'lazy'}
            decoding="async"
          />
        ))}
      </div>
      {pictures.length > 1 && (
        <div class="gallery-dots">
          {pictures.map((picture, index) => (
            <button
              key={picture.id}
              type="button"
              class="gallery-dot"
              aria-label={say('picture', { number: index + 1, count: pictures.length })}
              aria-current={index === at ? 'true' : undefined}
              onClick={() => show(index)}
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}
