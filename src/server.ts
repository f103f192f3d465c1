import { join } from 'node:path'
import type { Config } from '../config/schema.ts'
import type { Secrets } from '../config/secrets.ts'
import { addresses, hostNames } from './addresses.ts'
import { tlsOf } from './certificate.ts'
import { ChildProcesses } from './child-process.ts'
import { databaseCheck, openDatabase } from './database.ts'
import { setupRoutes } from './demo/setup-routes.ts'
import { TestBroadcast } from './demo/test-broadcast.ts'
import { Bus } from './events.ts'
import { type Check, healthRoutes, readiness } from './health.ts'
import { Http } from './http.ts'
import { coverWidths, pictureReencoder, productWidths } from './images.ts'
import { createLog, type Logger } from './log.ts'
import { healthView } from './media/health-view.ts'
import { mediaDescriptions } from './media/media-descriptions.ts'
import { MediaSide } from './media/media-side.ts'
import { openApiRoute } from './openapi.ts'
import { Overlays } from './overlay/overlays.ts'
import { SlatePictures } from './overlay/slate-pictures.ts'
import { pageRoutes } from './pages.ts'
import { productCard } from './product-card.ts'
import { Announcer } from './room/announcer.ts'
import { RoomSide } from './room/room-side.ts'
import type { Route } from './route.ts'
import { newProductSchema } from './shop/catalog/product-fields.ts'
import { Shop } from './shop/shop.ts'
import { Staff } from './shop/staff/staff.ts'
import { staffRoutes } from './shop/staff/staff-routes.ts'
import { StaffStore } from './shop/staff/staff-store.ts'
import { Sockets } from './sockets.ts'
import type { ProductView } from './wire.ts'

const root = join(import.meta.dirname, '..')

export type StallcastServer = {
  /** `local` is for programs on this machine; the others are for people. `secure` is null without TLS. */
  readonly urls: {
    readonly site: string
    readonly rtmp: string
    readonly local: string
    readonly secure: string | null
  }
  /** Where the first owner makes an account; null when there is one. */
  readonly ownerLink: string | null
  close(): Promise<void>
}

export type Overrides = {
  /** Aborting it during the start ends the start. */
  readonly signal?: AbortSignal
  readonly log?: Logger
  /** Epoch milliseconds. */
  readonly now?: () => number
}

/**
 * The composition root: opens everything, wires it, and closes it in the reverse order.
 * What fails to open closes what was opened before.
 */
