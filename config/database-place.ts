import { join } from 'node:path'
import type { Config } from './schema.ts'
import type { Secrets } from './secrets.ts'

/** The SQLite file of a data folder. */
function databaseFile(data: string): string {
  return join(data, 'stallcast.db')
}

/** What `openDatabase` takes. The configuration wins over the secrets: there stand the environment's words. */
export function databasePlace(config: Pick<Config, 'data' | 'database'>, secrets: Secrets | null): string {
  return config.database.url ?? secrets?.databaseUrl ?? databaseFile(config.data)
}
