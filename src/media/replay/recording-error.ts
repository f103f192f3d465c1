/** Why a recording has stopped, in words for the owner. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

/** What a failed write means to the owner. */
export function stopReason(error: unknown): string {
  if (error instanceof RecordingError) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'The disk is full.'
  const text = typeof code === 'string' ? code : error instanceof Error ? error.message : String(error)
  return `The disk does not take what is written (${text}).`
}
