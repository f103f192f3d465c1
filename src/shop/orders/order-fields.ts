import { z } from 'zod'
import { idField, multilineText, phoneField, text } from '../../fields.ts'
import { slugSchema, tenderMethodSchema } from '../../wire.ts'
import { orderPaymentNames, orderPayments } from './payment-methods.ts'

function basketFields(maxQuantity: number) {
  return {
    lines: z
      .array(z.object({ variantId: idField, quantity: z.int().min(1).max(maxQuantity) }))
      .min(1)
      .max(50),
    fulfilment: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('pickup'), storeId: idField }),
      z.object({
        kind: z.literal('visit'),
        storeId: idField,
        slotStartsAt: z.iso.datetime({ offset: true }).transform(time => Date.parse(time)),
      }),
      z.object({
        kind: z.literal('delivery'),
        address: multilineText(3, 500),
        /** Where that is, if the buyer's device says so: the nearest store sends then. */
        position: z
          .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
          .optional(),
        /** Whether it may come in several parcels from several stores. */
        split: z.boolean().optional(),
      }),
    ]),
  }
}

export function basketSchema(maxQuantity: number) {
  return z.object(basketFields(maxQuantity))
}
export type Basket = z.output<ReturnType<typeof basketSchema>>

export function newOrderSchema(maxQuantity: number, remoteMethods: readonly string[] = []) {
  const offered = (method: keyof typeof orderPayments) =>
    orderPayments[method].when === 'hand-over' || remoteMethods.includes(method)
  return z
    .object({
      ...basketFields(maxQuantity),
      roomSlug: slugSchema.nullable().default(null),
      contact: z.object({ name: text(1, 80), phone: phoneField }),
      payment: z.object({ method: z.enum(orderPaymentNames).refine(offered) }),
      note: multilineText(1, 500).optional(),
      /** In minor units: what the buyer was shown; another price is told, not charged. */
      expectedTotal: z.int().min(0).optional(),
    })
    .refine(({ fulfilment, payment }) => suits(fulfilment.kind, payment.method), {
      path: ['payment', 'method'],
      error: `must be ${methodsOf('pickup')} for pickup; ${methodsOf('delivery')} for delivery`,
    })
}
export type NewOrder = z.output<ReturnType<typeof newOrderSchema>>

export const shipmentSchema = z.object({
  /** One of the order's; left out: all that this person may send. */
  fulfilmentId: idField.optional(),
  carrier: text(1, 80).optional(),
  trackingNumber: text(1, 80).optional(),
})
export type Shipment = z.output<typeof shipmentSchema>

const units = z.int().min(0).max(9999)

export const deliverySchema = z.object({
  /** One of the order's; left out: all that this person may move. */
  fulfilmentId: idField.optional(),
  /** The till into which the cash goes that was taken at the door; left out: a carrier has it. */
  shiftId: idField.optional(),
  /** What the buyer did not take, by what became of it in the store. */
  refused: z
    .array(
      z
        .object({ variantId: idField, restocked: units, writtenOff: units })
        .refine(({ restocked, writtenOff }) => restocked + writtenOff > 0),
    )
    .max(50)
    .default([]),
})
export type Delivery = z.output<typeof deliverySchema>

/** Longer than any code: people type spaces and dashes, and scanners add some. */
export const pickupCodeField = z.string().min(1).max(64)

export const tenderSchema = z.object({
  method: tenderMethodSchema,
  /** In minor units; left out: all that is still to be paid. */
  amount: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** Of cash: what was handed over. */
  tendered: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  reference: text(1, 120).optional(),
})

export const paymentSchema = z.object({
  ...tenderSchema.shape,
  storeId: idField,
  shiftId: idField.optional(),
})
export type Payment = z.output<typeof paymentSchema>

export const pickupSchema = z.object({
  code: pickupCodeField,
  storeId: idField,
  shiftId: idField.optional(),
  /** How the buyer paid the rest at the counter. */
  tender: tenderMethodSchema.optional(),
  /** The same, when it was paid in several ways or with change. */
  tenders: z.array(tenderSchema).min(1).max(10).optional(),
})
export type Pickup = z.output<typeof pickupSchema>

export const noteSchema = z.object({ text: multilineText(1, 1000) })

function methodsOf(kind: Basket['fulfilment']['kind']): string {
  return orderPaymentNames.filter(name => suits(kind, name)).join(', ')
}

function suits(kind: Basket['fulfilment']['kind'], method: keyof typeof orderPayments): boolean {
  return orderPayments[method].kinds.some(allowed => allowed === kind)
}
