import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { copyToPostgres } from '../database/whole-copy.ts'
import { isPostgresUrl } from '../database.ts'
import { ConfigError } from '../errors.ts'
import { databaseName } from './backup.ts'
import { copyNew, filesIn, flush, flushName, pictureFolders } from './folders.ts'
import { checkFiles, type Manifest, readManifest } from './manifest.ts'

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
 * Puts a shop back from its backup, here or elsewhere, on either engine. The database comes last, so that what was
 * interrupted is not taken for a shop; what fails leaves nothing behind.
 */
export async function restore({ folder, data, place, say }: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder)
  await checkFiles(folder, manifest)
  say(`The backup of ${manifest.madeAt} is whole.`)
  await demandNoShop(data)
  await mkdir(data, { recursive: true, mode: 0o700 })
  const done = new AsyncDisposableStack()
  try {
    for (const name of pictureFolders) {
      done.defer(() => rm(join(data, name), { recursive: true, force: true }))
      await copyNew(join(folder, name), join(data, name))
      await flush(join(data, name))
    }
    done.defer(() => rm(join(data, 'secrets.json'), { force: true }))
    await putSecrets(folder, data)
    if (isPostgresUrl(place)) await fillPostgres(folder, data, place, say)
    else await putDatabase(folder, place)
    done.move()
    return manifest
  } catch (error) {
    await done.disposeAsync()
    throw error
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

async function putDatabase(folder: string, place: string): Promise<void> {
  const fresh = `${place}.restoring-${process.pid}`
  try {
    await copyFile(join(folder, databaseName), fresh)
    await chmod(fresh, 0o600)
    await flush(fresh)
    await rename(fresh, place)
    await flushName(place)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

async function fillPostgres(folder: string, data: string, url: string, say: RestoreOptions['say']) {
  // A copy: it is brought up to date, and a backup stays as it is.
  const scratch = await mkdtemp(join(data, '.restoring-'))
  try {
    await copyFile(join(folder, databaseName), join(scratch, databaseName))
    await copyToPostgres(join(scratch, databaseName), url, (table, rows) => say(`  ${table}: ${rows}`))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
