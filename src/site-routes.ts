import { join } from 'node:path'
import type { Config } from '../config/schema.ts'
import { setupRoutes } from './demo/setup-routes.ts'
import type { TestBroadcast } from './demo/test-broadcast.ts'
import { type Check, healthRoutes, readiness } from './health.ts'
import { mediaDescriptions } from './media/media-descriptions.ts'
import type { MediaSide } from './media/media-side.ts'
import { openApiRoute, packageVersion } from './openapi.ts'
import { pageRoutes } from './pages.ts'
import { readsOnly } from './relay/reads-only.ts'
import type { RoomSide } from './room/room-side.ts'
import type { Route } from './route.ts'
import { sampleShopPorts } from './sample-shop-ports.ts'
import { settingsRoutes } from './settings-routes.ts'
import type { Shop } from './shop/shop.ts'
import type { Staff } from './shop/staff/staff.ts'
import { staffRoutes } from './shop/staff/staff-routes.ts'
import type { SettingsView } from './wire.ts'

export type SiteOptions = {
  readonly config: Config
  readonly database: SettingsView['database']
  /** Where people reach this server. @param used the address that the caller used. */
  readonly addresses: (used: string) => { readonly site: string; readonly rtmp: string }
  readonly checks: readonly Check[]
  readonly shop: Shop
  readonly staff: Staff
  readonly room: RoomSide
  /** null: another process takes in the streams. */
  readonly media: MediaSide | null
  readonly broadcast: TestBroadcast
  /** How many sockets of pages are open. */
  readonly sockets: () => number
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** All that is answered over HTTP but the media: calls, pages, and the document that describes the calls. */
export function siteRoutes(options: SiteOptions): readonly Route[] {
  const root = join(import.meta.dirname, '..')
  const version = packageVersion(join(root, 'package.json'))
  const { config, addresses, checks, shop, staff, room, media } = options
  const live = [
    ...room.routes(addresses),
    ...setupRoutes({
      shop: sampleShopPorts(shop, room),
      currency: config.shop.currency,
      broadcast: options.broadcast,
      readiness: () => readiness(checks),
    }),
  ]
  const routes = [
    ...healthRoutes(checks, {
      liveStreams: () => media?.publications.size ?? 0,
      webrtcViewers: () => media?.viewers ?? 0,
      sockets: options.sockets,
    }),
    ...staffRoutes({
      staff,
      loginsPerMinute: config.limits.loginsPerMinute,
      secureCookie: config.http.publicUrl?.startsWith('https:') ?? false,
      currency: config.shop.currency,
      now: options.now,
      invitationLink: (token, used) => `${addresses(used).site}/welcome#invite=${token}`,
    }),
    ...settingsRoutes(used => settingsView(options, version, used)),
    ...(media?.routes ?? []),
    ...shop.routes,
    ...(media === null ? readsOnly(live) : live),
    ...pageRoutes(join(root, 'public')),
  ]
  return [...routes, openApiRoute([...routes, ...mediaDescriptions], version)]
}

function settingsView({ config, database, addresses }: SiteOptions, version: string, used: string) {
  const { name, currency, timeZone } = config.shop
  return {
    version,
    database,
    data: config.data,
    shop: { name, currency, timeZone },
    addresses: { ...addresses(used), publicUrl: config.http.publicUrl !== null },
  }
}
