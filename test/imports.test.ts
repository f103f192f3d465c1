import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import t from 'tap'

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean }

const root = resolve(import.meta.dirname, '..')
const files = ['bin', 'bench', 'config', 'src', 'public', 'test'].flatMap(folder =>
  sources(join(root, folder)),
)
const imports = files.flatMap(importsOf)
const local = imports.filter(({ to }) => !isPackage(to))

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .filter(file => !file.startsWith('public/dist/'))
}

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8')
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
  )
  return [...statements].map(([, type, named, bare, dynamic]) => {
    const target = named ?? bare ?? dynamic ?? ''
    const to = target.startsWith('.')
      ? relative(root, resolve(root, dirname(from), target))
      : `package:${target}`
    return { from, to, typeOnly: type !== undefined }
  })
}

function isPackage(to: string): boolean {
  return to.startsWith('package:')
}

function broken(rule: (entry: Import) => boolean): string[] {
  return imports.filter(rule).map(({ from, to }) => `${from} imports ${to}`)
}

t.test('the walk sees the code', async t => {
  t.ok(files.includes('src/server.ts'))
  t.ok(local.some(({ from, to }) => from === 'src/http.ts' && to === 'src/errors.ts'))
  t.ok(imports.some(({ to }) => to === 'package:koa'))
})

t.test('media, overlay, room, shop and demo do not import one another', async t => {
  const halves = ['src/media/', 'src/overlay/', 'src/room/', 'src/shop/', 'src/demo/']
  const half = (file: string): string | undefined => halves.find(folder => file.startsWith(folder))
  t.same(
    broken(({ from, to }) => half(from) !== undefined && half(to) !== undefined && half(from) !== half(to)),
    [],
  )
})

t.test('nothing in src imports the composition root', async t => {
  t.same(
    broken(({ from, to }) => to === 'src/server.ts' && from.startsWith('src/')),
    [],
  )
})

t.test('each heavy library has one home', async t => {
  const homes: Record<string, RegExp> = {
    'node-media-server': /^src\/media\/ingest\/[^/]+$/,
    'fluent-ffmpeg': /^src\/media\/ladder\/[^/]+$/,
    mediasoup: /^src\/media\/sfu\/[^/]+$/,
    'sdp-transform': /^src\/media\/signalling\/[^/]+$/,
    sharp: /^src\/images\.ts$|^src\/overlay\/[^/]+$/,
    koa: /^src\/http\.ts$/,
    '@koa/router': /^src\/http\.ts$/,
    ws: /^src\/sockets\.ts$/,
    'better-sqlite3': /^src\/database\/sqlite\.ts$/,
    pg: /^src\/database\/postgres\.ts$/,
    pino: /^src\/log\.ts$/,
  }
  for (const [library, home] of Object.entries(homes)) {
    const used = imports.filter(
      ({ from, to }) =>
        from.startsWith('src/') && (to === `package:${library}` || to.startsWith(`package:${library}/`)),
    )
    const users = new Set(used.filter(({ typeOnly }) => !typeOnly).map(({ from }) => from))
    t.equal(users.size, 1, `${library} is imported by ${[...users].join(', ') || 'nobody'}`)
    for (const { from } of used) t.match(from, home)
  }
})

t.test('SQL stands in stores, migrations and the database only', async t => {
  const allowed = /-store\.ts$|^src\/migrations\/|^src\/database(\.ts$|\/)/
  t.same(
    broken(
      ({ from, to, typeOnly }) =>
        /^package:kysely/.test(to) && from.startsWith('src/') && !typeOnly && !allowed.test(from),
    ),
    [],
  )
})

t.test('pages import from the server the types of the wire only', async t => {
  t.same(
    broken(({ from, to, typeOnly }) => {
      if (!from.startsWith('public/') || isPackage(to) || to.startsWith('public/')) return false
      return to !== 'src/wire.ts' || !typeOnly
    }),
    [],
  )
})

t.test('the wire is opened by its one door, and what is behind it imports nothing of the server', async t => {
  const behind = (file: string): boolean => file.startsWith('src/wire/')
  t.ok(local.some(({ from, to }) => from === 'src/wire.ts' && behind(to)))
  t.same(
    broken(({ from, to }) => behind(to) && !behind(from) && from !== 'src/wire.ts'),
    [],
  )
  t.same(
    broken(({ from, to }) => behind(from) && !isPackage(to) && !behind(to) && to !== 'src/permissions.ts'),
    [],
  )
})

t.test('the server imports nothing of the pages or the tests', async t => {
  t.same(
    broken(({ from, to }) => /^(src|config)\//.test(from) && /^(public|test|bin|bench)\//.test(to)),
    [],
  )
})

t.test('no file imports itself in a circle', async t => {
  const graph = new Map<string, string[]>()
  for (const { from, to, typeOnly } of local) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to])
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '))
    if (done.has(file) || path.includes(file)) return
    for (const next of graph.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  t.same(circles, [])
})

t.test('there are no barrels and no drawers for odds and ends', async t => {
  t.same(
    files.filter(file => /(^|\/)(index|utils?|helpers|common|misc)\.tsx?$/.test(file)),
    [],
  )
})
