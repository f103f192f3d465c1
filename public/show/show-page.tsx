import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import { FailedState, Spinner } from '../shared/states.tsx'
import type { Opened } from '../watch/watch-page.tsx'
import { BeforeShow } from './before-show.tsx'
import { NoReplay } from './no-replay.tsx'
import { ReplayShow } from './replay-show.tsx'
import { useShow } from './use-show.ts'
import { words } from './words.ts'

/** Before the show: when it is, and what of. Live: leads to the room. After it: the replay. */
export function ShowPage({ id }: { id: string }) {
  const say = useWords(words)
  const { page, stock, load, retry } = useShow(id)
  const [opened, setOpened] = useState<Opened | null>(null)
  const live = page?.show.state === 'live'
  useEffect(() => {
    if (page) document.title = `${page.show.title} · Stallcast`
  }, [page?.show.title])
  useEffect(() => {
    // Nobody is torn out of a purchase: then the page itself says that it is live.
    if (live && page && opened === null) location.replace(`/r/${page.room.slug}`)
  }, [live, opened === null])

  if (!page) {
    return (
      <main class="watch watch-blank">
        {load === 'unknown' ? (
          <FailedState title={say('unknownTitle')} text={say('unknownText')}>
            <a class="button button-primary" href="/">
              {say('home')}
            </a>
          </FailedState>
        ) : load === 'failed' ? (
          <FailedState title={say('failedTitle')} text={say('failedText')}>
            <button type="button" class="button button-primary" onClick={retry}>
              {say('retry')}
            </button>
          </FailedState>
        ) : (
          <Spinner label={say('loading')} />
        )}
      </main>
    )
  }
  const props = { page, stock, opened, onOpen: setOpened }
  if (page.show.state !== 'ended') return <BeforeShow {...props} />
  if (page.replay) return <ReplayShow {...props} replay={page.replay} />
  return <NoReplay {...props} />
}
