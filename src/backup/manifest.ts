import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { ConfigError } from '../errors.ts'

const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  stallcast: z.string(),
  tables: z.record(z.string(), z.object({ rows: z.int(), sums: z.record(z.string(), z.string()) })),
  files: z.array(
    z.object({ path: z.string(), bytes: z.int(), sha256: z.string() }).refine(({ path }) => isInside(path)),
  ),
})

/** What a backup holds. It is written last: a folder without it is no backup. */
export type Manifest = z.infer<typeof manifestSchema>
export type ListedFile = Manifest['files'][number]

export const manifestFile = 'manifest.json'

/** @throws ConfigError when the folder is no backup, or not one that this version can read. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw new ConfigError(`${folder} is no whole backup: it has no ${manifestFile}`)
  })
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ConfigError(`${join(folder, manifestFile)} cannot be read by this version`, { cause })
  }
}

/** @throws ConfigError when a file is missing or is not the one that was written. */
export async function checkFiles(folder: string, { files }: Manifest): Promise<void> {
  for (const listed of files) {
    const found = await listFile(folder, listed.path).catch(() => null)
    if (found === null) throw new ConfigError(`the backup is damaged: ${listed.path} is missing`)
    if (found.sha256 !== listed.sha256)
      throw new ConfigError(`the backup is damaged: ${listed.path} is not as it was`)
  }
}

export async function listFile(folder: string, path: string): Promise<ListedFile> {
  const file = join(folder, path)
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return { path, bytes: (await stat(file)).size, sha256: hash.digest('hex') }
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split(/[\\/]/).includes('..')
}
