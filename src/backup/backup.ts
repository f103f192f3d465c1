import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { copyToFile } from '../database/whole-copy.ts'
import { ConfigError } from '../errors.ts'
import { copyNew, filesIn, flush, flushName, isMissing, pictureFolders } from './folders.ts'
import { type ListedFile, listFile, type Manifest, manifestFile } from './manifest.ts'
import { makeScratch } from './scratch.ts'

export type BackupOptions = {
  /** The shop's data folder. */
  readonly data: string
  /** What `openDatabase` takes. */
  readonly place: string
  /** Where the backup is to be; it must not be there yet. */
  readonly folder: string
  readonly version: string
  readonly say: (line: string) => void
}

/** Its database, whatever the shop's is: a SQLite file can be looked into, and becomes PostgreSQL again. */
export const databaseName = 'stallcast.db'

/**
 * Backs a shop up while it runs: its database as it is at one moment, then the pictures that it names. All is written
 * under another name first: what has the name that was asked for is whole. What fails is removed, and what a killed backup
 * left goes when the next one is made beside it. Recordings are left out.
 */
export async function backUp(options: BackupOptions): Promise<Manifest> {
  const folder = resolve(options.folder)
  await demandFree(folder)
  await mkdir(dirname(folder), { recursive: true })
  const partial = await makeScratch(dirname(folder), basename(folder), 'partial')
  try {
    const manifest = await write(options, partial)
    // An empty folder of that name may have been made for it.
    await rmdir(folder).catch(error => {
      if (!isMissing(error)) throw error
    })
    await rename(partial, folder)
    await flushName(folder)
    return manifest
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
}

async function write({ data, place, version, say }: BackupOptions, partial: string): Promise<Manifest> {
  // Twice: what the database names was there before it was copied, or has come since.
  const copyPictures = async () => {
    for (const name of pictureFolders) await copyNew(join(data, name), join(partial, name))
  }
  await copyPictures()
  const madeAt = new Date().toISOString()
  const tables = await copyToFile(place, join(partial, databaseName), (table, rows) =>
    say(`  ${table}: ${rows}`),
  )
  await copyPictures()
  for (const name of ['secrets.json', 'config.yaml']) {
    await copyFile(join(data, name), join(partial, name), constants.COPYFILE_EXCL)
      .then(() => chmod(join(partial, name), 0o600))
      .catch(error => {
        if (!isMissing(error)) throw error
      })
  }
  const files: ListedFile[] = []
  for (const path of await pathsIn(partial)) {
    await flush(join(partial, path))
    files.push(await listFile(partial, path))
  }
  for (const name of pictureFolders) await flush(join(partial, name))
  const manifest: Manifest = { format: 1, madeAt, stallcast: version, tables, files }
  await writeFile(join(partial, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  })
  await flush(partial)
  return manifest
}

async function pathsIn(partial: string): Promise<readonly string[]> {
  const paths = [...(await filesIn(partial))]
  for (const folder of pictureFolders) {
    paths.push(...(await filesIn(join(partial, folder))).map(name => `${folder}/${name}`))
  }
  return paths.toSorted()
}

async function demandFree(folder: string): Promise<void> {
  const found = await readdir(folder).catch(error => {
    if (isMissing(error)) return []
    throw new ConfigError(`${folder} cannot be used: it is no folder that can be read`, { cause: error })
  })
  if (found.length > 0) throw new ConfigError(`${folder} is there already: name a folder that is not`)
}
