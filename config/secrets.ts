import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../src/errors.ts'

const fileSchema = z.strictObject({
  key: z.base64().min(40),
  ownerToken: z.string().min(1).optional(),
  databaseUrl: z.string().min(1).optional(),
})

export type Secrets = {
  /** 32 random bytes that orders' access tokens are derived from. */
  readonly key: Buffer
  /** A token that acts as an owner, for scripts; null: none. */
  readonly ownerToken: string | null
  /** PostgreSQL's URL, when it is not to stand in the configuration: it holds a password. */
  readonly databaseUrl?: string | null
}

/**
 * Reads <data>/secrets.json, made on the first start with mode 0600; STALLCAST_OWNER_TOKEN wins over its token.
 * @throws ConfigError when the file is damaged.
 */
export function loadSecrets(
  data: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Secrets {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const file = join(data, 'secrets.json')
  const stored = read(file) ?? make(file)
  const ownerToken = env.STALLCAST_OWNER_TOKEN || stored.ownerToken || null
  return { key: Buffer.from(stored.key, 'base64'), ownerToken, databaseUrl: stored.databaseUrl ?? null }
}

function read(file: string): z.infer<typeof fileSchema> | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new ConfigError(`cannot read ${file}`, { cause: error })
  }
  // The file may have come from a backup with wider permissions.
  chmodSync(file, 0o600)
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ConfigError(`${file} is damaged; put it back from a backup`, { cause })
  }
}

function make(file: string): z.infer<typeof fileSchema> {
  const secrets = { key: randomBytes(32).toString('base64') }
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secrets
}
