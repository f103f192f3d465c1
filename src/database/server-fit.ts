import { ConfigError } from '../errors.ts'

/** What this was written for and is tested with; Debian 12 has it. */
const oldestVersion = 15

/** What a PostgreSQL says of itself and of the database that one is connected to. */
export type ServerWords = {
  /** `server_version`, for people: `14.11 (Debian 14.11-1.pgdg120+2)`. */
  readonly version: string
  /** `server_version_num`: ten thousand times the version, and the release: `140011`. */
  readonly number: string
  /** `server_encoding`. */
  readonly encoding: string
}

/** Why a shop cannot be kept there; null if it can. */
export function whyUnfit({ version, number, encoding }: ServerWords): ConfigError | null {
  if (!/^\d{5,7}$/.test(number)) {
    return new ConfigError(
      `what answers at DATABASE_URL gives its version as '${number}': it is no PostgreSQL`,
    )
  }
  if (Number(number) < oldestVersion * 10_000) {
    return new ConfigError(`the database is PostgreSQL ${version}; Stallcast needs ${oldestVersion} or newer`)
  }
  if (encoding !== 'UTF8') {
    return new ConfigError(
      `the database has the encoding ${encoding}; make one with: createdb --encoding=UTF8 --template=template0 <name>`,
    )
  }
  return null
}
