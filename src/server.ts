import { join } from 'node:path'
import { databasePlace } from '../config/database-place.ts'
import type { Config } from '../config/schema.ts'
import type { Secrets } from '../config/secrets.ts'
import { addresses, hostNames } from './addresses.ts'
import { tlsOf } from './certificate.ts'
import { ChildProcesses } from './child-process.ts'
import { databaseCheck, isPostgresUrl, openDatabase } from './database.ts'
import { TestBroadcast } from './demo/test-broadcast.ts'
import { ConfigError } from './errors.ts'
import { Bus } from './events.ts'
import type { Check } from './health.ts'
import { Http } from './http.ts'
import { coverWidths, pictureReencoder, productWidths } from './images.ts'
import { createLog, type Logger } from './log.ts'
import { healthView } from './media/health-view.ts'
import { MediaSide } from './media/media-side.ts'
import { Overlays } from './overlay/overlays.ts'
import { SlatePictures } from './overlay/slate-pictures.ts'
import { cardPicture, productCard } from './product-card.ts'
import { Relay } from './relay/relay.ts'
import { StreamsElsewhere } from './relay/streams-elsewhere.ts'
import { StreamsTeller } from './relay/streams-teller.ts'
import { Announcer } from './room/announcer.ts'
import { RoomSide } from './room/room-side.ts'
import { roomOrder } from './shop/orders/room-order.ts'
import { Shop } from './shop/shop.ts'
import { Staff } from './shop/staff/staff.ts'
import { siteRoutes } from './site-routes.ts'
import { Sockets } from './sockets.ts'
import type { ProductView } from './wire.ts'

const day = 86_400_000

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

  const place = databasePlace(config, secrets)
  if (!config.media && !isPostgresUrl(place)) {
    throw new ConfigError(
      "'media' (STALLCAST_MEDIA): a process without streams needs one with, and a DATABASE_URL",
    )
  }
  const database = await openDatabase(place, { connections: config.database.connections, signal, log })
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
  const { sessionIdleDays, sessionDays } = config.staff
  const staff = new Staff({
    ...{ changes: shop.changes, ownerToken: secrets.ownerToken, secret: secrets.key, log },
    life: { idle: sessionIdleDays * day, longest: sessionDays * day },
  })
  signal?.throwIfAborted()

  let sockets: Sockets | null = null
  const elsewhere = new StreamsElsewhere(bus)
  if (isPostgresUrl(place)) {
    const relay = await Relay.start({
      ...{ url: place, database, bus, log, media: config.media, signal },
      onGap: () => {
        if (!config.media) elsewhere.ask()
        for (const slug of sockets?.cutStudios() ?? []) bus.hear('room.changed', { slug })
      },
    })
    stack.defer(() => relay.close())
  }
  if (!config.media) elsewhere.start()
  stack.defer(() => elsewhere.close())

  const overlays = await Overlays.start({
    log,
    framesPerSecond: config.card.framesPerSecond,
    onFeedLost: slug => media?.streams.renew(slug),
  })
  stack.defer(() => overlays.close())
  const slates = new SlatePictures()
  const media = config.media
    ? await MediaSide.start({
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
    : null
  stack.defer(() => media?.close())
  signal?.throwIfAborted()

  const cardOf = async (product: ProductView) => {
    const file = cardPicture(product)
    return productCard(product, file === null ? null : await shop.pictures.read(file), config.card.language)
  }
  const room = await RoomSide.start({
    ...{ database, config, bus, now, log },
    coversFolder: join(config.data, 'covers'),
    follows: config.media,
    reencodeCover: bytes => reencode(bytes, coverWidths),
    ports: {
      products: ids => shop.catalog.views(ids),
      showCard: async (slug, product) => overlays.show(slug, product && (await cardOf(product))),
      streamState: slug => media?.streams.state(slug).state ?? elsewhere.state(slug),
      interruption: slug => (media?.streams ?? elsewhere).interruption(slug),
      endStream: (slug, reason) => media?.publications.get(slug)?.close(reason),
      endShow: slug => media?.streams.endShow(slug) ?? false,
      wait: (slug, seconds) => media?.streams.wait(slug, seconds) ?? false,
      replay: showId => media?.replays.info(showId) ?? null,
      removeReplay: async showId => media?.replays.remove(showId, 'removed by hand'),
      viewers: slug => sockets?.viewers(slug) ?? 0,
    },
  })
  stack.defer(() => room.close())
  signal?.throwIfAborted()
  const { rooms, shows, runner } = room
  const rtmpPort = (): number => media?.rtmpPort ?? config.rtmp.port
  if (media !== null) {
    for (const { slug, showId } of await runner.liveShows()) media.streams.resume(slug, showId)
    stack.defer(() => media.shut())
    await media.admit(signal)
    signal?.throwIfAborted()
    const teller = new StreamsTeller(bus, () => media.streams.told())
    teller.start()
    stack.defer(() => teller.close())
  }

  const broadcast = new TestBroadcast(
    children,
    {
      pushUrl: async slug => `rtmp://127.0.0.1:${rtmpPort()}/live/${await rooms.streamKey(slug)}`,
      isLive: slug => media?.streams.state(slug).state === 'live',
    },
    log,
  )
  stack.defer(() => broadcast.stop())

  const checks: readonly Check[] = [
    { name: 'database', vital: true, run: () => databaseCheck(database) },
    ...(media?.checks ?? []),
  ]
  const authenticate = staff.authenticate.bind(staff)
  const http = await Http.start({
    ...config.http,
    tls: tlsOf(config),
    routes: siteRoutes({
      ...{ config, checks, shop, staff, room, media, broadcast, now },
      database: isPostgresUrl(place) ? 'postgres' : 'sqlite',
      addresses: used => addresses(config, used, rtmpPort()),
      sockets: () => sockets?.count ?? 0,
    }),
    lanes: media?.lanes ?? [],
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
    bus,
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
      order: async id => roomOrder(await shop.orders.view(id)),
      roomOfShow: id => shows.roomOf(id),
      health: slug => media && healthView(media.publications.get(slug), media.streams.state(slug)),
    },
    log,
  )
  announcer.start()
  stack.defer(() => announcer.close())
  signal?.throwIfAborted()

  const host = hostNames(config.http.host)
  const local = `http://${host.local}:${http.port}`
  const secure = http.securePort === null ? null : `https://${host.near}:${http.securePort}`
  const { site, rtmp } = addresses(config, `http://${host.near}:${http.port}`, rtmpPort())
  const link = await staff.signIn.firstOwnerLink()
  log.info({ site, rtmp, secure }, 'the server is up')
  return { urls: { site, rtmp, local, secure }, ownerLink: link && `${site}/welcome#${link}` }
}
