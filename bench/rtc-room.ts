import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchServer, startBenchServer } from './bench-server.ts'

export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A server with one room `a`, and a product to pin in it. */
export type RtcRoom = AsyncDisposable & {
  readonly server: BenchServer
  readonly streamKey: string
  /** Where a host by RTMP sends to. */
  readonly rtmp: string
  live(): Promise<void>
  /** Resolves to where the card is, in 0..1 of the picture. */
  pin(): Promise<Rect>
  unpin(): Promise<unknown>
}

type Room = { readonly state: string; readonly pinned: { readonly rect: Rect } | null }

/** What a server of a bench encodes at once with a browser beside it, on two cores. */
const ladder = '360p,240p'

export async function openRtcRoom(env: Record<string, string> = {}): Promise<RtcRoom> {
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await startBenchServer({ STALLCAST_LADDER: ladder, ...env }))
  const { id: productId } = await server.call<{ id: string }>('POST', '/api/v1/products', {
    title: 'Tea',
    variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
  })
  const room = { slug: 'a', title: 'A' }
  const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', room)
  const held = stack.move()
  return {
    server,
    streamKey,
    rtmp: `${server.rtmp}/${streamKey}`,
    async live() {
      while ((await server.call<Room>('GET', '/api/v1/rooms/a')).state !== 'live') await sleep(100)
    },
    async pin() {
      const { pinned } = await server.call<Room>('PUT', '/api/v1/rooms/a/pin', { productId })
      if (!pinned) throw new Error('the card has no place')
      return pinned.rect
    },
    unpin: () => server.call('DELETE', '/api/v1/rooms/a/pin'),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}
