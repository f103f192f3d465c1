import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isFileInUse } from '../database/sqlite.ts'
import type { Tallies } from '../database/table-copy.ts'
import { copyToPostgres, vacuumInto } from '../database/whole-copy.ts'
import { ConfigError } from '../errors.ts'
import { databaseName } from './backup.ts'
import { filesIn } from './folders.ts'
import { makeScratch } from './scratch.ts'

/**
 * Copies a shop from the file in its data folder into a PostgreSQL database with nothing in it: all or nothing, and counted.
 * The file is not touched. Pictures, secrets and recordings stay where they are.
 */
export async function moveToPostgres(
  data: string,
  url: string,
  say: (line: string) => void,
): Promise<Tallies> {
  const file = join(data, databaseName)
  if (!(await filesIn(data)).includes(databaseName)) throw new ConfigError(`there is no shop in ${data}`)
  if (isFileInUse(file)) {
    throw new ConfigError('the shop is running: stop it first, so that no order is left behind')
  }
  const scratch = await makeScratch(data, '', 'moving')
  try {
    await vacuumInto(file, join(scratch, databaseName))
    return await copyToPostgres(join(scratch, databaseName), url, (table, rows) => say(`  ${table}: ${rows}`))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
