/** How somebody goes live from this device; remembered on it. */
export type CameraChoice = {
  /** Null: whichever looks to `facing`. */
  readonly cameraId: string | null
  readonly facing: 'user' | 'environment'
  /** Null: the browser's own choice. */
  readonly microphoneId: string | null
  /** Null: as the device is held. */
  readonly shape: Shape | null
  /** Music: without what is made for speech and would take it for noise. */
  readonly sound: 'voice' | 'music'
}

export type Shape = 'portrait' | 'landscape'

export const firstChoice: CameraChoice = {
  cameraId: null,
  facing: 'user',
  microphoneId: null,
  shape: null,
  sound: 'voice',
}

/** What a device remembers, or the first choice in place of whatever else stands there. */
export function parseChoice(text: string | null): CameraChoice {
  let kept: Partial<Record<keyof CameraChoice, unknown>>
  try {
    kept = Object(JSON.parse(text ?? '{}'))
  } catch {
    return firstChoice
  }
  const id = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  return {
    cameraId: id(kept.cameraId),
    facing: kept.facing === 'environment' ? 'environment' : 'user',
    microphoneId: id(kept.microphoneId),
    shape: kept.shape === 'portrait' || kept.shape === 'landscape' ? kept.shape : null,
    sound: kept.sound === 'music' ? 'music' : 'voice',
  }
}

const long = 1280
const short = 720
export const framesPerSecond = 30

/** Pixels of the picture that is sent. */
export function pictureSize(shape: Shape): { readonly width: number; readonly height: number } {
  return shape === 'portrait' ? { width: short, height: long } : { width: long, height: short }
}

/** Nothing is demanded: a device that cannot do it sends what it can. */
export function cameraConstraints(choice: CameraChoice, shape: Shape): MediaTrackConstraints {
  const { width, height } = pictureSize(shape)
  return {
    ...(choice.cameraId === null
      ? { facingMode: { ideal: choice.facing } }
      : { deviceId: { ideal: choice.cameraId } }),
    width: { ideal: width },
    height: { ideal: height },
    // Without it, a camera that is too low for the height gives a square.
    aspectRatio: { ideal: width / height },
    frameRate: { ideal: framesPerSecond, max: framesPerSecond },
  }
}

export function microphoneConstraints({ microphoneId, sound }: CameraChoice): MediaTrackConstraints {
  const speech = sound === 'voice'
  return {
    ...(microphoneId === null ? {} : { deviceId: { ideal: microphoneId } }),
    echoCancellation: speech,
    noiseSuppression: speech,
    autoGainControl: speech,
    channelCount: { ideal: speech ? 1 : 2 },
  }
}
