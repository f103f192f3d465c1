// bin/backup.ts <folder>: backs the shop up, whether it is running or not.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { databasePlace } from '../config/database-place.ts'
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { backUp } from '../src/backup/backup.ts'
import { failure, say } from './command.ts'

const [folder, ...more] = process.argv.slice(2)
if (folder === undefined || more.length > 0) {
  process.stderr.write('usage: backup <folder>\n')
  process.exitCode = 64
} else {
  try {
    const config = loadConfig()
    const place = databasePlace(config, loadSecrets(config.data))
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))
    const { files } = await backUp({ data: config.data, place, folder, version, say })
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
    say(`The backup is in ${folder}: ${files.length} files, ${megabytes.toFixed(1)} MB, without recordings.`)
    say('It holds secrets and the addresses of buyers: keep it where nobody else can read it.')
  } catch (error) {
    failure(error)
  }
}
