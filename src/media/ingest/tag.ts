/** One audio or video frame on the publisher's timeline. */
export type Tag = {
  readonly track: 'video' | 'audio'
  readonly key: boolean
  /** Milliseconds; never goes back within a track. */
  readonly time: number
  /** Milliseconds since the epoch. */
  readonly receivedAt: number
  readonly body: Buffer
}

/** What holding on to a tag costs: many tiny ones cost more than their bytes. */
export function tagBytes(tag: Tag): number {
  return tag.body.length + 256
}
