import {
  type CameraChoice,
  cameraConstraints,
  microphoneConstraints,
  pictureSize,
  type Shape,
} from './camera-choice.ts'
import { type CaptureFault, captureFault } from './capture-fault.ts'
import { openSilentTrack } from './silent-track.ts'
import { openStillTrack } from './still-track.ts'

export type CaptureView = {
  readonly state: 'closed' | 'asking' | 'open' | CaptureFault
  /** What is sent: of the camera, of the screen, or a still while the camera is off. */
  readonly picture: 'camera' | 'screen' | 'off'
  readonly video: MediaStreamTrack | null
  readonly audio: MediaStreamTrack | null
  /** As in a mirror: a front camera, for its own host only. */
  readonly mirrored: boolean
  readonly muted: boolean
  /** There is no microphone: silence is sent. */
  readonly soundless: boolean
  readonly shape: Shape
  readonly cameras: readonly MediaDeviceInfo[]
  readonly microphones: readonly MediaDeviceInfo[]
}

type Replaceable = { readonly track: MediaStreamTrack; close(): void }

/** The camera, microphone and screen of this device. Who opens it closes it. */
export class Capture {
  readonly #onChange: (view: CaptureView) => void
  readonly #stillText: () => string
  readonly #stop = new AbortController()
  #choice: CameraChoice
  #shape: Shape
  #state: CaptureView['state'] = 'closed'
  #picture: CaptureView['picture'] = 'camera'
  #muted = false
  #camera: MediaStreamTrack | null = null
  #microphone: MediaStreamTrack | null = null
  #silence: Replaceable | null = null
  #screen: MediaStreamTrack | null = null
  #still: Replaceable | null = null
  #devices: readonly MediaDeviceInfo[] = []
  /** One change of devices at a time: a phone cannot have two cameras open. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: {
    readonly choice: CameraChoice
    readonly shape: Shape
    /** Shown to viewers while the camera is off. */
    stillText(): string
    onChange(view: CaptureView): void
  }) {
    this.#choice = options.choice
    this.#shape = options.shape
    this.#stillText = options.stillText
    this.#onChange = options.onChange
  }

  /** Asks for camera and microphone; what comes of it is in the view. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      // Browsers hide it on plain http.
      if (!navigator.mediaDevices?.getUserMedia) return this.#become('insecure')
      this.#become('asking')
      try {
        const [camera, microphone] = await this.#devicesOf(this.#choice)
        if (this.#stop.signal.aborted) {
          camera.stop()
          microphone?.stop()
          return
        }
        this.#setCamera(camera)
        this.#setMicrophone(microphone)
        const listen = () => this.#listDevices()
        navigator.mediaDevices.addEventListener('devicechange', listen, { signal: this.#stop.signal })
        await this.#listDevices()
        this.#become('open')
      } catch (error) {
        this.#become(captureFault(error))
      }
    })
  }

  /** Other devices, another shape or sound. */
  choose(choice: CameraChoice, shape: Shape): Promise<void> {
    return this.#inTurn(async () => {
      const before = { choice: this.#choice, shape: this.#shape }
      this.#choice = choice
      this.#shape = shape
      if (this.#state !== 'open') return
      const video = cameraConstraints(choice, shape)
      const audio = microphoneConstraints(choice)
      const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
      if (!same(video, cameraConstraints(before.choice, before.shape))) await this.#openCamera(video)
      if (!same(audio, microphoneConstraints(before.choice))) await this.#openMicrophone(audio)
      this.#tell()
    })
  }

  /** After the device was turned: what is sent keeps its shape where the browser can. */
  async keepShape(): Promise<void> {
    await this.#camera?.applyConstraints(cameraConstraints(this.#choice, this.#shape)).catch(() => {})
  }

  /** Silence is sent; the microphone stays open. */
  mute(muted: boolean): void {
    this.#muted = muted
    if (this.#microphone) this.#microphone.enabled = !muted
    this.#tell()
  }

  /** @throws when the browser cannot, or somebody thought better of it. */
  async shareScreen(): Promise<void> {
    const { width, height } = pictureSize('landscape')
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { width: { max: width }, height: { max: height }, frameRate: { max: 30 } },
    })
    const screen = stream.getVideoTracks()[0]
    if (!screen) return
    if (this.#stop.signal.aborted) return screen.stop()
    screen.contentHint = 'detail'
    // Ended by the browser's own bar.
    screen.addEventListener('ended', () => this.show('camera'), { signal: this.#stop.signal })
    this.#screen?.stop()
    this.#screen = screen
    this.show('screen')
  }

  /** `off`: the camera stays open, so that it is back at once, but nothing of it is sent. */
  show(picture: CaptureView['picture']): void {
    if (picture !== 'screen') {
      this.#screen?.stop()
      this.#screen = null
    }
    this.#picture = picture === 'camera' && this.#camera?.readyState !== 'live' ? 'off' : picture
    this.#still?.close()
    this.#still = this.#picture === 'off' ? openStillTrack(pictureSize(this.#shape), this.#stillText()) : null
    this.#tell()
  }

  close(): void {
    this.#stop.abort()
    for (const track of [this.#camera, this.#microphone, this.#screen]) track?.stop()
    this.#silence?.close()
    this.#still?.close()
    this.#camera = this.#microphone = this.#screen = this.#silence = this.#still = null
    this.#become('closed')
  }

  async #devicesOf(choice: CameraChoice): Promise<[MediaStreamTrack, MediaStreamTrack | null]> {
    const video = cameraConstraints(choice, this.#shape)
    const audio = microphoneConstraints(choice)
    const { mediaDevices } = navigator
    const stream = await mediaDevices.getUserMedia({ video, audio }).catch((error: unknown) => {
      // Also said when there is a camera, but no microphone.
      if (captureFault(error) === 'missing') return mediaDevices.getUserMedia({ video })
      throw error
    })
    const camera = stream.getVideoTracks()[0]
    if (!camera) throw new Error('a stream without a picture')
    return [camera, stream.getAudioTracks()[0] ?? null]
  }

  async #openCamera(video: MediaTrackConstraints): Promise<void> {
    this.#camera?.stop()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video })
      this.#setCamera(stream.getVideoTracks()[0] ?? null)
    } catch {
      this.#setCamera(null)
    }
    if (this.#picture !== 'screen') this.show(this.#camera ? 'camera' : 'off')
  }

  async #openMicrophone(audio: MediaTrackConstraints): Promise<void> {
    this.#microphone?.stop()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio })
      this.#setMicrophone(stream.getAudioTracks()[0] ?? null)
    } catch {
      this.#setMicrophone(null)
    }
  }

  #setCamera(camera: MediaStreamTrack | null): void {
    this.#camera = camera
    if (!camera) return
    if (this.#stop.signal.aborted) camera.stop()
    camera.contentHint = 'motion'
    // Unplugged, or taken away in the browser's settings.
    const gone = () => camera === this.#camera && this.#picture === 'camera' && this.show('off')
    camera.addEventListener('ended', gone, { signal: this.#stop.signal })
  }

  #setMicrophone(microphone: MediaStreamTrack | null): void {
    this.#microphone = microphone
    this.#silence?.close()
    this.#silence = microphone || this.#stop.signal.aborted ? null : openSilentTrack()
    if (!microphone) return
    if (this.#stop.signal.aborted) microphone.stop()
    microphone.enabled = !this.#muted
    const gone = () => {
      if (microphone !== this.#microphone) return
      this.#setMicrophone(null)
      this.#tell()
    }
    microphone.addEventListener('ended', gone, { signal: this.#stop.signal })
  }

  async #listDevices(): Promise<void> {
    this.#devices = await navigator.mediaDevices.enumerateDevices()
    this.#tell()
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(() => (this.#stop.signal.aborted ? undefined : task()))
    this.#last = mine.catch(() => {})
    return mine
  }

  #become(state: CaptureView['state']): void {
    this.#state = state
    this.#tell()
  }

  #tell(): void {
    const video = { camera: this.#camera, screen: this.#screen, off: this.#still?.track ?? null }[
      this.#picture
    ]
    const of = (kind: MediaDeviceKind) => this.#devices.filter(device => device.kind === kind)
    this.#onChange({
      state: this.#state,
      picture: this.#picture,
      video,
      audio: this.#microphone ?? this.#silence?.track ?? null,
      mirrored: this.#picture === 'camera' && this.#camera?.getSettings().facingMode !== 'environment',
      muted: this.#muted,
      soundless: this.#microphone === null,
      shape: this.#shape,
      cameras: of('videoinput'),
      microphones: of('audioinput'),
    })
  }
}
