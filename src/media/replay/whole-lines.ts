import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { mediaFile, picturesFile } from './files.ts'
import type { IndexEntry } from './index-entry.ts'
import type { IndexLine } from './index-file.ts'

/** What a power cut may have taken from the cache of the system; older bytes are on the disk. Seconds of show. */
const suspectSeconds = 90

/**
 * The lines of an index without an end up to the first that names bytes that are not there: after a power cut a line
 * may have reached the disk before its bytes.
 */
export async function wholeLines(folder: string, lines: readonly IndexLine[]): Promise<readonly IndexLine[]> {
  const files = new Files(folder)
  try {
    let suspectFrom = lines.length
    for (let seconds = 0; suspectFrom > 0 && seconds < suspectSeconds; suspectFrom--) {
      const entry = lines[suspectFrom - 1]?.entry
      if (entry?.type === 'segment') seconds += entry.duration
    }
    for (const [n, { entry }] of lines.entries()) {
      if (!(await isWhole(entry, files, n >= suspectFrom))) return lines.slice(0, n)
    }
    return lines
  } finally {
    await files.close()
  }
}

async function isWhole(entry: IndexEntry, files: Files, suspect: boolean): Promise<boolean> {
  if (entry.type === 'thumbnail' || entry.type === 'cover') {
    return (await files.size(picturesFile)) >= entry.at + entry.length
  }
  if (entry.type === 'run') {
    for (const [name, { at, length }] of Object.entries(entry.inits)) {
      if ((await files.size(mediaFile(name))) < at + length) return false
    }
  }
  if (entry.type === 'segment') {
    for (const [name, [at, length, sum]] of Object.entries(entry.media)) {
      if ((await files.size(mediaFile(name))) < at + length) return false
      if (suspect && crc32(await files.read(mediaFile(name), at, length)) !== sum) return false
    }
  }
  return true
}

/** The files of a folder, each opened once; one that is missing is empty. */
class Files {
  readonly #folder: string
  readonly #opened = new Map<string, { readonly handle: FileHandle | null; readonly size: number }>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async size(name: string): Promise<number> {
    return (await this.#open(name)).size
  }

  async read(name: string, at: number, length: number): Promise<Buffer> {
    const { handle } = await this.#open(name)
    const bytes = Buffer.alloc(length)
    await handle?.read(bytes, 0, length, at)
    return bytes
  }

  async close(): Promise<void> {
    for (const { handle } of this.#opened.values()) await handle?.close()
  }

  async #open(name: string) {
    const known = this.#opened.get(name)
    if (known) return known
    const handle = await open(join(this.#folder, name)).catch(absent)
    const opened = { handle, size: (await handle?.stat())?.size ?? 0 }
    this.#opened.set(name, opened)
    return opened
  }
}

/** Anything but a missing file is no reason to take a recording for broken. */
function absent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}
