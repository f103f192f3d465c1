/** Why there is no picture. `missing`: no camera; `busy`: another program has it, or it is broken. */
export type CaptureFault = 'denied' | 'missing' | 'busy' | 'insecure'

/** By the names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
export function captureFault(error: unknown): CaptureFault {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}
