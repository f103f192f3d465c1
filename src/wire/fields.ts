import { z } from 'zod'

export const id = z.string().min(1).max(64)

export const time = z.iso.datetime()

export const slugSchema = z.stringFormat('slug', /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
  error: 'must be 1 to 40 letters a-z, digits and inner dashes',
})

export const moneySchema = z.object({
  /** In minor units: 1990 is ¥19.90. */
  amount: z.int(),
  currency: z.string(),
})
export type Money = z.infer<typeof moneySchema>
