import type { SourcePacket } from '../ports.ts'

/** One audio or video frame on the publisher's timeline: milliseconds from any point on. */
export type Tag = SourcePacket & {
  /** Milliseconds since the epoch. */
  readonly receivedAt: number
}

/** What holding on to a tag costs: many tiny ones cost more than their bytes. */
export function tagBytes(tag: Tag): number {
  return tag.body.length + 256
}
