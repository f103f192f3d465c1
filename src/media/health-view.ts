import type { HealthView } from '../wire.ts'
import type { LiveState } from './live-state.ts'
import type { Publication } from './ports.ts'

/** What a host's studio is told of the stream; null when nobody sends. */
export function healthView(publication: Publication | null, state: LiveState): HealthView | null {
  if (publication === null) return null
  const { width, height, framesPerSecond, videoCodec, audioCodec } = publication.info
  const live = state.state === 'live' ? state : null
  return {
    ...publication.health(),
    source: { protocol: publication.protocol, width, height, framesPerSecond, videoCodec, audioCodec },
    encoderSpeed: live?.encoder?.figures?.speed ?? null,
    recording: { stopped: live?.recordingStopped ?? null },
  }
}
