import sharp from 'sharp'
import type { Test } from 'tap'
import { type Ffmpeg, startFfmpeg } from './rtmp-ffmpeg.ts'
import type { Stallcast } from './stallcast.ts'

export type TeaShop = {
  readonly storeId: string
  readonly productId: string
  readonly variantId: string
  readonly pushUrl: string
}

/** A store, a product with a magenta picture and five units of it, and a room with it in the lineup. */
export async function makeTeaShop({ call }: Stallcast): Promise<TeaShop> {
  const store = await call<{ id: string }>('POST', '/api/v1/stores', {
    name: '湖滨店',
    address: '东坡路 7 号',
    pickup: true,
    latitude: 30.25,
    longitude: 120.16,
  })
  const product = await call<{ id: string; variants: { id: string }[] }>('POST', '/api/v1/products', {
    title: '明前龙井',
    variants: [{ sku: 'LJ', title: '50 克', price: { amount: 9800, currency: 'CNY' } }],
  })
  const variantId = product.body.variants[0]?.id ?? ''
  const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#ff00ff' } })
    .webp()
    .toBuffer()
  await call('PUT', `/api/v1/products/${product.body.id}/image`, picture)
  const stock = { storeId: store.body.id, variantId, delta: 5, reason: 'delivery' }
  await call('POST', '/api/v1/stock/adjustments', stock)
  const room = await call<{ ingest: { rtmp: { server: string; key: string } } }>('POST', '/api/v1/rooms', {
    slug: 'tea',
    title: '新茶开播',
  })
  await call('PUT', '/api/v1/rooms/tea/lineup', { productIds: [product.body.id] })
  const { server, key } = room.body.ingest.rtmp
  return { storeId: store.body.id, productId: product.body.id, variantId, pushUrl: `${server}/${key}` }
}

/** A dark portrait picture with a tone, as OBS sends it: B-frames, and a keyframe each two seconds. */
export function pushDark(t: Test, url: string): Ffmpeg {
  return startFfmpeg(t, [
    ...['-re', '-f', 'lavfi', '-i', 'color=c=0x101010:size=360x640:rate=25'],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-bf',
      '2',
      '-g',
      '50',
      '-pix_fmt',
      'yuv420p',
      '-threads',
      '1',
    ],
    ...['-c:a', 'aac', '-f', 'flv', url],
  ])
}
