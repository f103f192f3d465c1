import { spawnSync } from 'node:child_process'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import t from 'tap'
import { makeSocketFolder } from '../../src/overlay/socket-folder.ts'

t.test(
  'what a killed process has left is removed; what a living one uses, and what is not ours, stays',
  async t => {
    const parent = t.testdir()
    const { pid: dead } = spawnSync('true')
    const foreign = 'stallcast-card-of-somebody'
    for (const name of [`stallcast-card-${dead}-abc`, `stallcast-card-${process.ppid}-abc`, foreign]) {
      await mkdir(join(parent, name, 'full'), { recursive: true })
    }
    const folder = await makeSocketFolder(parent)
    t.equal((await stat(folder)).mode & 0o777, 0o700)
    t.same(
      new Set(await readdir(parent)),
      new Set([`stallcast-card-${process.ppid}-abc`, foreign, basename(folder)]),
    )
  },
)
