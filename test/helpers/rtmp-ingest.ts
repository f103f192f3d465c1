import { pino } from 'pino'
import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import { Ingest } from '../../src/media/ingest/ingest.ts'
import type { Publication } from '../../src/media/ports.ts'

export type LogLine = { readonly level: number; readonly msg: string; readonly [field: string]: unknown }

export type TestIngest = {
  readonly ingest: Ingest
  /** Base of the address that encoders push to. */
  readonly url: string
  readonly publications: readonly Publication[]
  readonly log: readonly LogLine[]
  /** How often a key was looked up. */
  readonly lookups: () => number
  /** Resolves with the `index`th publication of all. */
  readonly publication: (index: number) => Promise<Publication>
}

/** An ingest on a free port; the key of room `x` is `key-of-x`. */
export async function startIngest(t: Test, limits: Record<string, unknown> = {}): Promise<TestIngest> {
  const publications: Publication[] = []
  const log: LogLine[] = []
  const waiting = new Set<() => void>()
  let lookups = 0
  const ingest = await Ingest.start({
    host: '127.0.0.1',
    port: 0,
    limits: configWith({ rtmp: limits }).rtmp,
    authorize: async key => {
      lookups += 1
      return key.startsWith('key-of-') ? { slug: key.slice('key-of-'.length) } : null
    },
    onPublication: publication => {
      publications.push(publication)
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
  return { ingest, url, publications, log, lookups: () => lookups, publication }
}
