import { useEffect, useState } from 'preact/hooks'
import { ExpandIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { PlayIcon } from '../shared/stage-icons.tsx'
import type { KeyAction } from './key-action.ts'
import type { PlayerStatus } from './player.ts'
import { PauseIcon, ShrinkIcon, SmallWindowIcon } from './player-icons.tsx'
import { playerWords } from './player-words.ts'
import { canFillScreen, canFloat, toggleFullScreen, toggleSmallWindow } from './screens.ts'
import { SeekBar } from './seek-bar.tsx'
import { SpeedChoice } from './speed-choice.tsx'
import { timeText } from './time-text.ts'
import type { Reel, Transport } from './transport.ts'
import { useKeys } from './use-keys.ts'
import { useShown } from './use-shown.ts'
import { useTaps } from './use-taps.ts'
import { VolumeSlider } from './volume-slider.tsx'

const stepSeconds = 10

type Props = {
  /** What fills the screen when that is asked for. */
  readonly stage: HTMLElement
  readonly video: HTMLVideoElement
  readonly status: PlayerStatus
  readonly transport: Transport
  /** Read anew as the picture goes on; null: there is nothing to seek in. */
  reel(): Reel | null
}

/** All that one does with the picture itself. It lies over it, below the hotspot, and shows itself when asked for. */
export function Controls({ stage, video, status, transport, reel: readReel }: Props) {
  const say = useWords(playerWords)
  const [held, setHeld] = useState(false)
  const [step, setStep] = useState({ seconds: 0, serial: 0 })
  const stopped = status === 'paused' || status === 'ended'
  const { shown, show, hide } = useShown(held || stopped)
  const full = useFullScreen()
  useEverySoOften(video)
  const reel = readReel()
  const behind = reel?.live === 'behind'

  const toggle = () => (video.paused ? transport.play() : transport.pause())
  const stepBy = (seconds: number) => {
    if (!reel || (seconds > 0 && reel.live === 'at')) return
    transport.seekTo(Math.min(reel.durationSeconds, Math.max(0, reel.position + seconds)))
    setStep(({ serial }) => ({ seconds, serial: serial + 1 }))
  }
  const act: Record<KeyAction, () => void> = {
    playPause: toggle,
    mute: () => {
      video.muted = !video.muted
    },
    fullScreen: () => toggleFullScreen(stage, video),
    pictureInPicture: () => toggleSmallWindow(video),
    back: () => stepBy(-stepSeconds),
    forward: () => stepBy(stepSeconds),
    live: () => behind && transport.goLive(),
    start: () => reel && transport.seekTo(0),
    end: () => {
      if (reel?.live !== null) act.live()
      else transport.seekTo(Math.max(0, reel.durationSeconds - 1))
    },
  }
  useKeys(action => {
    show()
    act[action]()
  })
  const onTap = useTaps({
    onTap(kind) {
      if (kind === 'mouse') toggle()
      else if (shown && !stopped) hide()
      else show()
    },
    onDouble(where, kind) {
      if (kind === 'mouse') {
        // The first click of the two has paused, or gone on.
        toggle()
        act.fullScreen()
        return
      }
      show()
      if (where !== 'middle') stepBy(where === 'left' ? -stepSeconds : stepSeconds)
    },
  })

  return (
    <>
      <div
        class="tap"
        data-testid="tap"
        data-idle={!shown}
        onPointerUp={onTap}
        onPointerMove={event => event.pointerType === 'mouse' && show()}
      >
        {step.serial > 0 && (
          <span key={step.serial} class={step.seconds < 0 ? 'step step-back' : 'step'} aria-hidden="true">
            {step.seconds > 0 ? '+' : '−'}
            {say('seconds', { count: Math.abs(step.seconds) })}
          </span>
        )}
      </div>
      {behind && (
        <button type="button" class="to-live" data-testid="to-live" onClick={transport.goLive}>
          {say('toLive')}
        </button>
      )}
      <section
        class="controls"
        aria-label={say('controls')}
        data-testid="controls"
        data-shown={shown}
        onFocusIn={show}
        onPointerMove={show}
      >
        {reel && <SeekBar reel={reel} onSeek={transport.seekTo} onHold={setHeld} />}
        <div class="controls-row">
          <button
            type="button"
            class="control"
            data-testid="play-pause"
            aria-label={say(video.paused ? 'play' : 'pause')}
            title={say('keyHint')}
            onClick={toggle}
          >
            {video.paused ? <PlayIcon /> : <PauseIcon />}
          </button>
          {reel && <span class="controls-time">{timeOf(reel, say)}</span>}
          <span class="controls-gap" />
          {reel && reel.live !== 'at' && <SpeedChoice video={video} />}
          <VolumeSlider video={video} />
          {canFloat() && (
            <button
              type="button"
              class="control"
              aria-label={say('smallWindow')}
              onClick={act.pictureInPicture}
            >
              <SmallWindowIcon />
            </button>
          )}
          {canFillScreen(video) && (
            <button
              type="button"
              class="control"
              data-testid="full-screen"
              aria-label={say(full ? 'leaveFullScreen' : 'fullScreen')}
              onClick={act.fullScreen}
            >
              {full ? <ShrinkIcon /> : <ExpandIcon />}
            </button>
          )}
        </div>
      </section>
    </>
  )
}

function timeOf(reel: Reel, say: (key: 'live') => string): string {
  const { live, position, durationSeconds } = reel
  if (live === null) return `${timeText(position)} / ${timeText(durationSeconds)}`
  return live === 'at' ? say('live') : `−${timeText(durationSeconds - position)}`
}

function useFullScreen(): boolean {
  const [full, setFull] = useState(document.fullscreenElement !== null)
  useEffect(() => {
    const read = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', read)
    return () => document.removeEventListener('fullscreenchange', read)
  }, [])
  return full
}

/** Renders again as the picture goes on, or stands still. */
function useEverySoOften(video: HTMLVideoElement) {
  const [, setTurn] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    const turn = () => setTurn(count => count + 1)
    for (const event of ['timeupdate', 'seeking', 'play', 'pause', 'durationchange']) {
      video.addEventListener(event, turn, { signal: stop.signal })
    }
    return () => stop.abort()
  }, [video])
}
