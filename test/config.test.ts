import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { tempFolder } from './helpers/temp-folder.ts'

t.test('defaults, then the file in the data folder, then the environment', async t => {
  const data = await tempFolder(t)
  writeFileSync(
    join(data, 'config.yaml'),
    'http:\n  port: 9000\nrtmp:\n  port: 9001\nladder:\n  renditions: [360p]\n',
  )
  const config = loadConfig({ STALLCAST_DATA: data, STALLCAST_RTMP_PORT: '9100', STALLCAST_HTTP_PORT: '' })
  t.equal(config.data, data)
  t.equal(config.http.port, 9000)
  t.equal(config.http.host, '0.0.0.0', 'what the file does not name stays as it was')
  t.equal(config.rtmp.port, 9100)
  t.same(config.ladder.renditions, ['360p'])
  const ladder = loadConfig({ STALLCAST_DATA: data, STALLCAST_LADDER: '480p, 240p' }).ladder
  t.same(ladder.renditions, ['480p', '240p'])
})

t.test('every variable of the contract is a key', async t => {
  const data = await tempFolder(t)
  const config = loadConfig({
    STALLCAST_DATA: data,
    STALLCAST_HTTP_PORT: '1',
    STALLCAST_RTMP_PORT: '2',
    STALLCAST_RTC_PORT: '3',
    STALLCAST_ANNOUNCED_ADDRESS: 'live.example.com',
    STALLCAST_LADDER: '360p',
  })
  t.match(config, {
    http: { port: 1 },
    rtmp: { port: 2 },
    rtc: { port: 3, announcedAddress: 'live.example.com' },
    ladder: { renditions: ['360p'] },
  })
})

t.test('what cannot be used is refused, with the key and the rule', async t => {
  const data = await tempFolder(t)
  const refused = (yaml: string, message: RegExp): void => {
    writeFileSync(join(data, 'config.yaml'), yaml)
    t.throws(() => loadConfig({ STALLCAST_DATA: data }), { name: 'ConfigError', message })
  }
  refused('hls:\n  segmentSeconds: 20\n', /'hls\.segmentSeconds': .*10/)
  refused('hls:\n  segmentSecond: 2\n', /'hls\.segmentSecond' is not a setting/)
  refused('shop:\n  timeZone: Moon\n', /'shop\.timeZone': must be a time zone/)
  refused('shop:\n  pickupHold: soon\n', /'shop\.pickupHold': must be "closing" or a number of minutes/)
  refused('- a list\n', /config\.yaml: it must hold settings by name/)
  refused('a: [\n', /cannot read .*config\.yaml/)
  refused('__proto__:\n  polluted: true\n', /'__proto__' is not a setting/)
  t.notOk('polluted' in {})
  t.throws(
    () => loadConfig({ STALLCAST_DATA: data, STALLCAST_CONFIG: join(data, 'none.yaml') }),
    /cannot read .*none/,
  )
})

t.test('a wrong variable is named', async t => {
  const data = await tempFolder(t)
  t.throws(() => loadConfig({ STALLCAST_DATA: data, STALLCAST_HTTP_PORT: '80a' }), /STALLCAST_HTTP_PORT/)
})

t.test('every setting in default.yaml stands under a comment', async t => {
  const lines = readFileSync(join(import.meta.dirname, '../config/default.yaml'), 'utf8').split('\n')
  t.ok(Object.keys(parse(lines.join('\n'))).length > 5)
  // A comment may speak for the few settings that follow it.
  const bare = lines.filter((line, index) => {
    if (!/^ {2}\w+:/.test(line)) return false
    return !lines.slice(Math.max(0, index - 4), index).some(before => /^ {2}#/.test(before))
  })
  t.same(bare, [])
})

t.test('the address of a database is checked, and never shown', async t => {
  const url = 'postgresql://shop:hunter2@db/shop'
  t.equal(loadConfig({ DATABASE_URL: url }).database.url, url)
  t.equal(loadConfig({ DATABASE_URL: '' }).database.url, null)
  t.throws(() => loadConfig({ DATABASE_URL: 'mysql://shop:hunter2@db/shop' }), {
    message: "'database.url' (DATABASE_URL): must begin with postgresql://",
  })
})

t.test('secrets are made once, and for this user only', async t => {
  const data = join(await tempFolder(t), 'new')
  const made = loadSecrets(data, {})
  t.equal(made.key.length, 32)
  t.equal(made.ownerToken, null)
  t.equal(statSync(join(data, 'secrets.json')).mode & 0o777, 0o600)
  t.same(loadSecrets(data, { STALLCAST_OWNER_TOKEN: 'a-long-enough-token' }), {
    key: made.key,
    ownerToken: 'a-long-enough-token',
    databaseUrl: null,
  })
  writeFileSync(join(data, 'secrets.json'), '{')
  t.throws(() => loadSecrets(data, {}), /damaged/)
})
