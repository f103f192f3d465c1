import pg from 'pg'
import t from 'tap'
import { type ServerWords, whyUnfit } from '../../src/database/server-fit.ts'
import { openDatabase } from '../../src/database.ts'
import { emptyPostgresPlace } from '../helpers/engine.ts'

const debian = { version: '15.14 (Debian 15.14-0+deb12u1)', number: '150014', encoding: 'UTF8' }

t.test('PostgreSQL older than 15 is refused by its version, whatever its release', async t => {
  const why = (words: Partial<ServerWords>) => whyUnfit({ ...debian, ...words })?.message ?? null
  for (const number of ['150000', '150014', '160003', '180000', '1000000']) t.equal(why({ number }), null)
  t.equal(
    why({ version: '14.19 (Debian 14.19-1.pgdg120+1)', number: '140019' }),
    'the database is PostgreSQL 14.19 (Debian 14.19-1.pgdg120+1); Stallcast needs 15 or newer',
  )
  // Before 10, a version had three parts: 9.6.24.
  t.equal(
    why({ version: '9.6.24', number: '90624' }),
    'the database is PostgreSQL 9.6.24; Stallcast needs 15 or newer',
  )
  for (const number of ['', '15', '15.1', '-150000', '150014; drop']) {
    t.match(why({ number }), /it is no PostgreSQL/, number)
  }
})

t.test('a database is fit by what its server says, and one in another encoding is refused', async t => {
  const place = await emptyPostgresPlace(t)
  await (await openDatabase(place)).destroy()
  const client = new pg.Client(place)
  await client.connect()
  t.teardown(() => client.end())
  const { rows } = await client.query("select current_setting('server_version_num') as number")
  t.equal(whyUnfit({ ...debian, number: rows[0].number }), null)

  const name = `${new URL(place.replace('@/', '@host/')).pathname.slice(1)}_ascii`
  await client.query(
    `create database ${name} encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`,
  )
  t.teardown(() => client.query(`drop database ${name} with (force)`))
  const other = place.replace(/@\/[^?]+/, `@/${name}`)
  await t.rejects(openDatabase(other), {
    name: 'ConfigError',
    message: /has the encoding SQL_ASCII; make one with: createdb --encoding=UTF8/,
  })
})
