import { z } from 'zod'
import { idField, moneyField, multilineText, text } from '../../fields.ts'
import { productStatusSchema, returnRuleSchema, stockPolicySchema } from '../../wire.ts'
import { hasTrueCheckDigit } from './barcode.ts'
import { lawfulReturn } from './return-rule.ts'

export const maxVariants = 100
export const maxPictures = 12

const barcodeField = z
  .string()
  .normalize('NFKC')
  .trim()
  .regex(/^[\x21-\x7e]{1,64}$/, { error: 'must be 1 to 64 printable ASCII characters without spaces' })
  .refine(hasTrueCheckDigit, { error: 'has a wrong check digit: type or scan it again' })

// The sign between levels in files of products, and between categories there, cannot be in a name.
export const categoryName = text(1, 40).refine(name => !/[>＞;；]/.test(name), {
  error: 'must not contain > or ;',
})

export const variantFields = {
  sku: text(1, 64),
  title: text(0, 80),
  barcode: barcodeField.nullable(),
  price: moneyField,
  /** The struck price; null for none. */
  compareAtPrice: moneyField.nullable(),
  /** One value for each option of the product, in their order. */
  options: z.array(text(1, 40)).max(3),
}

const optionFields = z.strictObject({
  name: text(1, 40),
  values: z.array(text(1, 40)).min(1).max(maxVariants),
})

export const productFields = {
  title: text(1, 120),
  description: multilineText(0, 5000),
  status: productStatusSchema,
  stockPolicy: stockPolicySchema,
  returnRule: returnRuleSchema,
  categoryIds: z.array(idField).max(20),
  /** What a file of products calls it. */
  handle: text(1, 64),
}

const newVariant = {
  sku: variantFields.sku,
  title: variantFields.title.default(''),
  barcode: variantFields.barcode.default(null),
  price: variantFields.price,
  compareAtPrice: variantFields.compareAtPrice.default(null),
  options: variantFields.options.default([]),
}

export const newProductSchema = z.object({
  title: productFields.title,
  description: productFields.description.default(''),
  status: productFields.status.default('active'),
  stockPolicy: productFields.stockPolicy.default('hold'),
  returnRule: productFields.returnRule.default(lawfulReturn),
  categoryIds: productFields.categoryIds.default([]),
  handle: productFields.handle.optional(),
  options: z.array(optionFields).max(3).default([]),
  variants: z.array(z.object(newVariant)).min(1).max(maxVariants),
})
export type NewProduct = z.output<typeof newProductSchema>

/** The version that was seen; left out: whatever it is. The header If-Match says the same. */
const versionField = z.int().min(1).optional()

// Strict, unlike what makes something new: a misspelt change would be answered with 200 and change nothing.
export const productChangesSchema = z.strictObject(productFields).partial().extend({ version: versionField })
export type ProductChanges = Omit<z.output<typeof productChangesSchema>, 'version'>

export const newVariantSchema = z.strictObject({ ...newVariant, version: versionField })
export type NewVariant = Omit<z.output<typeof newVariantSchema>, 'version'>

export const variantChangesSchema = z
  .strictObject({ ...variantFields, archived: z.boolean() })
  .partial()
  .extend({ version: versionField })
export type VariantChanges = Omit<z.output<typeof variantChangesSchema>, 'version'>

export const optionsChangeSchema = z.strictObject({
  options: z.array(optionFields).max(3),
  /** The values of every variant that is on sale. */
  variants: z.array(z.strictObject({ id: idField, options: variantFields.options })).max(maxVariants),
  version: versionField,
})
export type OptionsChange = Omit<z.output<typeof optionsChangeSchema>, 'version'>

export const orderSchema = z.strictObject({
  ids: z.array(idField).min(1).max(1000),
  version: versionField,
})

export const statusChangeSchema = z.strictObject({
  ids: z.array(idField).min(1).max(100),
  status: productStatusSchema,
})

export const altField = text(0, 200)
export const pictureChangesSchema = z.strictObject({
  alt: altField.optional(),
  variantId: idField.nullable().optional(),
  version: versionField,
})
