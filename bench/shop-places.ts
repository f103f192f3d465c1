import { join } from 'node:path'
import { postgresPlace } from '../test/helpers/engine.ts'
import { PostgresCluster } from '../test/helpers/postgres-cluster.ts'
import { tempFolder } from '../test/helpers/temp-folder.ts'

export type ShopPlace = {
  readonly folder: string
  /** What `openDatabase` takes. */
  readonly place: string
  [Symbol.asyncDispose](): Promise<void>
}

export type ShopEngine = {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** A new database with nothing in it but tables. */
  newPlace(): Promise<ShopPlace>
}

/**
 * Does `work` on both engines, or on those that ENGINES names (`sqlite`, `postgres`); PostgreSQL as a cluster of the
 * bench's own with fsync=on.
 */
export async function onEngines(work: (engine: ShopEngine) => Promise<void>): Promise<void> {
  const wanted = (process.env.ENGINES ?? 'sqlite,postgres').split(',')
  if (wanted.includes('sqlite')) {
    await work({
      name: 'SQLite',
      newPlace: () => newPlace(async (_, folder) => join(folder, 'shop.sqlite')),
    })
  }
  if (!wanted.includes('postgres')) return
  const cluster = await PostgresCluster.start({ fsync: true })
  process.env.STALLCAST_TEST_CLUSTER = cluster.folder
  try {
    await work({ name: 'PostgreSQL', newPlace: () => newPlace(postgresPlace) })
  } finally {
    await cluster.close()
  }
}

type Teardown = Parameters<typeof postgresPlace>[0]

async function newPlace(make: (t: Teardown, folder: string) => Promise<string>): Promise<ShopPlace> {
  const stack = new AsyncDisposableStack()
  const t = {
    teardown: (task: () => unknown) => {
      stack.defer(async () => {
        await task()
      })
    },
  }
  const folder = await tempFolder(t)
  const place = await make(t, folder)
  return { folder, place, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
