import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { z } from 'zod'
import { contentPolicy } from './content-policy.ts'
import { NotFoundError } from './errors.ts'
import { type Answer, type Route, route } from './route.ts'

type Page = {
  /** The folder in public/. */
  readonly name: string
  /** Before the page's own script says more. */
  readonly title?: string
  /** The dark stage; without it the light look of desks. */
  readonly stage?: boolean
  /** Its address opens something: it must not reach other sites or search engines. */
  readonly secret?: boolean
  /** Its script compiles WebAssembly, which the policy of the other pages forbids. */
  readonly wasm?: boolean
}

/** Which page is served at which path. */
const pages: Readonly<Record<string, Page>> = {
  '/': { name: 'home' },
  '/r/:slug': { name: 'watch', stage: true },
  '/shows/:id': { name: 'show', stage: true },
  '/orders': { name: 'orders', secret: true },
  '/orders/:id': { name: 'order', secret: true },
  '/welcome': { name: 'welcome', title: 'Welcome' },
  '/studio': { name: 'studio', title: 'Studio' },
  '/counter': { name: 'counter', title: 'Counter', wasm: true },
  '/admin': { name: 'admin', title: 'Admin' },
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
}

type Asset = { readonly type: string; readonly plain: Buffer; readonly brotli: Buffer }

/** The pages' shells and the built files of public/dist, all held in memory: no path is built from input. */
export function pageRoutes(publicFolder: string): readonly Route[] {
  const dist = join(publicFolder, 'dist')
  const manifest = readManifest(dist)
  const assets = new Map(
    readdirSync(dist)
      .filter(name => types[extname(name)] !== undefined)
      .map(name => [name, builtAsset(join(dist, name))]),
  )
  const template = readFileSync(join(publicFolder, 'page.html'), 'utf8')
  return [
    ...Object.entries(pages).map(([path, page]) => shellRoute(path, shell(template, page, manifest), page)),
    route({
      method: 'GET',
      path: '/assets/:file',
      summary: 'A built file of the pages',
      access: 'public',
      params: z.object({ file: z.string() }),
      answers: { 200: null },
      handle: ({ params, header }) => {
        const found = assets.get(params.file)
        if (found === undefined) throw new NotFoundError(`'${params.file}'`)
        return sendAsset(found, header('accept-encoding'), 'public, max-age=31536000, immutable')
      },
    }),
    ...Object.values(manifest).flatMap(({ worker }) =>
      worker === undefined ? [] : workerRoute(worker, assets),
    ),
  ]
}

/** A service worker stands beside its page: it may rule over nothing below another path. */
function workerRoute(file: string, assets: ReadonlyMap<string, Asset>): Route {
  const found = assets.get(file)
  if (found === undefined) throw new Error(`'${file}' was not built; run 'npm run build'`)
  return route({
    method: 'GET',
    path: `/${file}`,
    summary: 'Keeps a page on the device',
    access: 'public',
    answers: { 200: null },
    handle: ({ header }) => sendAsset(found, header('accept-encoding'), 'no-cache'),
  })
}

function shellRoute(path: string, shell: Asset, { wasm = false }: Page): Route {
  return route({
    method: 'GET',
    path,
    summary: 'A page',
    access: 'public',
    answers: { 200: null },
    handle: ({ header }) => {
      const answer = sendAsset(shell, header('accept-encoding'), 'no-cache')
      return wasm ? { ...answer, headers: { ...answer.headers, ...wasmPolicy } } : answer
    },
  })
}

const wasmPolicy = {
  'content-security-policy': contentPolicy("script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'"),
}

function sendAsset(found: Asset, accepted: string | undefined, cacheControl: string): Answer {
  const brotli = /\bbr\b/.test(accepted ?? '')
  return {
    status: 200,
    headers: {
      'content-type': found.type,
      'cache-control': cacheControl,
      vary: 'Accept-Encoding',
      ...(brotli && { 'content-encoding': 'br' }),
    },
    body: brotli ? found.brotli : found.plain,
  }
}

/** bin/build.ts has compressed it: compressing all of them takes more time than the rest of a server's start. */
function builtAsset(file: string): Asset {
  return { type: types[extname(file)] ?? '', plain: readFileSync(file), brotli: readFileSync(`${file}.br`) }
}

const manifestSchema = z.record(
  z.string(),
  z.object({
    script: z.string(),
    styles: z.array(z.string()),
    preload: z.array(z.string()),
    worker: z.string().optional(),
  }),
)
type Manifest = z.infer<typeof manifestSchema>

function readManifest(dist: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')))
}

function shell(template: string, { name, title, stage, secret }: Page, manifest: Manifest): Asset {
  const entry = manifest[name]
  if (entry === undefined) throw new Error(`the page '${name}' was not built; run 'npm run build'`)
  const head = [
    // As --ground of tokens.css.
    meta('theme-color', stage ? '#0f0d0c' : '#faf8f6'),
    meta('color-scheme', stage ? 'dark' : 'light'),
    ...(secret ? [meta('referrer', 'no-referrer'), meta('robots', 'noindex')] : []),
    ...entry.styles.map(stylesheet),
    ...entry.preload.map(preload),
    script(entry.script),
  ]
  const html = template
    .replace('{{theme}}', stage ? 'stage' : 'desk')
    .replace('{{title}}', title === undefined ? 'Stallcast' : `${title} · Stallcast`)
    .replace('{{head}}', head.join('\n    '))
  const plain = Buffer.from(html)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  return { type: 'text/html; charset=utf-8', plain, brotli: brotliCompressSync(plain, { params }) }
}

const meta = (name: string, content: string): string => `<meta name="${name}" content="${content}" />`
const stylesheet = (file: string): string => `<link rel="stylesheet" href="/assets/${file}">`
const preload = (file: string): string => `<link rel="modulepreload" href="/assets/${file}">`
const script = (file: string): string => `<script type="module" src="/assets/${file}"></script>`
