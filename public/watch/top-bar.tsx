import { useEffect, useState } from 'preact/hooks'
import type { RoomView } from '../../src/wire.ts'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { ExpandIcon, PeopleIcon, ShareIcon } from '../shared/stage-icons.tsx'
import { words } from './words.ts'

const answerShownMs = 3_000

type Props = { readonly room: RoomView; readonly ended: boolean }

export function TopBar({ room, ended }: Props) {
  const say = useWords(words)
  const shown = room.state === 'offline' && ended ? 'ended' : room.state
  return (
    <header class="top-bar">
      <div class="top-room">
        <h1 class="top-title">{room.title}</h1>
        <p class="top-facts">
          <span class="badge" data-state={shown} data-testid="status" role="status">
            {say(shown)}
          </span>
          {room.state === 'live' && (
            <span class="viewers">
              <PeopleIcon />
              <span aria-hidden="true">{room.viewers}</span>
              <span class="visually-hidden">{say('viewers', { count: room.viewers })}</span>
            </span>
          )}
        </p>
      </div>
      <LanguageToggle class="float float-text" />
      <FullScreenButton />
      <ShareButton title={room.title} />
    </header>
  )
}

function ShareButton({ title }: { title: string }) {
  const say = useWords(words)
  const [answer, setAnswer] = useState<'copied' | 'notCopied' | null>(null)
  useEffect(() => {
    if (!answer) return
    const timer = setTimeout(setAnswer, answerShownMs, null)
    return () => clearTimeout(timer)
  }, [answer])
  const share = async () => {
    const url = location.href
    if ('share' in navigator) {
      // Refused or dismissed: both are the viewer's wish.
      await navigator.share({ title, url }).catch(() => {})
      return
    }
    const copied = await import('../shared/copy.ts').then(
      ({ copyText }) => copyText(url),
      () => false,
    )
    setAnswer(copied ? 'copied' : 'notCopied')
  }
  return (
    <>
      <button type="button" class="float" aria-label={say('share')} onClick={share}>
        <ShareIcon />
      </button>
      {answer && (
        <p class="chip chip-top" role="status">
          {say(answer)}
        </p>
      )}
    </>
  )
}

function FullScreenButton() {
  const say = useWords(words)
  const [full, setFull] = useState(false)
  useEffect(() => {
    const read = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', read)
    return () => document.removeEventListener('fullscreenchange', read)
  }, [])
  // iPhones can only show the bare video so, without the hotspot.
  if (!document.fullscreenEnabled) return null
  const toggle = () => {
    const done = full ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    done.catch(() => {})
  }
  return (
    <button
      type="button"
      class="float float-expand"
      aria-label={say(full ? 'leaveFullScreen' : 'fullScreen')}
      onClick={toggle}
    >
      <ExpandIcon />
    </button>
  )
}
