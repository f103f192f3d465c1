import type { ProductView } from '../../src/wire.ts'
import { type Marker, talksOf } from '../player/markers.ts'
import { timeText } from '../player/time-text.ts'
import { useWords } from '../shared/language.tsx'
import { PlayIcon } from '../shared/stage-icons.tsx'
import { shopWords } from './shop-words.ts'

type Props = {
  readonly product: ProductView
  readonly markers: readonly Marker[]
  onSeek(at: number): void
}

/** 看讲解: to where the product is explained, once for each time. */
export function Talks({ product, markers, onSeek }: Props) {
  const say = useWords(shopWords)
  const talks = talksOf(markers, product.id)
  if (talks.length === 0) return null
  return (
    <div class="talks">
      {talks.map((talk, index) => {
        const time = timeText(talk.at)
        return (
          <button
            key={talk.at}
            type="button"
            class="talk"
            data-testid={`talk-${product.id}`}
            data-at={talk.at}
            aria-label={say('talkAt', { title: product.title, time })}
            onClick={() => onSeek(talk.at)}
          >
            <PlayIcon />
            {index === 0 && say('talk')} {time}
          </button>
        )
      })}
    </div>
  )
}
