import { useEffect, useState } from 'preact/hooks'
import { BasketButton } from '../basket/basket-button.tsx'
import { BagIcon, MutedIcon, ReceiptIcon, SoundIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { shopWords } from './shop-words.ts'
import type { Opened } from './watch-page.tsx'

type Props = {
  /** At this side, one above the other: a card lies at the bottom and must stay free. */
  readonly aside: 'left' | 'right' | null
  readonly count: number
  /** null: there is nothing to hear. */
  readonly video: HTMLVideoElement | null
  readonly hasOrders: boolean
  onOpen(opened: Opened): void
}

export function BottomBar({ aside, count, video, hasOrders, onOpen }: Props) {
  const say = useWords(shopWords)
  return (
    <footer class="bottom-bar" data-aside={aside}>
      {count > 0 && (
        <button type="button" class="bag" data-testid="bag" onClick={() => onOpen({ kind: 'bag' })}>
          <BagIcon />
          {say('bag', { count })}
        </button>
      )}
      <BasketButton onOpen={() => onOpen({ kind: 'basket' })} />
      {hasOrders && (
        <button
          type="button"
          class="float"
          data-testid="my-orders"
          aria-label={say('orders')}
          onClick={() => onOpen({ kind: 'orders' })}
        >
          <ReceiptIcon />
        </button>
      )}
      {video && <SoundButton video={video} />}
    </footer>
  )
}

function SoundButton({ video }: { video: HTMLVideoElement }) {
  const say = useWords(shopWords)
  const [muted, setMuted] = useState(video.muted)
  useEffect(() => {
    const read = () => setMuted(video.muted)
    video.addEventListener('volumechange', read)
    return () => video.removeEventListener('volumechange', read)
  }, [video])
  const toggle = () => {
    video.muted = !video.muted
    if (video.paused) video.play().catch(() => {})
  }
  return (
    <button type="button" class={muted ? 'sound sound-off' : 'sound'} onClick={toggle}>
      {muted ? <MutedIcon /> : <SoundIcon />}
      <span class={muted ? undefined : 'visually-hidden'}>{say(muted ? 'sound' : 'mute')}</span>
    </button>
  )
}
