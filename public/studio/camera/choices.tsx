import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { Either } from '../either.tsx'
import type { CaptureView } from './capture.ts'
import type { Camera } from './use-camera.ts'
import { cameraWords } from './words.ts'

type Props = {
  readonly camera: Camera
  readonly view: CaptureView
  /** A show keeps the shape with which it began. */
  readonly shape: boolean
}

export function Choices({ camera, view, shape }: Props) {
  const say = useWords(cameraWords)
  const { choice, choose } = camera
  const used = (track: MediaStreamTrack | null) => track?.getSettings().deviceId
  return (
    <div class="cam-choices">
      {shape && (
        <Either
          label={say('shape')}
          value={view.shape}
          options={[
            { value: 'portrait', label: say('portrait') },
            { value: 'landscape', label: say('landscape') },
          ]}
          onChoose={value => choose({ shape: value })}
        />
      )}
      {view.cameras.length > 1 && view.picture === 'camera' && (
        <Devices
          label={say('camera')}
          devices={view.cameras}
          used={used(view.video)}
          nameless={number => say('cameraNumber', { number })}
          testId="camera-choice"
          onChoose={cameraId => choose({ cameraId })}
        />
      )}
      {view.soundless && (
        <p class="field-error" role="alert">
          {say('soundless')}
        </p>
      )}
      {view.microphones.length > 0 && (
        <Devices
          label={say('microphone')}
          devices={view.microphones}
          used={view.soundless ? undefined : used(view.audio)}
          nameless={number => say('microphoneNumber', { number })}
          testId="microphone-choice"
          onChoose={microphoneId => choose({ microphoneId })}
        />
      )}
      <Either
        label={say('sound')}
        value={choice.sound}
        options={[
          { value: 'voice', label: say('voice'), hint: say('voiceHint') },
          { value: 'music', label: say('music'), hint: say('musicHint') },
        ]}
        onChoose={sound => choose({ sound })}
      />
    </div>
  )
}

type DevicesProps = {
  readonly label: string
  readonly devices: readonly MediaDeviceInfo[]
  readonly used: string | undefined
  readonly testId: string
  nameless(number: number): string
  onChoose(deviceId: string): void
}

function Devices({ label, devices, used, testId, nameless, onChoose }: DevicesProps) {
  return (
    <Field label={label}>
      {attributes => (
        <select
          {...attributes}
          data-testid={testId}
          value={used ?? ''}
          onChange={event => onChoose(event.currentTarget.value)}
        >
          {used === undefined && <option value="">–</option>}
          {devices.map((device, index) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label || nameless(index + 1)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
