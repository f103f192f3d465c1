import { messageType, type ReaderLimits } from './chunk-reader.ts'

/** Before a valid key: room for commands, and none for media. Real ones are below 1 KB. */
export const strangerLimits: ReaderLimits = {
  chunkStreams: 8,
  heldBytes: 16 * 1024,
  messageBytes: type => (type === messageType.audio || type === messageType.video ? 0 : 8 * 1024),
}

/** A keyframe of 4096 x 2304 at 20 Mbit/s stays below 4 MB. */
export const publisherLimits: ReaderLimits = {
  chunkStreams: 32,
  heldBytes: 8 * 1024 * 1024,
  messageBytes: type => (type === messageType.video ? 4 * 1024 * 1024 : 64 * 1024),
}
