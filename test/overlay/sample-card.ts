import sharp from 'sharp'
import type { CardContent } from '../../src/overlay/card-content.ts'

export const mug: CardContent = {
  picture: await sharp({ create: { width: 300, height: 300, channels: 3, background: '#7ea69a' } })
    .webp()
    .toBuffer(),
  title: '手工拉坯陶瓷马克杯 350ml',
  price: { amount: 12900, currency: 'CNY' },
  compareAt: { amount: 16800, currency: 'CNY' },
  stock: 128,
  low: 5,
  language: 'zh',
}
