// bin/move-to-postgres.ts: copies the shop of the data folder into the PostgreSQL database that DATABASE_URL names.
import { loadConfig } from '../config/load.ts'
import { moveToPostgres } from '../src/backup/move-to-postgres.ts'
import { ConfigError } from '../src/errors.ts'
import { failure, say } from './command.ts'

try {
  const config = loadConfig()
  const { url } = config.database
  if (url === null)
    throw new ConfigError('set DATABASE_URL to the PostgreSQL database that the shop is to move to')
  const tallies = await moveToPostgres(config.data, url, say)
  const rows = Object.values(tallies).reduce((sum, tally) => sum + tally.rows, 0)
  say(`All ${Object.keys(tallies).length} tables have arrived: ${rows} rows, and every sum is the same.`)
  say('Now start the shop with the same DATABASE_URL, and each time from now on: npm start')
  say(
    'The file in the data folder is as it was. Put it away when you are content, so that nobody starts it by mistake;',
  )
  say('pictures, recordings and secrets stay in the data folder, and are needed.')
} catch (error) {
  failure(error)
}
