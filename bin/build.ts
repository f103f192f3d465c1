// bin/build.ts [--sizes]: bundles the pages in public/ into public/dist.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { brotliCompress, constants, gzipSync } from 'node:zlib'
import { build, type Metafile, type OutputFile } from 'esbuild'

/** What a page needs; names of files in public/dist. The server hands them out under /assets/. */
type Entry = {
  readonly script: string
  readonly styles: readonly string[]
  /** What the script imports from the start, so that a page can ask for all at once. */
  readonly preload: readonly string[]
  /** Of a page that can be opened without the server. */
  readonly worker?: string
}

type Manifest = { readonly [page: string]: Entry }

const { values } = parseArgs({ options: { sizes: { type: 'boolean', default: false } } })
const root = path.join(import.meta.dirname, '..')
const publicFolder = path.join(root, 'public')
const dist = path.join(publicFolder, 'dist')

const pages = await findPages()
const result = await build({
  absWorkingDir: root,
  entryPoints: pages.map(({ name, file }) => ({ in: file, out: name })),
  outdir: dist,
  publicPath: '/assets/',
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: ['es2022', 'safari16'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  sourcemap: 'linked',
  legalComments: 'linked',
  // A style sheet of this name is not bundled: who imports it gets its address, and loads it when it is needed.
  loader: {
    '.late.css': 'file',
    '.svg': 'text',
    '.png': 'file',
    '.webp': 'file',
    '.jpg': 'file',
    '.woff2': 'file',
    '.wasm': 'file',
  },
  metafile: true,
  // In memory first: what fails leaves the last bundle as it is.
  write: false,
  logLevel: 'warning',
})

const helpers = helpersOf(result.metafile)
const workers = await buildWorkers(result.metafile)
const manifest = manifestOf(result.metafile)
const built = [...result.outputFiles, ...workers.values()]
await mkdir(dist, { recursive: true })
const files = (await Promise.all(built.map(write))).flat()
// The names carry hashes, so nothing is overwritten; from here on the new pages are the ones that are found.
const manifestFile = path.join(dist, 'manifest.json')
await writeFile(`${manifestFile}.new`, `${JSON.stringify(manifest, null, 2)}\n`)
await rename(`${manifestFile}.new`, manifestFile)
const wanted = new Set(['manifest.json', ...files])
for (const name of await readdir(dist)) {
  if (!wanted.has(name)) await rm(path.join(dist, name), { recursive: true })
}
if (values.sizes) await printSizes(manifest)

/** Writes a file, and beside it what a browser that takes brotli gets; names of both. */
async function write(file: OutputFile): Promise<string[]> {
  const name = path.basename(file.path)
  const contents = name.endsWith('.js') ? Buffer.from(withoutHelpers(file.text)) : file.contents
  await writeFile(file.path, contents)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  await writeFile(`${file.path}.br`, await promisify(brotliCompress)(contents, { params }))
  return [name, `${name}.br`]
}

/** Each folder of public/ that holds main.ts or main.tsx is a page of that name. */
async function findPages(): Promise<{ name: string; file: string }[]> {
  const folders = await readdir(publicFolder, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    folders
      .filter(folder => folder.isDirectory())
      .map(async ({ name }) => {
        const main = (await readdir(path.join(publicFolder, name))).find(file => /^main\.tsx?$/.test(file))
        return main === undefined ? [] : [{ name, file: path.join(publicFolder, name, main) }]
      }),
  )
  return found.flat()
}

function manifestOf({ outputs }: Metafile): Manifest {
  const entries = Object.entries(outputs).flatMap(([file, output]) => {
    // What is loaded later is an entry point to esbuild too.
    const page = pages.find(({ file }) => path.relative(root, file) === output.entryPoint)
    if (page === undefined || !file.endsWith('.js')) return []
    const entry: Entry = {
      script: path.basename(file),
      styles: output.cssBundle === undefined ? [] : [path.basename(output.cssBundle)],
      preload: [...staticImports(file, outputs)].map(name => path.basename(name)),
      ...(workers.has(page.name) && { worker: workerName(page.name) }),
    }
    return [[page.name, entry] as const]
  })
  return Object.fromEntries(entries)
}

/** Beside a page's script, service-worker.ts keeps all files of the page: it is built with their names in it. */
async function buildWorkers({ outputs }: Metafile): Promise<Map<string, OutputFile>> {
  const built = new Map<string, OutputFile>()
  for (const { name, file } of pages) {
    const source = path.join(path.dirname(file), 'service-worker.ts')
    const [entry] = Object.entries(outputs).find(
      ([, { entryPoint }]) => entryPoint === path.relative(root, file),
    ) ?? ['']
    if (!existsSync(source) || !entry.endsWith('.js')) continue
    const files = [...everImported(entry, outputs)].map(each => path.basename(each)).sort()
    const hash = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
    const { outputFiles } = await build({
      entryPoints: [source],
      outfile: path.join(dist, workerName(name)),
      define: { shell: JSON.stringify({ name: hash, files }) },
      bundle: true,
      format: 'iife',
      target: ['es2022', 'safari16'],
      minify: true,
      write: false,
      logLevel: 'warning',
    })
    for (const output of outputFiles) built.set(name, output)
  }
  return built
}

/** One name in all builds: a browser asks for it again, and so finds the new one. */
function workerName(page: string): string {
  return `${page}-worker.js`
}

/** A script, its styles, and whatever they load at any time. */
function everImported(file: string, outputs: Metafile['outputs'], found = new Set<string>()): Set<string> {
  if (found.has(file) || outputs[file] === undefined) return found
  found.add(file)
  const { imports, cssBundle } = outputs[file]
  for (const next of [...imports.map(({ path }) => path), cssBundle ?? file])
    everImported(next, outputs, found)
  return found
}

/** What `file` imports, and what that imports, without what is loaded later. */
function staticImports(file: string, outputs: Metafile['outputs'], found = new Set<string>()): Set<string> {
  for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
    if (kind !== 'import-statement' || found.has(imported) || helpers.has(path.basename(imported))) continue
    found.add(imported)
    staticImports(imported, outputs, found)
  }
  return found
}

/**
 * Names of chunks that hold nothing but esbuild's own functions, or nothing at all. It has each page import them, though
 * only what is loaded later calls one.
 */
function helpersOf({ outputs }: Metafile): Set<string> {
  const empty = Object.entries(outputs).filter(
    ([file, { inputs, imports }]) =>
      file.endsWith('.js') &&
      imports.length === 0 &&
      Object.entries(inputs).every(
        ([name, { bytesInOutput }]) => bytesInOutput === 0 || name === '<runtime>',
      ),
  )
  return new Set(empty.map(([file]) => path.basename(file)))
}

/** What is imported from helpers without a name is not; spaces in its place keep the source map right. */
function withoutHelpers(script: string): string {
  return script.replaceAll(/import"[^"]*\/([^"/]+)";/g, (statement, name: string) =>
    helpers.has(name) ? ' '.repeat(statement.length) : statement,
  )
}

async function printSizes(pages: Manifest): Promise<void> {
  const gzipped = async (name: string) => gzipSync(await readFile(path.join(dist, name))).length
  for (const [page, { script, styles, preload }] of Object.entries(pages)) {
    const sizes = await Promise.all(
      [script, ...preload, ...styles].map(async name => ({ name, bytes: await gzipped(name) })),
    )
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
    process.stdout.write(`${page}: ${kilobytes(total)} gz before anything else is loaded\n`)
    for (const { name, bytes } of sizes) process.stdout.write(`  ${kilobytes(bytes).padStart(9)}  ${name}\n`)
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
