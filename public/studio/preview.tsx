import { useState } from 'preact/hooks'
import type { StreamState } from '../../src/wire.ts'
import { BroadcastIcon } from '../desk/icons.tsx'
import { Button } from '../shared/button.tsx'
import { MutedIcon, SoundIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import { usePlayback } from './use-playback.ts'
import { studioWords } from './words.ts'

type Props = { readonly slug: string; readonly state: StreamState; readonly title: string }

/** What viewers get, as they get it. */
export function Preview({ slug, state, title }: Props) {
  const say = useWords(studioWords)
  return (
    <div class={`preview preview-${state}`}>
      {state === 'live' ? (
        <Picture slug={slug} title={title} />
      ) : (
        <div class="preview-note">
          {state === 'starting' ? <Spinner /> : <BroadcastIcon />}
          <strong>{say(state === 'starting' ? 'previewStarting' : 'previewOffline')}</strong>
          {state === 'offline' && <span class="small">{say('previewOfflineText')}</span>}
        </div>
      )}
    </div>
  )
}

function Picture({ slug, title }: { slug: string; title: string }) {
  const say = useWords(studioWords)
  const { video, failed } = usePlayback(`/hls/${encodeURIComponent(slug)}/index.m3u8`)
  const [muted, setMuted] = useState(true)
  const [upright, setUpright] = useState(false)
  return (
    <>
      <video
        ref={video}
        class={upright ? 'preview-video preview-upright' : 'preview-video'}
        muted={muted}
        autoplay
        playsinline
        aria-label={title}
        onLoadedMetadata={({ currentTarget: { videoWidth, videoHeight } }) =>
          setUpright(videoHeight > videoWidth)
        }
      />
      {failed && <p class="preview-note small">{say('previewFailed')}</p>}
      <Button
        class="preview-sound"
        icon
        aria-label={say(muted ? 'unmute' : 'mute')}
        title={say('previewDelay')}
        onClick={() => setMuted(!muted)}
      >
        {muted ? <MutedIcon /> : <SoundIcon />}
      </Button>
    </>
  )
}
