import { z } from 'zod'
import { id, moneySchema, time } from './fields.ts'

export const productStatusSchema = z.enum(['draft', 'active', 'archived'])
export type ProductStatus = z.infer<typeof productStatusSchema>

/** When goods are reserved: `hold` when the order is placed, `first-paid` when it is paid. */
export const stockPolicySchema = z.enum(['hold', 'first-paid'])
export type StockPolicy = z.infer<typeof stockPolicySchema>

/** Why goods are not taken back: the exceptions of China's consumer law, article 25, which buyers must be told of. */
export const returnExceptionSchema = z.enum([
  'made-to-order',
  'perishable',
  'sealed-opened',
  'digital',
  'newspaper',
  'other-stated',
])
export type ReturnException = z.infer<typeof returnExceptionSchema>

export const returnRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('days'), days: z.int().min(7).max(365) }),
  z.strictObject({ kind: z.literal('none'), reason: returnExceptionSchema }),
])
export type ReturnRule = z.infer<typeof returnRuleSchema>

export const categoryViewSchema = z.object({
  id,
  parentId: id.nullable(),
  name: z.string(),
  /** 1 at the top, 3 at most. */
  depth: z.int(),
  /** Among the children of one parent, from 0. */
  position: z.int(),
  /** Products in it and in what is under it. */
  products: z.int(),
})
export type CategoryView = z.infer<typeof categoryViewSchema>

const imageSchema = z.object({ url: z.string(), width: z.int(), height: z.int() })

export const productPictureSchema = z.object({
  id,
  /** What it shows, for those who cannot see it. */
  alt: z.string(),
  /** The variant that it shows; null: all. */
  variantId: id.nullable(),
  /** Addresses by width in pixels, smallest first. */
  sizes: z.array(imageSchema),
})
export type ProductPictureView = z.infer<typeof productPictureSchema>

export const productOptionSchema = z.object({ name: z.string(), values: z.array(z.string()) })
export type ProductOption = z.infer<typeof productOptionSchema>

export const variantViewSchema = z.object({
  id,
  sku: z.string(),
  title: z.string(),
  barcode: z.string().nullable(),
  price: moneySchema,
  /** The struck price, never above what the shop's rule allows; null: none is true. */
  compareAtPrice: moneySchema.nullable(),
  /** Units that can be bought now, over all stores. */
  available: z.int(),
  /** One value for each option of the product, in their order. */
  options: z.array(z.string()),
  /** For those who may change the catalogue. */
  kept: z
    .object({
      archivedAt: time.nullable(),
      /** The struck price as it was typed. */
      compareAtPrice: moneySchema.nullable(),
      /** When the present price began. */
      since: time,
      /** Before that: the lowest price it was sold at (else offered at) in 7 days, and offered at in 30. */
      lowest7Days: moneySchema.nullable(),
      lowest30Days: moneySchema.nullable(),
    })
    .optional(),
})
export type VariantView = z.infer<typeof variantViewSchema>

export const productViewSchema = z.object({
  id,
  title: z.string(),
  description: z.string(),
  status: productStatusSchema,
  stockPolicy: stockPolicySchema,
  returnRule: returnRuleSchema,
  categoryIds: z.array(id),
  /** What a file of products calls it. */
  handle: z.string(),
  /** One more after each change; a change that names another is refused. */
  version: z.int(),
  updatedAt: time,
  options: z.array(productOptionSchema),
  /** The first picture: addresses by width in pixels, smallest first; empty without a picture. */
  images: z.array(imageSchema),
  pictures: z.array(productPictureSchema),
  /** Without those that were taken off sale, except for those who may change the catalogue. */
  variants: z.array(variantViewSchema),
})
export type ProductView = z.infer<typeof productViewSchema>

export const priceChangeViewSchema = z.object({
  variantId: id,
  price: moneySchema,
  compareAtPrice: moneySchema.nullable(),
  at: time,
  staffId: z.string().nullable(),
})
export type PriceChangeView = z.infer<typeof priceChangeViewSchema>
