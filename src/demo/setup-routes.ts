import { z } from 'zod'
import { type Route, route } from '../route.ts'
import { type Readiness, readinessSchema, slugSchema } from '../wire.ts'
import { loadSampleShop, type SampleShopPorts, sampleRoom } from './sample-shop.ts'
import type { TestBroadcast } from './test-broadcast.ts'

export type SetupRoutesOptions = {
  readonly shop: SampleShopPorts
  readonly currency: string
  readonly broadcast: TestBroadcast
  readonly readiness: () => Promise<Readiness>
}

/** The first minutes of an owner: a sample shop and a test broadcast, each by one click. */
export function setupRoutes({ shop, currency, broadcast, readiness }: SetupRoutesOptions): readonly Route[] {
  let loading: Promise<void> | null = null
  return [
    route({
      method: 'GET',
      path: '/api/v1/setup',
      summary: 'What has been set up so far',
      access: 'settings.manage',
      answers: {
        200: z.object({
          sampleShop: z.enum(['absent', 'loaded']),
          testBroadcast: z.enum(['stopped', 'starting', 'live']),
          ready: readinessSchema,
        }),
      },
      handle: async () => ({
        status: 200,
        body: {
          sampleShop: loading === null && (await shop.isEmpty()) ? 'absent' : 'loaded',
          testBroadcast: broadcast.state,
          ready: await readiness(),
        },
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/setup/sample-shop',
      summary: 'Load stores, products and a room into an empty shop',
      access: 'settings.manage',
      answers: { 201: z.object({ roomSlug: z.string() }) },
      handle: async () => {
        loading ??= loadSampleShop(shop, currency).finally(() => {
          loading = null
        })
        await loading
        return { status: 201, body: { roomSlug: sampleRoom.slug } }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/setup/test-broadcast',
      summary: 'Let FFmpeg push a test picture into a room',
      access: 'settings.manage',
      body: z.strictObject({ roomSlug: slugSchema }),
      answers: { 202: z.object({ state: z.enum(['stopped', 'starting', 'live']) }) },
      handle: async ({ body }) => {
        await broadcast.start(body.roomSlug)
        return { status: 202, body: { state: broadcast.state } }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/setup/test-broadcast',
      summary: 'End the test broadcast',
      access: 'settings.manage',
      answers: { 204: null },
      handle: async () => {
        await broadcast.stop()
        return { status: 204 }
      },
    }),
  ]
}
