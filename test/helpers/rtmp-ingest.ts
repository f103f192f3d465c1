import { pino } from 'pino'
import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import { Ingest } from '../../src/media/ingest/ingest.ts'
import type { Authorize, Publication } from '../../src/media/ports.ts'

export type LogLine = { readonly level: number; readonly msg: string; readonly [field: string]: unknown }

export type TestIngest = {
  readonly ingest: Ingest
  /** Base of the address that encoders push to. */
  readonly url: string
  readonly publications: readonly Publication[]
  /** How many there have been, kept or not. */
  readonly published: () => number
  readonly log: readonly LogLine[]
  /** How often a key was looked up. */
  readonly lookups: () => number
  /** Resolves with the `index`th publication that is kept. */
  readonly publication: (index: number) => Promise<Publication>
}

export type TestIngestOptions = {
  readonly limits?: Record<string, unknown>
  readonly authorize?: Authorize
  /** Which publications to hold on to. */
  readonly keep?: (publication: Publication) => boolean
}

const roomOf: Authorize = async key =>
  key.startsWith('key-of-') ? { slug: key.slice('key-of-'.length) } : null

/** An ingest on a free port; the key of room `x` is `key-of-x` unless `authorize` says otherwise. */
export async function startIngest(t: Test, options: TestIngestOptions = {}): Promise<TestIngest> {
  const { limits = {}, authorize = roomOf, keep = () => true } = options
  const publications: Publication[] = []
  const log: LogLine[] = []
  const waiting = new Set<() => void>()
  let lookups = 0
  let published = 0
  const ingest = await Ingest.start({
    host: '127.0.0.1',
    port: 0,
    limits: configWith({ rtmp: limits }).rtmp,
    authorize: key => {
      lookups += 1
      return authorize(key)
    },
    onPublication: publication => {
      published += 1
      if (keep(publication)) publications.push(publication)
      for (const wake of waiting) wake()
    },
    log: pino({ level: 'debug', base: null }, { write: line => log.push(JSON.parse(line)) }),
  })
  t.teardown(() => ingest.close())
  const publication = (index: number): Promise<Publication> =>
    new Promise(resolve => {
      const look = (): void => {
        const found = publications[index]
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const url = `rtmp://127.0.0.1:${ingest.port}/live`
  return { ingest, url, publications, log, lookups: () => lookups, published: () => published, publication }
}
