import type { Goods } from '../../src/wire.ts'

export function goodsName({ title, variantTitle }: Pick<Goods, 'title' | 'variantTitle'>): string {
  return [title, variantTitle].filter(Boolean).join(' · ')
}