export async function startServer(
  config: Config,
  secrets: Secrets,
  overrides: Overrides = {},
): Promise<StallcastServer> {
  const stack = new AsyncDisposableStack()
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= stack.disposeAsync()
    return closing
  }
  try {
    return { ...(await compose(config, secrets, overrides, stack)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function compose(
  config: Config,
  secrets: Secrets,
  overrides: Overrides,
  stack: AsyncDisposableStack,
): Promise<Omit<StallcastServer, 'close'>> {
  const { signal, log = createLog(config.log.level), now = Date.now } = overrides
  const bus = new Bus(log)
  const children = stack.use(new ChildProcesses())

  const database = await openDatabase(join(config.data, 'stallcast.db'))
  stack.defer(() => database.destroy())
  signal?.throwIfAborted()

  const reencode = pictureReencoder()
  const shop = await Shop.start({
    ...{ database, config, bus, now, log },
    secret: secrets.key,
    picturesFolder: join(config.data, 'pictures'),
    reencodePicture: bytes => reencode(bytes, productWidths),
  })
  stack.defer(() => shop.close())
  if (secrets.ownerToken !== null && secrets.ownerToken.length < 16) {
    log.warn("the owner's token is so short that it can be guessed: use 16 characters or more")
  }
  const staff = new Staff(new StaffStore(database), secrets.ownerToken, now)
  signal?.throwIfAborted()

  const overlays = await Overlays.start({
    log,
    framesPerSecond: config.card.framesPerSecond,
    onFeedLost: slug => media.streams.renew(slug),
  })
  stack.defer(() => overlays.close())
  const slates = new SlatePictures()
  const media = await MediaSide.start({
    ...{ config, database, children, bus, log },
    recordingsFolder: join(config.data, 'recordings'),
    authorize: async key => {
      const slug = await rooms.byStreamKey(key)
      return slug === null ? null : { slug }
    },
    isRoom: async slug => (await rooms.view(slug)) !== null,
    nextShow: slug => runner.next(slug),
    drawSlate: async (slug, size) => {
      const { title = '' } = (await rooms.view(slug)) ?? {}
      const cover = await room.covers.largeOfRoom(slug)
      return slates.draw({ title, cover, language: config.card.language }, size)
    },
    openOverlay: async (slug, picture, pictureTime) => {
      const input = await overlays.open(slug, picture, pictureTime)
      bus.publish('card.opened', { slug, since: pictureTime(0), rect: input.rect })
      return input
    },
  })
  stack.defer(() => media.close())
  const { publications, replays, streams } = media
  signal?.throwIfAborted()

  let sockets: Sockets | null = null
  const cardOf = async (product: ProductView) =>
    productCard(product, await picture(shop, product), config.card.language)
  const room = await RoomSide.start({
    ...{ database, config, bus, now, log },
    coversFolder: join(config.data, 'covers'),
    reencodeCover: bytes => reencode(bytes, coverWidths),
    ports: {
      products: ids => shop.catalog.views(ids),
      showCard: async (slug, product) => overlays.show(slug, product && (await cardOf(product))),
      streamState: slug => streams.state(slug).state,
      interruption: slug => {
        const state = streams.state(slug)
        return state.state === 'live' ? state.interruption : null
      },
      endStream: (slug, reason) => publications.get(slug)?.close(reason),
      endShow: slug => streams.endShow(slug),
      wait: (slug, seconds) => streams.wait(slug, seconds),
      replay: showId => replays.info(showId),
      removeReplay: showId => replays.remove(showId, 'removed by hand'),
      viewers: slug => sockets?.viewers(slug) ?? 0,
    },
  })
  stack.defer(() => room.close())
  signal?.throwIfAborted()
  const { rooms, shows, runner } = room
  for (const { slug, showId } of await runner.liveShows()) streams.resume(slug, showId)

  stack.defer(() => media.shut())
  await media.admit(signal)
  signal?.throwIfAborted()

  const broadcast = new TestBroadcast(
    children,
    {
      pushUrl: async slug => `rtmp://127.0.0.1:${media.rtmpPort}/live/${await rooms.streamKey(slug)}`,
      isLive: slug => streams.state(slug).state === 'live',
    },
    log,
  )
  stack.defer(() => broadcast.stop())

  const checks: readonly Check[] = [
    { name: 'database', vital: true, run: () => databaseCheck(database) },
    ...media.checks,
  ]
  const authenticate = staff.authenticate.bind(staff)
  const secureCookie = config.http.publicUrl?.startsWith('https:') ?? false
  const routes: Route[] = [
    ...healthRoutes(checks, {
      liveStreams: () => publications.size,
      webrtcViewers: () => media.viewers,
      sockets: () => sockets?.count ?? 0,
    }),
    ...staffRoutes({
      staff,
      perMinute: config.limits.loginsPerMinute,
      secureCookie,
      currency: config.shop.currency,
    }),
    ...media.routes,
    ...shop.routes,
    ...room.routes(used => addresses(config, used, media.rtmpPort)),
    ...setupRoutes({
      shop: sampleShopPorts(shop, room),
      currency: config.shop.currency,
      broadcast,
      readiness: () => readiness(checks),
    }),
    ...pageRoutes(join(root, 'public')),
  ]
  const http = await Http.start({
    ...config.http,
    tls: tlsOf(config),
    routes: [...routes, openApiRoute([...routes, ...mediaDescriptions], join(root, 'package.json'))],
    lanes: media.lanes,
    authenticate,
    log,
  })
  stack.defer(() => http.close())
  sockets = Sockets.start({
    servers: http.servers,
    authenticate,
    room: slug => rooms.view(slug),
    limits: config.limits,
    trustProxy: config.http.trustProxy,
    log,
  })
  stack.defer(() => sockets.close())
  const announcer = new Announcer(
    bus,
    {
      send: sockets.send.bind(sockets),
      sendToEveryRoom: sockets.sendToEveryRoom.bind(sockets),
      isHeard: sockets.isHeard.bind(sockets),
      room: slug => rooms.view(slug),
      product: async id => (await shop.catalog.views([id]))[0] ?? null,
      order: id => shop.orders.view(id),
      roomOfShow: id => shows.roomOf(id),
      health: slug => healthView(publications.get(slug), streams.state(slug)),
    },
    log,
  )
  announcer.start()
  stack.defer(() => announcer.close())
  signal?.throwIfAborted()

  const host = hostNames(config.http.host)
  const local = `http://${host.local}:${http.port}`
  const secure = http.securePort === null ? null : `https://${host.near}:${http.securePort}`
  const { site, rtmp } = addresses(config, `http://${host.near}:${http.port}`, media.rtmpPort)
  const link = await staff.ownerLink()
  log.info({ site, rtmp, secure }, 'the server is up')
  return { urls: { site, rtmp, local, secure }, ownerLink: link && `${site}/welcome#${link}` }
}

/** The picture for a card: large enough for the top rendition, small enough to draw quickly. */
async function picture(shop: Shop, product: ProductView): Promise<Buffer | null> {
  const image = product.images.find(({ width }) => width >= 400) ?? product.images.at(-1)
  const file = image?.url.split('/').at(-1)
  return file === undefined ? null : shop.pictures.read(file)
}

function sampleShopPorts(shop: Shop, { rooms, shows }: RoomSide): Parameters<typeof setupRoutes>[0]['shop'] {
  return {
    isEmpty: async () => !(await shop.catalog.hasAny()),
    createStore: store => shop.stores.create(store),
    createProduct: product => shop.catalog.create(newProductSchema.parse(product)),
    setImage: async (productId, bytes) => {
      await shop.pictures.setFirst(productId, bytes)
    },
    receive: async (storeId, variantId, quantity) => {
      await shop.stock.adjust({ storeId, variantId, delta: quantity, reason: 'sample shop' }, null)
    },
    createRoom: async (slug, title) => {
      await rooms.create(slug, title)
    },
    setLineup: (slug, productIds) => shows.setRoomLineup(slug, productIds),
  }
}
