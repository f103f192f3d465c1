import { z } from 'zod'
import { idField, text } from '../fields.ts'
import { slugSchema } from '../wire.ts'

export const roomParams = z.object({ slug: slugSchema })
export const titleField = text(1, 80)
export const productIdsField = z.array(idField).max(500)

/** A moment with its offset from UTC; epoch milliseconds inside. */
const momentField = z.iso.datetime({ offset: true }).transform(value => Date.parse(value))

export const newShowSchema = z.strictObject({
  title: titleField,
  startsAt: momentField,
  productIds: productIdsField.default([]),
})
export const showChangesSchema = z.strictObject({
  title: titleField.optional(),
  startsAt: momentField.optional(),
})
