import { chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { copyToPostgres } from '../database/whole-copy.ts'
import { isPostgresUrl } from '../database.ts'
import { ConfigError } from '../errors.ts'
import { databaseName } from './backup.ts'
import { copyNew, filesIn, flush, pictureFolders } from './folders.ts'
import { checkFiles, type Manifest, readManifest } from './manifest.ts'
import { makeScratch } from './scratch.ts'

export type RestoreOptions = {
  /** The backup. */
  readonly folder: string
  /** The data folder of the shop to be: there must be no shop in it. */
  readonly data: string
  /** What `openDatabase` takes; PostgreSQL must be empty. */
  readonly place: string
  readonly say: (line: string) => void
}

/**
 * Puts a shop back from its backup, here or elsewhere, on either engine. All is made ready in a folder of its own and gets
 * its names at the end, the database last: what was interrupted is not taken for a shop, what fails leaves nothing behind,
 * and what a killed one left goes at the next.
 */
export async function restore({ folder, data, place, say }: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder)
  await checkFiles(folder, manifest)
  say(`The backup of ${manifest.madeAt} is whole.`)
  await mkdir(data, { recursive: true, mode: 0o700 })
  const ready = await makeScratch(data, '', 'restoring')
  try {
    await demandNoShop(data)
    for (const name of pictureFolders) {
      await copyNew(join(folder, name), join(ready, name))
      await flush(join(ready, name))
    }
    await putSecrets(folder, ready)
    await copyFile(join(folder, databaseName), join(ready, databaseName))
    const beside = [...pictureFolders, 'secrets.json']
    if (isPostgresUrl(place)) {
      const progress = (table: string, rows: number) => say(`  ${table}: ${rows}`)
      await using moved = new Moved(ready, data)
      await copyToPostgres(join(ready, databaseName), place, progress, () => moved.move(beside))
      moved.keep()
    } else {
      await chmod(join(ready, databaseName), 0o600)
      await flush(join(ready, databaseName))
      await using moved = new Moved(ready, data)
      await moved.move([...beside, databaseName])
      moved.keep()
    }
    return manifest
  } finally {
    await rm(ready, { recursive: true, force: true })
  }
}

/** What has come from one folder to another, and goes away again unless it is kept. */
class Moved implements AsyncDisposable {
  readonly #from: string
  readonly #to: string
  #names: string[] = []

  constructor(from: string, to: string) {
    this.#from = from
    this.#to = to
  }

  /** Those that are there, in this order; they have come for good when this resolves. */
  async move(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (!(await isThere(join(this.#from, name)))) continue
      await rename(join(this.#from, name), join(this.#to, name))
      this.#names.push(name)
    }
    await flush(this.#to)
  }

  keep(): void {
    this.#names = []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of this.#names) await rm(join(this.#to, name), { recursive: true, force: true })
  }
}

async function demandNoShop(data: string): Promise<void> {
  for (const name of [databaseName, 'secrets.json']) {
    if (await isThere(join(data, name))) {
      throw new ConfigError(
        `there is a shop in ${data} already (${name}): name another folder by STALLCAST_DATA`,
      )
    }
  }
  for (const name of pictureFolders) {
    if ((await filesIn(join(data, name))).length > 0) {
      throw new ConfigError(`${join(data, name)} is not empty: name another folder by STALLCAST_DATA`)
    }
  }
}

/** Without the address of a database: the shop that was backed up may still be there. */
async function putSecrets(folder: string, data: string): Promise<void> {
  const file = join(folder, 'secrets.json')
  if (!(await isThere(file))) return
  const secrets = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')))
  const { databaseUrl: _left, ...kept } = secrets
  await writeFile(join(data, 'secrets.json'), JSON.stringify(kept), { mode: 0o600, flag: 'wx', flush: true })
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
