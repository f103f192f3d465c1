import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getuid } from 'node:process'

const prefix = 'stallcast-card-'

/**
 * Makes a folder for sockets that only this user may enter. Its name is short, as the path of a unix socket
 * has 107 bytes at most. Folders that a killed process has left are removed.
 */
export async function makeSocketFolder(parent = tmpdir()): Promise<string> {
  await removeLeftBehind(parent)
  return mkdtemp(join(parent, `${prefix}${process.pid}-`))
}

async function removeLeftBehind(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const folder = join(parent, name)
    const owner = await lstat(folder).catch(() => null)
    if (owner?.isDirectory() && owner.uid === getuid?.()) await rm(folder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Anything but "no such process" means that there is one.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
