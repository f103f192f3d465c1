/** What a Linux unix socket holds by default (net.core.wmem_default); Node cannot change it. */
const socketBytes = 212_992
/** Frames that wait inside FFmpeg: read ahead, and held to learn how long the one before lasts. */
const heldFrames = 2
const secondsAhead = 1 / 8
const highest = 120

/**
 * How many frames a second FFmpeg is told that it gets: `atLeast`, or so many more that the frames already handed
 * over, which a new card must wait behind, are no older than an eighth of a second. A small card fits the socket's
 * buffer several times, and so needs a higher rate than a large one. (At 120 the measured cost in FFmpeg is 1 % of
 * a core.)
 */
export function feedRate(atLeast: number, frameBytes: number): number {
  const framesAhead = heldFrames + Math.ceil(socketBytes / frameBytes)
  return Math.max(atLeast, Math.min(highest, Math.ceil(framesAhead / secondsAhead)))
}
