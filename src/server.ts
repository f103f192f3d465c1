import { join } from 'node:path'
import type { Config } from '../config/schema.ts'
import type { Secrets } from '../config/secrets.ts'
import { addresses, hostNames } from './addresses.ts'
import { ChildProcesses } from './child-process.ts'
import { databaseCheck, openDatabase } from './database.ts'
import { setupRoutes } from './demo/setup-routes.ts'
import { TestBroadcast } from './demo/test-broadcast.ts'
import { Bus } from './events.ts'
import { type Check, healthRoutes, readiness } from './health.ts'
import { Http, sessionCookie } from './http.ts'
import { pictureReencoder } from './images.ts'
import { createLog, type Logger } from './log.ts'
import { healthView } from './media/health-view.ts'
import { hlsRoutes } from './media/hls-routes.ts'
import { Ingest } from './media/ingest/ingest.ts'
import { LiveStreams } from './media/live-streams.ts'
import { Publications } from './media/publications.ts'
import { Sfu } from './media/sfu.ts'
import { openApiRoute } from './openapi.ts'
import { Overlays } from './overlay/overlays.ts'
import { pageRoutes } from './pages.ts'
import { productCard } from './product-card.ts'
import { Announcer } from './room/announcer.ts'
import { CardRefresher } from './room/card-refresher.ts'
import { PinStore } from './room/pin-store.ts'
import { roomRoutes } from './room/room-routes.ts'
import { RoomStore } from './room/room-store.ts'
import { Rooms } from './room/rooms.ts'
import type { Route } from './route.ts'
import { Shop } from './shop/shop.ts'
import { Staff } from './shop/staff/staff.ts'
import { staffRoutes } from './shop/staff/staff-routes.ts'
import { StaffStore } from './shop/staff/staff-store.ts'
import { Sockets } from './sockets.ts'
import type { ProductView } from './wire.ts'

const root = join(import.meta.dirname, '..')

export type StallcastServer = {
  /** `local` is for programs on this machine; the others are for people. */
  readonly urls: { readonly site: string; readonly rtmp: string; readonly local: string }
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

  const shop = await Shop.start({
    ...{ database, config, bus, now, log },
    secret: secrets.key,
    picturesFolder: join(config.data, 'pictures'),
    reencodePicture: renditionsOf(pictureReencoder()),
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
    onFeedLost: slug => streams.renew(slug),
  })
  stack.defer(() => overlays.close())
  const publications = new Publications(({ slug }) => bus.publish('stream.health', { slug }))
  stack.defer(() => publications.close())
  const streams = await LiveStreams.start({
    ...{ config, children, bus, log },
    openOverlay: async (slug, picture, pictureTime) => {
      const input = await overlays.open(slug, picture, pictureTime)
      bus.publish('card.opened', { slug, since: pictureTime(0), rect: input.rect })
      return input
    },
  })
  stack.defer(() => streams.close())
  signal?.throwIfAborted()

  let sockets: Sockets | null = null
  const cardOf = async (product: ProductView) =>
    productCard(product, await picture(shop, product), config.card.language)
  const rooms = new Rooms({
    store: new RoomStore(database),
    pins: new PinStore(database),
    ports: {
      products: ids => shop.catalog.views(ids),
      showCard: async (slug, product) => overlays.show(slug, product && (await cardOf(product))),
      streamState: slug => streams.state(slug).state,
      endStream: (slug, reason) => publications.get(slug)?.close(reason),
      viewers: slug => sockets?.viewers(slug) ?? 0,
    },
    bus,
    now,
  })
  await rooms.recover()
  stack.defer(followStreams(bus, rooms, log))

  const ingest = await Ingest.start({
    host: config.rtmp.host,
    port: config.rtmp.port,
    limits: config.rtmp,
    authorize: async key => {
      const slug = await rooms.byStreamKey(key)
      return slug === null ? null : { slug }
    },
    onPublication: publication => {
      publications.add(publication)
      streams.start(publication)
    },
    log,
  })
  stack.defer(() => ingest.close())
  signal?.throwIfAborted()

  const sfu = await Sfu.start({ workers: config.rtc.workers ?? navigator.hardwareConcurrency, log })
  stack.defer(() => sfu.close())
  signal?.throwIfAborted()

  const broadcast = new TestBroadcast(
    children,
    {
      pushUrl: async slug => `rtmp://127.0.0.1:${ingest.port}/live/${await rooms.streamKey(slug)}`,
      isLive: slug => streams.state(slug).state === 'live',
    },
    log,
  )
  stack.defer(() => broadcast.stop())

  const checks: readonly Check[] = [
    { name: 'database', vital: true, run: () => databaseCheck(database) },
    { name: 'sfu', vital: false, run: () => sfu.ready().reason ?? 'ok' },
  ]
  const authenticate = staff.authenticate.bind(staff)
  const secureCookie = config.http.publicUrl?.startsWith('https:') ?? false
  const routes: Route[] = [
    ...healthRoutes(checks, { liveStreams: () => publications.size, sockets: () => sockets?.count ?? 0 }),
    ...staffRoutes({
      staff,
      perMinute: config.limits.loginsPerMinute,
      cookieName: sessionCookie,
      secureCookie,
    }),
    ...shop.routes,
    ...roomRoutes({ rooms, addresses: host => addresses(config, host, ingest.port) }),
    ...hlsRoutes(streams.answer),
    ...setupRoutes({
      shop: sampleShopPorts(shop, rooms),
      currency: config.shop.currency,
      broadcast,
      readiness: () => readiness(checks),
    }),
    ...pageRoutes(join(root, 'public')),
  ]
  const http = await Http.start({
    ...config.http,
    routes: [...routes, openApiRoute(routes, join(root, 'package.json'))],
    authenticate,
    log,
  })
  stack.defer(() => http.close())
  sockets = Sockets.start({
    server: http.server,
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
      room: slug => rooms.view(slug),
      product: async id => (await shop.catalog.views([id]))[0] ?? null,
      order: id => shop.orders.view(id),
      health: slug => healthView(publications.get(slug), streams.state(slug)),
    },
    log,
  )
  announcer.start()
  stack.defer(() => announcer.close())
  signal?.throwIfAborted()

  const host = hostNames(config.http.host)
  const local = `http://${host.local}:${http.port}`
  const { site, rtmp } = addresses(config, `${host.near}:${http.port}`, ingest.port)
  const link = await staff.ownerLink()
  log.info({ site, rtmp }, 'the server is up')
  return { urls: { site, rtmp, local }, ownerLink: link && `${site}/welcome#${link}` }
}

