import { useEffect, useRef, useState } from 'preact/hooks'
import { liveProgramme } from '../../player/live-programme.ts'
import { openPlayer, type PlayerStatus } from '../../player/player.ts'
import { useWords } from '../../shared/language.tsx'
import { Spinner } from '../../shared/states.tsx'
import { cameraWords } from './words.ts'

/** What viewers get, as they get it; silent, for the host speaks beside it. */
export function ViewersPicture({ slug }: { slug: string }) {
  const say = useWords(cameraWords)
  const video = useRef<HTMLVideoElement>(null)
  const [status, setStatus] = useState<PlayerStatus>('loading')
  useEffect(() => {
    const element = video.current
    if (!element) return
    const player = openPlayer({
      video: element,
      programme: liveProgramme(slug),
      onChange: view => setStatus(view.status),
    })
    return () => player.close()
  }, [slug])
  const shown = status === 'playing' || status === 'paused'
  return (
    <>
      <video
        ref={video}
        class="viewers-video"
        data-testid="viewers-picture"
        aria-label={say('viewersView')}
        muted
        playsinline
      />
      {!shown && (
        <span class="viewers-waiting">
          <Spinner label={say('viewersWaiting')} />
        </span>
      )}
    </>
  )
}
