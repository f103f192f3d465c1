import type { Goods } from '../../../src/wire.ts'

export function goodsName({ title, variantTitle }: Goods): string {
  return [title, variantTitle].filter(Boolean).join(' · ')
}
