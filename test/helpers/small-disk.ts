import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { tempFolder } from './temp-folder.ts'

const run = promisify(execFile)

async function mountDisk(folder: string, megabytes: number): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
}

/** A file system of so many megabytes, in a folder of its own or `at` another. */
export async function smallDisk(t: Test, megabytes: number, at?: string): Promise<string> {
  const folder = at ?? (await tempFolder(t))
  await mountDisk(folder, megabytes)
  t.teardown(() => run('umount', ['-l', folder]))
  return folder
}

/** False, or why there can be no small disk on this machine. */
export async function whyNoDisk(t: Test): Promise<string | false> {
  const folder = await tempFolder(t)
  try {
    await mountDisk(folder, 1)
    await run('umount', [folder])
    return false
  } catch {
    return 'this user may not mount a tmpfs'
  }
}
