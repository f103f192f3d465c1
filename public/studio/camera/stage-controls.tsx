import type { ComponentChildren } from 'preact'
import { CameraIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import type { CaptureView } from './capture.ts'
import { CameraOffIcon, FlipIcon, MicIcon, MicOffIcon, ScreenIcon, StopIcon, TuneIcon } from './icons.tsx'
import type { Camera } from './use-camera.ts'
import { cameraWords } from './words.ts'

type Props = {
  readonly camera: Camera
  readonly view: CaptureView
  onSettings(): void
  onStop(): void
}

/** What a host does while live, within reach of a thumb. */
export function StageControls({ camera, view, onSettings, onStop }: Props) {
  const say = useWords(cameraWords)
  const shows = view.picture
  return (
    <div class="cam-controls">
      <Control
        label={say(view.muted ? 'unmute' : 'mute')}
        on={view.muted}
        testId="mute"
        onClick={() => camera.mute(!view.muted)}
      >
        {view.muted ? <MicOffIcon /> : <MicIcon />}
      </Control>
      {shows !== 'screen' && (
        <Control
          label={say(shows === 'off' ? 'unhide' : 'hide')}
          on={shows === 'off'}
          testId="hide"
          onClick={() => camera.show(shows === 'off' ? 'camera' : 'off')}
        >
          {shows === 'off' ? <CameraOffIcon /> : <CameraIcon />}
        </Control>
      )}
      {shows === 'camera' && view.cameras.length > 1 && (
        <Control label={say('flip')} testId="flip" onClick={camera.flip}>
          <FlipIcon />
        </Control>
      )}
      {canShare() && (
        <Control
          label={say(shows === 'screen' ? 'unscreen' : 'screen')}
          on={shows === 'screen'}
          testId="screen"
          onClick={() => (shows === 'screen' ? camera.show('camera') : camera.shareScreen())}
        >
          <ScreenIcon />
        </Control>
      )}
      <Control label={say('more')} testId="camera-settings" onClick={onSettings}>
        <TuneIcon />
      </Control>
      <Control label={say('stop')} stop testId="camera-stop" onClick={onStop}>
        <StopIcon />
      </Control>
    </div>
  )
}

/** Phones have the function, and refuse it. */
function canShare(): boolean {
  return 'getDisplayMedia' in (navigator.mediaDevices ?? {}) && matchMedia('(hover: hover)').matches
}

type ControlProps = {
  readonly label: string
  readonly on?: boolean
  readonly stop?: boolean
  readonly testId: string
  readonly children: ComponentChildren
  onClick(): void
}

function Control({ label, on, stop, testId, children, onClick }: ControlProps) {
  const classes = ['cam-control', on && 'cam-control-on', stop && 'cam-control-stop']
  return (
    <button type="button" class={classes.filter(Boolean).join(' ')} data-testid={testId} onClick={onClick}>
      {children}
      <span>{label}</span>
    </button>
  )
}
