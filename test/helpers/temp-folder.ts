import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Test = { teardown(task: () => unknown): void }

/** A folder of the test's own, gone after it. */
export async function tempFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
