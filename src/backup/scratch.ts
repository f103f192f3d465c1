import { mkdir, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isMissing } from './folders.ts'

type Kind = 'partial' | 'restoring' | 'moving'

/**
 * A folder in `parent` for what is not whole yet. It is called after the process that makes it, so that what a killed one
 * left behind is known as such; that is removed here first.
 * @param name what is being made; empty: the name begins with a dot.
 */
export async function makeScratch(parent: string, name: string, kind: Kind): Promise<string> {
  await sweepScratch(parent)
  const folder = join(parent, `${name}.${kind}-${hostname()}-${process.pid}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Removes what processes of this machine left in `parent` that do not run any more. */
export async function sweepScratch(parent: string): Promise<void> {
  const names = await readdir(parent).catch(error => {
    if (isMissing(error)) return []
    throw error
  })
  for (const name of names) {
    const [, host, pid] = /\.(?:partial|restoring|moving)-(.+)-(\d+)$/.exec(name) ?? []
    if (host !== hostname() || isRunning(Number(pid))) continue
    await rm(join(parent, name), { recursive: true, force: true })
  }
}

/** This process has made nothing yet: what has its number is of one that had the same before. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be asked, but runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
