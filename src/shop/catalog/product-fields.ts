import { z } from 'zod'
import { moneyField, multilineText, text } from '../../fields.ts'

const variantFields = {
  title: text(0, 80),
  barcode: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,64}$/, { error: 'must be 1 to 64 printable ASCII characters without spaces' })
    .nullable(),
  price: moneyField,
  /** The struck price; null for none. */
  compareAtPrice: moneyField.nullable(),
}

const productFields = { title: text(1, 120), description: multilineText(0, 5000) }

export const newProductSchema = z.object({
  title: productFields.title,
  description: productFields.description.default(''),
  variants: z
    .array(
      z.object({
        sku: text(1, 64),
        title: variantFields.title.default(''),
        barcode: variantFields.barcode.default(null),
        price: variantFields.price,
        compareAtPrice: variantFields.compareAtPrice.default(null),
      }),
    )
    .min(1)
    .max(100),
})
export type NewProduct = z.output<typeof newProductSchema>

// Strict, unlike what makes something new: a misspelt change would be answered with 200 and change nothing.
export const productChangesSchema = z.strictObject(productFields).partial()
export type ProductChanges = z.output<typeof productChangesSchema>

export const variantChangesSchema = z.strictObject(variantFields).partial()
export type VariantChanges = z.output<typeof variantChangesSchema>
