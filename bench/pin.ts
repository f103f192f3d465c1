import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBenchServer } from './bench-server.ts'
import { ms, percentile, say } from './figures.ts'
import { brightness, readPlaylist } from './hls-follower.ts'
import { makeClip, paced, run } from './host.ts'

const pins = 100
type Room = {
  pinned: { rect: { x: number; y: number; width: number; height: number }; since: string } | null
}

/**
 * Pin → in the picture: from the call's answer to the first picture that shows the card, by the time at which that
 * picture reached the server (its PROGRAM-DATE-TIME). Found in the pictures that viewers get, not in what the
 * server says; how far `since` is from it is printed beside.
 */
export async function benchPin(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  try {
    await makeClip(join(folder, 'clip.flv'), '640x360')
    await using server = await startBenchServer({ STALLCAST_LADDER: '360p,240p' })
    const { id: productId } = await server.call<{ id: string }>('POST', '/api/v1/products', {
      title: 'Tea',
      variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
    })
    const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', {
      slug: 'a',
      title: 'A',
    })
    await using _host = run(paced(join(folder, 'clip.flv'), `${server.rtmp}/${streamKey}`))
    const playlist = `${server.site}/hls/a/360p/index.m3u8`
    while ((await readPlaylist(playlist)) === null) await sleep(100)

    const first = await server.call<Room>('PUT', '/api/v1/rooms/a/pin', { productId })
    const rect = first.pinned?.rect
    if (rect === undefined) throw new Error('the card has no place')
    await server.call('DELETE', '/api/v1/rooms/a/pin')
    // Right of the price, where the card is plain paper.
    const spot = {
      x: rect.x + rect.width * 0.45,
      y: rect.y + rect.height * 0.08,
      width: rect.width * 0.2,
      height: rect.height * 0.06,
    }

    const pictures: { at: number; value: number }[] = []
    const follow = new AbortController()
    const following = followPictures(playlist, spot, pictures, follow.signal)
    const answered: { at: number; since: number }[] = []
    for (let count = 0; count < pins; count++) {
      await sleep(500 + Math.random() * 300)
      const room = await server.call<Room>('PUT', '/api/v1/rooms/a/pin', { productId })
      answered.push({ at: Date.now(), since: Date.parse(room.pinned?.since ?? '') })
      await sleep(500 + Math.random() * 300)
      await server.call('DELETE', '/api/v1/rooms/a/pin')
    }
    await sleep(5000)
    follow.abort()
    await following
    const lags: number[] = []
    const differences: number[] = []
    for (const { at, since } of answered) {
      const shown = pictures.find((picture, index) => {
        const before = pictures[index - 1]
        return picture.value > 160 && (before?.value ?? 255) <= 160 && picture.at > at - 400
      })
      if (shown === undefined || shown.at > at + 2000) continue
      lags.push(shown.at - at)
      differences.push(Math.abs(shown.at - since))
    }
    say(
      `pin → in the picture: p50 ${ms(percentile(lags, 0.5))}, p95 ${ms(percentile(lags, 0.95))} after the call's answer ` +
        `(${lags.length} of ${pins} pins seen; goal p95 ≤ 250 ms); 'since' is off by p95 ${ms(percentile(differences, 0.95))}`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function followPictures(
  playlist: string,
  spot: Parameters<typeof brightness>[2],
  into: { at: number; value: number }[],
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>()
  while (!signal.aborted) {
    const list = await readPlaylist(playlist)
    for (const segment of list?.segments ?? []) {
      if (list === null || seen.has(segment.uri)) continue
      seen.add(segment.uri)
      into.push(...(await brightness(list.init, segment, spot)))
    }
    await sleep(500)
  }
}
