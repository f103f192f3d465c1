import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { type Route, route } from './route.ts'
import { type Readiness, readinessSchema } from './wire.ts'

/** Something that must work before this server is of use, or that an owner should know when it does not. */
export type Check = {
  readonly name: string
  /** Without it nothing can be sold or seen; `/readyz` answers 503. */
  readonly vital: boolean
  /** `ok`, or what is wrong and what to do about it. */
  readonly run: () => Promise<string> | string
}

export async function readiness(checks: readonly Check[]): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async ({ name, vital, run }) => {
      const detail = await Promise.resolve()
        .then(run)
        .catch((error: Error) => error.message)
      return { name, vital, ok: detail === 'ok', detail }
    }),
  )
  return {
    ready: results.every(({ ok, vital }) => ok || !vital),
    checks: results.map(({ name, ok, detail }) => ({ name, ok, detail })),
  }
}

export type Figures = {
  readonly liveStreams: () => number
  readonly webrtcViewers: () => number
  readonly sockets: () => number
}

export function healthRoutes(checks: readonly Check[], figures: Figures): readonly Route[] {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  gauge(registry, 'stallcast_live_streams', 'Rooms on air', figures.liveStreams)
  gauge(registry, 'stallcast_webrtc_viewers', 'Viewers by WebRTC', figures.webrtcViewers)
  gauge(registry, 'stallcast_sockets', 'Open sockets of pages', figures.sockets)
  return [
    route({
      method: 'GET',
      path: '/livez',
      summary: 'The server answers',
      access: 'public',
      answers: { 200: null },
      handle: () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      summary: 'Whether the server is ready, and what is missing if it is not',
      access: 'public',
      answers: { 200: readinessSchema, 503: readinessSchema },
      handle: async () => {
        const body = await readiness(checks)
        return { status: body.ready ? 200 : 503, body }
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      summary: 'Figures for Prometheus',
      access: 'public',
      answers: { 200: null },
      handle: async () => ({
        status: 200,
        headers: { 'content-type': registry.contentType },
        body: await registry.metrics(),
      }),
    }),
  ]
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  const made = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(value())
    },
  })
  registry.registerMetric(made)
}
