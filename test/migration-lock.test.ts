import pg from 'pg'
import t from 'tap'
import { openDatabase } from '../src/database.ts'
import { emptyPostgresPlace } from './helpers/engine.ts'
import { until } from './helpers/until.ts'

t.test('a start that waits for the migrations of another process ends as soon as it is to', async t => {
  const place = await emptyPostgresPlace(t)
  const other = new pg.Client(place)
  await other.connect()
  await other.query('select pg_advisory_lock(5271114)')
  const stop = new AbortController()
  const opening = openDatabase(place, { signal: stop.signal })
  const refused = t.rejects(opening, { name: 'AbortError' })
  await until('the start to wait', async () => {
    const { rowCount } = await other.query("select from pg_locks where locktype = 'advisory' and not granted")
    return rowCount === 1
  })
  stop.abort()
  await refused
  await other.query('select pg_advisory_unlock(5271114)')
  await until('nobody else to be connected', async () => {
    const { rowCount } = await other.query(
      'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    return rowCount === 0
  })
  await other.end()
})
