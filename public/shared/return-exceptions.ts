import type { ReturnException } from '../../src/wire.ts'

/** In the order in which they are offered to choose from. */
export const returnExceptions = [
  'made-to-order',
  'perishable',
  'sealed-opened',
  'digital',
  'newspaper',
  'other-stated',
] as const satisfies readonly ReturnException[]