/** Rooms follow what happens to their streams, and cards what happens to their products. */
function followStreams(bus: Bus, rooms: Rooms, log: Logger): () => Promise<void> {
  const follow = (task: Promise<void>): Promise<void> =>
    task.catch(error => log.error({ err: error }, 'a room could not follow'))
  const cards = new CardRefresher(productIds => follow(rooms.refreshCards(productIds)))
  const ends = [
    bus.on('card.opened', ({ slug, since, rect }) => follow(rooms.pictureOpened(slug, { since, rect }))),
    bus.on('stream.live', ({ slug, at }) => follow(rooms.streamLive(slug, at))),
    bus.on('stream.offline', ({ slug, at }) => follow(rooms.streamOffline(slug, at))),
    bus.on('product.changed', ({ productId }) => cards.add(productId)),
    bus.on('stock.changed', ({ levels }) => {
      for (const { productId } of levels) cards.add(productId)
    }),
  ]
  return async () => {
    for (const end of ends) end()
    await cards.close()
  }
}

/** The picture for a card: large enough for the top rendition, small enough to draw quickly. */
async function picture(shop: Shop, product: ProductView): Promise<Buffer | null> {
  const image = product.images.find(({ width }) => width >= 400) ?? product.images.at(-1)
  const file = image?.url.split('/').at(-1)
  return file === undefined ? null : shop.catalog.picture(file)
}

function sampleShopPorts(shop: Shop, rooms: Rooms): Parameters<typeof setupRoutes>[0]['shop'] {
  return {
    isEmpty: async () => (await shop.catalog.list(null, { after: null, limit: 1 })).items.length === 0,
    createStore: store => shop.stores.create(store),
    createProduct: product => shop.catalog.create({ ...product, variants: [...product.variants] }),
    setImage: async (productId, bytes) => {
      await shop.catalog.setImage(productId, bytes)
    },
    receive: async (storeId, variantId, quantity) => {
      await shop.stock.adjust({ storeId, variantId, delta: quantity, reason: 'sample shop' }, null)
    },
    createRoom: async (slug, title) => {
      await rooms.create(slug, title)
    },
    setLineup: (slug, productIds) => rooms.setLineup(slug, productIds),
  }
}

/** The sizes of a picture that really differ: a small upload has fewer. */
function renditionsOf(
  reencode: ReturnType<typeof pictureReencoder>,
): Parameters<typeof Shop.start>[0]['reencodePicture'] {
  return async bytes => {
    const sizes = Object.values(await reencode(bytes))
    return sizes.filter((size, index) => sizes.findIndex(other => other.width === size.width) === index)
  }
}
