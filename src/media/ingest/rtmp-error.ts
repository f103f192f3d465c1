/**
 * A connection broke the protocol, a limit, or a rule of ours: that connection ends and nothing else does.
 * The message is logged and may be told to the other side, so it never quotes what was received.
 */
export class RtmpError extends Error {
  override readonly name = 'RtmpError'
}
