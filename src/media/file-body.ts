import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { LaneResponse } from '../lane.ts'
import type { FileSlice } from './media-answer.ts'

/** What is read ahead for one viewer, bytes. */
const readAhead = 256 * 1024

/** The file, open, when it holds all of the slice; null when it is gone or cut short. */
export async function openSlice({ file, start, length }: FileSlice): Promise<FileHandle | null> {
  let handle: FileHandle
  try {
    handle = await open(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    const stat = await handle.stat()
    if (stat.isFile() && stat.size >= start + length) return handle
  } catch (error) {
    await handle.close()
    throw error
  }
  await handle.close()
  return null
}

/**
 * Sends the slice, of at least one byte, as fast as it is taken, and closes the file.
 * @throws when the player is gone, or when the file cannot be read to the end of the slice.
 */
export async function sendSlice(
  handle: FileHandle,
  { file, start, length }: FileSlice,
  response: LaneResponse,
): Promise<void> {
  const stream = handle.createReadStream({ start, end: start + length - 1, highWaterMark: readAhead })
  await pipeline(stream, response, { end: false })
  if (stream.bytesRead < length) throw new Error(`${file} was cut short while it was sent`)
  response.end()
}
