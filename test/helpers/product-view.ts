import type { ProductView } from '../../src/wire.ts'

/** What a product's view has beside what a test is about. */
export const plainProduct = {
  status: 'active',
  stockPolicy: 'hold',
  returnRule: { kind: 'days', days: 7 },
  categoryIds: [],
  handle: 'plain',
  version: 1,
  updatedAt: '2026-11-22T04:00:00.000Z',
  options: [],
  images: [],
  pictures: [],
} satisfies Partial<ProductView>
