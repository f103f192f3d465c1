import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { coverWidths, pictureReencoder } from '../../src/images.ts'
import { openRooms, type RoomWorld } from './room-world.ts'

const reencode = pictureReencoder()

async function openWithPictures(t: Parameters<typeof openRooms>[0]): Promise<RoomWorld> {
  const world = await openRooms(t, { reencodeCover: bytes => reencode(bytes, coverWidths) })
  await world.side.rooms.create('tea', 'Tea')
  return world
}

function picture(width: number, colour: string): Promise<Buffer> {
  return sharp({ create: { width, height: Math.round(width / 2), channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
}

const filesOf = ({ folder }: RoomWorld): Promise<string[]> => readdir(join(folder, 'covers'))

t.test("a room's cover is served small to pages, for good, and large to the slate", async t => {
  const world = await openWithPictures(t)
  const { side, call, facts } = world
  t.equal(await side.covers.largeOfRoom('tea'), null)
  const set = await call('PUT', '/api/v1/rooms/tea/cover', await picture(2000, 'red'))
  t.equal(set.status, 200)
  t.match(set.body.coverUrl, /^\/media\/covers\/[0-9a-z]{26}-720\.webp$/)
  t.equal(set.body.show.coverUrl, set.body.coverUrl, "a show without a cover has its room's")
  t.same(facts.at(-1), { name: 'room.changed', fact: { slug: 'tea' } })
  const served = await call('GET', set.body.coverUrl, undefined, true)
  t.match(served.headers, { 'content-type': 'image/webp', 'cache-control': /immutable/ })
  t.match(await sharp(served.body).metadata(), { format: 'webp', width: 720, height: 360 })
  const large = await side.covers.largeOfRoom('tea')
  t.match(await sharp(large ?? Buffer.alloc(0)).metadata(), { format: 'webp', width: 1080, height: 540 })
})

t.test('a small picture is not made larger', async t => {
  const world = await openWithPictures(t)
  const { body } = await world.call('PUT', '/api/v1/rooms/tea/cover', await picture(300, 'red'))
  t.match(body.coverUrl, /-300\.webp$/)
  const large = await world.side.covers.largeOfRoom('tea')
  t.equal((await sharp(large ?? Buffer.alloc(0)).metadata()).width, 300)
  t.equal((await filesOf(world)).length, 1)
})

t.test("a show's own cover comes first, then its room's, its replay's, its first product's", async t => {
  const world = await openWithPictures(t)
  const { side, call, media, product, plan, shop } = world
  const [a, b] = [await product('a'), await product('b')]
  await shop.pictures.setFirst(a, Buffer.from('a'))
  const id = await plan('tea', 60, [a, b])
  const other = await plan('tea', 90, [b])
  const cover = async (show = id) => (await side.shows.view(show)).coverUrl
  t.match(await cover(), /^\/media\/products\//)
  t.equal(await cover(other), null, 'a product without a picture')
  media.replays.set(id, { durationSeconds: 1, live: false, spans: [], thumbnails: null, hasCover: true })
  t.equal(await cover(), `/replays/${id}/cover.jpg`)
  const room = await call('PUT', '/api/v1/rooms/tea/cover', await picture(800, 'red'))
  t.equal(await cover(), room.body.coverUrl)
  const own = await call('PUT', `/api/v1/shows/${id}/cover`, await picture(800, 'blue'))
  t.equal(own.body.coverUrl, await cover())
  t.not(await cover(), room.body.coverUrl)
  t.equal(await cover(other), room.body.coverUrl)
  t.equal((await call('DELETE', `/api/v1/shows/${id}/cover`)).body.coverUrl, room.body.coverUrl)
  t.equal((await call('DELETE', '/api/v1/rooms/tea/cover')).body.coverUrl, null)
  t.equal(await cover(), `/replays/${id}/cover.jpg`)
})

t.test('what is no cover any more is gone from the disk, and from the site', async t => {
  const world = await openWithPictures(t)
  const { side, call, plan } = world
  const first = await call('PUT', '/api/v1/rooms/tea/cover', await picture(1200, 'red'))
  const second = await call('PUT', '/api/v1/rooms/tea/cover', await picture(1200, 'blue'))
  t.not(first.body.coverUrl, second.body.coverUrl)
  t.equal((await call('GET', first.body.coverUrl)).status, 404)
  t.equal((await filesOf(world)).length, 2)
  const id = await plan('tea', 60)
  await call('PUT', `/api/v1/shows/${id}/cover`, await picture(1200, 'green'))
  t.equal((await filesOf(world)).length, 4)
  await side.shows.remove(id)
  t.equal((await filesOf(world)).length, 2, 'those of a deleted show')
  await call('DELETE', '/api/v1/rooms/tea/cover')
  await call('DELETE', '/api/v1/rooms/tea/cover')
  t.same(await filesOf(world), [])
  t.equal((await call('GET', '/media/covers/..%2fstallcast.db')).status, 404)
})

t.test('an upload that is no picture changes nothing', async t => {
  const world = await openWithPictures(t)
  const { call, plan } = world
  const { body } = await call('PUT', '/api/v1/rooms/tea/cover', await picture(800, 'red'))
  const id = await plan('tea', 60)
  t.equal((await call('PUT', '/api/v1/rooms/tea/cover', Buffer.from('<svg/>'))).status, 400)
  t.equal((await call('PUT', `/api/v1/shows/${id}/cover`, Buffer.from('GIF89a'))).status, 400)
  t.equal((await call('GET', '/api/v1/rooms/tea')).body.coverUrl, body.coverUrl)
  t.equal((await filesOf(world)).length, 2)
  t.equal((await call('PUT', '/api/v1/rooms/none/cover', await picture(800, 'red'))).status, 404)
  t.equal((await call('PUT', '/api/v1/shows/none/cover', await picture(800, 'red'))).status, 404)
  t.equal((await filesOf(world)).length, 2)
})

t.test('a cover for a show that is deleted meanwhile leaves nothing behind', async t => {
  const world = await openWithPictures(t)
  const id = await world.plan('tea', 60)
  const upload = await picture(2000, 'red')
  const [set, removed] = await Promise.all([
    world.call('PUT', `/api/v1/shows/${id}/cover`, upload),
    world.call('DELETE', `/api/v1/shows/${id}`),
  ])
  t.same([set.status, removed.status], [404, 204])
  t.same(await filesOf(world), [])
})

t.test('the start removes what a crash left behind, and nothing else', async t => {
  const world = await openWithPictures(t)
  await world.call('PUT', '/api/v1/rooms/tea/cover', await picture(800, 'red'))
  const known = await filesOf(world)
  const hourAgo = new Date(world.clock.now - 7_200_000)
  for (const name of ['stray-720.webp', 'fresh-720.webp', ...known]) {
    const file = join(world.folder, 'covers', name)
    if (!known.includes(name)) await writeFile(file, 'x')
    const at = name.startsWith('fresh') ? new Date(world.clock.now) : hourAgo
    await utimes(file, at, at)
  }
  await world.restart()
  t.same((await filesOf(world)).sort(), [...known, 'fresh-720.webp'].sort())
})
