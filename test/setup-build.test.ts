import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { makeClone, run } from './helpers/clone.ts'
import { tempFolder } from './helpers/temp-folder.ts'

function write(clone: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(clone, 'public', name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

const build = (clone: string, ...args: string[]) =>
  run(process.execPath, [path.join(clone, 'bin/build.ts'), ...args], { cwd: clone })

function built(clone: string) {
  const dist = path.join(clone, 'public/dist')
  const manifest = JSON.parse(readFileSync(path.join(dist, 'manifest.json'), 'utf8'))
  return {
    manifest,
    names: readdirSync(dist),
    read: (name: string) => readFileSync(path.join(dist, name), 'utf8'),
  }
}

t.test(
  'each folder with main.ts or main.tsx is a page with its script, styles and what they share',
  async t => {
    const clone = makeClone(await tempFolder(t))
    write(clone, {
      'shared/show.ts': `import { render } from 'preact'
      export const show = (node: preact.ComponentChild) => render(node, document.body)`,
      'shared/tokens.css': ':root { --accent: #e5432d }',
      'studio/main.tsx': `import '../shared/tokens.css'
      import './studio.css'
      import { show } from '../shared/show.ts'
      show(<b>studio</b>)
      import('./later.ts')`,
      'studio/studio.css': 'b { &:hover { color: var(--accent) } }',
      'studio/later.ts': 'document.title = "later"',
      'counter/main.tsx': `import { show } from '../shared/show.ts'
      show(<b>counter</b>)`,
    })
    const { code, stdout, stderr } = await build(clone, '--sizes')
    t.equal(code, 0, stderr)
    t.match(stdout, /^studio: \d+\.\d kB gz/m)
    const { manifest, names, read } = built(clone)
    t.same(Object.keys(manifest).sort(), ['counter', 'studio', 'watch'])
    t.match(manifest.studio, { script: /^studio-[A-Z0-9]{8}\.js$/, styles: [/^studio-[A-Z0-9]{8}\.css$/] })
    t.same(manifest.studio.preload, manifest.counter.preload, 'the shared code is one file')
    t.equal(manifest.studio.preload.length, 1, 'what comes later is not loaded with the page')
    t.match(read(manifest.studio.script), `/assets/${manifest.studio.preload[0]}`)
    t.match(read(manifest.studio.styles[0]), 'b:hover', 'nesting is translated for older browsers')
    t.same(manifest.watch.styles, [])
    for (const { script, styles, preload } of Object.values<typeof manifest.studio>(manifest)) {
      for (const name of [script, ...styles, ...preload]) t.ok(names.includes(name), name)
    }
  },
)

t.test('a new build replaces what has changed, keeps the other names, and leaves nothing old', async t => {
  const clone = makeClone(await tempFolder(t))
  write(clone, { 'studio/main.ts': 'document.title = "studio"' })
  await build(clone)
  const before = built(clone)
  write(clone, { 'studio/main.ts': 'document.title = "changed"' })
  await build(clone)
  const after = built(clone)
  t.not(after.manifest.studio.script, before.manifest.studio.script)
  t.same(after.manifest.watch, before.manifest.watch)
  t.notOk(after.names.includes(before.manifest.studio.script))
  t.equal(after.names.length, before.names.length)
})
