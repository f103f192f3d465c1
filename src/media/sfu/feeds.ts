import type { RtpOutlet } from '../rtc-ports.ts'

/** Where routers get a room's pictures and sound from. */
export type Feeds = {
  /** From now on the room's RTP goes to this outlet too, also when the room is silent now; returns what ends that. */
  attach(slug: string, outlet: RtpOutlet): () => void
}
