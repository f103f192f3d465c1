import { constants } from 'node:fs'
import { copyFile, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Folders of the data folder that hold what people have uploaded; their files never change, they come and go. */
export const pictureFolders = ['pictures', 'covers'] as const

/** Names of the files of a folder; none when it is not there. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter(entry => entry.isFile()).map(({ name }) => name)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Copies the files that are not there yet. One that goes away meanwhile is left out. */
export async function copyNew(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const known = new Set(await filesIn(to))
  for (const name of await filesIn(from)) {
    if (known.has(name)) continue
    try {
      await copyFile(join(from, name), join(to, name), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
}

/** Resolves when the file, or the names in the folder, would survive a power cut. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/** That a name was given to it too. */
export async function flushName(path: string): Promise<void> {
  await flush(dirname(path))
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
