import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A file that is only ever written at its end. One `append` at a time. */
export class AppendFile {
  readonly #handle: FileHandle
  #length: number
  #closed = false

  private constructor(handle: FileHandle, length: number) {
    this.#handle = handle
    this.#length = length
  }

  /** Opens or makes the file; what stands behind `length` is cut off. */
  static async open(path: string, length: number): Promise<AppendFile> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT)
    try {
      await handle.truncate(length)
    } catch (error) {
      await handle.close()
      throw error
    }
    return new AppendFile(handle, length)
  }

  get length(): number {
    return this.#length
  }

  /** Writes all of it and returns where it begins, or leaves the file as it was. */
  async append(buffers: readonly Uint8Array[]): Promise<number> {
    const at = this.#length
    const total = buffers.reduce((sum, { length }) => sum + length, 0)
    try {
      let { bytesWritten } = await this.#handle.writev(buffers, at)
      // A disk that fills up takes a part without an error; the error comes with the rest.
      const rest = bytesWritten < total ? Buffer.concat(buffers) : null
      while (rest && bytesWritten < total) {
        bytesWritten += (await this.#handle.write(rest, bytesWritten, null, at + bytesWritten)).bytesWritten
      }
    } catch (error) {
      await this.#handle.truncate(at).catch(() => {})
      throw error
    }
    this.#length = at + total
    return at
  }

  async sync(): Promise<void> {
    await this.#handle.datasync()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#handle.close()
  }
}
