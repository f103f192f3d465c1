import { z } from 'zod'
import { idField, multilineText, phoneField, text } from '../../fields.ts'
import { slugSchema } from '../../wire.ts'

/** How a basket may be paid, by how it reaches the buyer. */
const paymentMethods = {
  pickup: ['pay-at-pickup', 'cash', 'card'],
  delivery: ['cash-on-delivery', 'cash', 'card'],
} as const

export function newOrderSchema(maxQuantity: number) {
  return z
    .object({
      roomSlug: slugSchema.nullable().default(null),
      lines: z
        .array(z.object({ variantId: idField, quantity: z.int().min(1).max(maxQuantity) }))
        .min(1)
        .max(50),
      fulfilment: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('pickup'), storeId: idField }),
        z.object({ kind: z.literal('delivery'), address: multilineText(3, 500) }),
      ]),
      contact: z.object({ name: text(1, 80), phone: phoneField }),
      payment: z.object({
        method: z.enum([...new Set([...paymentMethods.pickup, ...paymentMethods.delivery])]),
      }),
    })
    .refine(({ fulfilment, payment }) => suits(fulfilment.kind, payment.method), {
      path: ['payment', 'method'],
      error: `must be ${paymentMethods.pickup.join(', ')} for pickup; ${paymentMethods.delivery.join(', ')} for delivery`,
    })
}
export type NewOrder = z.output<ReturnType<typeof newOrderSchema>>

export const shipmentSchema = z.object({
  carrier: text(1, 80).optional(),
  trackingNumber: text(1, 80).optional(),
})
export type Shipment = z.output<typeof shipmentSchema>

/** Longer than any code: people type spaces and dashes, and scanners add some. */
export const pickupCodeField = z.string().min(1).max(64)

export const tenderMethodSchema = z.enum(['cash', 'card', 'wechat-pay', 'alipay', 'other'])
export type TenderMethod = z.output<typeof tenderMethodSchema>

export const pickupSchema = z.object({
  code: pickupCodeField,
  storeId: idField,
  /** How the buyer paid at the counter. */
  tender: tenderMethodSchema.optional(),
})
export type Pickup = z.output<typeof pickupSchema>

function suits(kind: keyof typeof paymentMethods, method: string): boolean {
  return paymentMethods[kind].some(allowed => allowed === method)
}
