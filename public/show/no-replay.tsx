import { useEffect, useState } from 'preact/hooks'
import type { RoomView, ShowView } from '../../src/wire.ts'
import { call } from '../shared/api.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { whenText } from '../shared/show-time.ts'
import { Poster } from './poster.tsx'
import type { ShowProps } from './show-props.ts'
import { words } from './words.ts'

export function NoReplay(props: ShowProps) {
  const say = useWords(words)
  const language = useLanguage()
  const { room, lineup } = props.page
  const next = useNextShow(room.slug)
  return (
    <Poster {...props} badge="ended">
      <p class="poster-time">{say('noReplayTitle')}</p>
      <p class="poster-text">
        {say('noReplayText')} {lineup.length > 0 && say('stillSold')}
      </p>
      {room.state === 'live' ? (
        <a class="button button-primary" href={`/r/${room.slug}`}>
          {say('enter')}
        </a>
      ) : (
        next?.startsAt && (
          <a class="button button-primary" href={`/shows/${next.id}`} data-testid="next-show">
            {say('nextShow')} · {whenText(next.startsAt, language, Date.now())}
          </a>
        )
      )}
    </Poster>
  )
}

function useNextShow(slug: string): ShowView | null {
  const [show, setShow] = useState<ShowView | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    call<RoomView>('GET', `/api/v1/rooms/${slug}`, { signal: stop.signal }).then(
      room => setShow(room.nextShow),
      // The page says enough without it.
      () => {},
    )
    return () => stop.abort()
  }, [slug])
  return show
}
