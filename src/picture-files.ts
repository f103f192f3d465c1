import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { base32Digits } from './base32.ts'
import type { Rendition } from './images.ts'
import type { Logger } from './log.ts'

/** A file this old that nothing names was left by a crash, not by an upload under way. */
const strayMs = 3_600_000

/** A folder of pictures. File names are made here and nowhere else; none comes from outside. */
export class PictureFiles {
  readonly #folder: string
  readonly #log: Logger

  private constructor(folder: string, log: Logger) {
    this.#folder = folder
    this.#log = log
  }

  static async open(folder: string, log: Logger): Promise<PictureFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new PictureFiles(folder, log)
  }

  /** Writes the pictures to disk, all or none, under a name that cannot be guessed. */
  async write(renditions: readonly Rendition[]): Promise<{ width: number; height: number; file: string }[]> {
    const name = base32Digits(randomBytes(26)).toLowerCase()
    const files = renditions.map(({ width, height, bytes }) => ({
      width,
      height,
      bytes,
      file: `${name}-${width}.webp`,
    }))
    try {
      for (const { file, bytes } of files) {
        // On the disk before the database says that they are there: both must survive a power cut.
        await writeFile(join(this.#folder, file), bytes, { flag: 'wx', mode: 0o600, flush: true })
      }
    } catch (error) {
      await this.remove(files.map(({ file }) => file))
      throw error
    }
    return files.map(({ width, height, file }) => ({ width, height, file }))
  }

  /** null when the file is gone. `file` must come from the database. */
  async read(file: string): Promise<Buffer | null> {
    try {
      return await readFile(join(this.#folder, file))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }

  /**
   * A file that cannot be removed is left to the next sweep: the change that made it needless has happened.
   */
  async remove(files: readonly string[]): Promise<void> {
    for (const file of files) {
      try {
        await rm(join(this.#folder, file), { force: true })
      } catch (error) {
        this.#log.warn({ err: error, file }, 'a picture could not be removed')
      }
    }
  }

  /** Removes what a crash between disk and database left behind. */
  async sweep(isKnown: (file: string) => Promise<boolean>, now: number): Promise<void> {
    for (const file of await readdir(this.#folder)) {
      const { mtimeMs } = await stat(join(this.#folder, file))
      if (now - mtimeMs > strayMs && !(await isKnown(file))) await this.remove([file])
    }
  }
}
