// bin/restore.ts <folder>: puts a shop back from a backup, where there is none yet.
import { databasePlace } from '../config/database-place.ts'
import { loadConfig } from '../config/load.ts'
import { restore } from '../src/backup/restore.ts'
import { isPostgresUrl } from '../src/database.ts'
import { failure, say } from './command.ts'

const [folder, ...more] = process.argv.slice(2)
if (folder === undefined || more.length > 0) {
  process.stderr.write('usage: restore <folder>\n')
  process.exitCode = 64
} else {
  try {
    const config = loadConfig()
    const place = databasePlace(config, null)
    const { madeAt } = await restore({ folder, data: config.data, place, say })
    say(`The shop of ${madeAt} is in ${config.data}${isPostgresUrl(place) ? ' and in PostgreSQL' : ''}.`)
    say(
      'Start it with: npm start. Recordings were not in the backup; nor is its config.yaml put back: look through it.',
    )
  } catch (error) {
    failure(error)
  }
}
