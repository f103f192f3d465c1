import type { TenderMethod } from '../../wire.ts'

/** What a payment company says of a payment. Amounts in minor units. */
export type RemotePayment =
  | { readonly state: 'pending' }
  | { readonly state: 'captured'; readonly amount: number }
  | { readonly state: 'failed' }

/**
 * A company's word that by this `refundId` it has given nothing back: a person may give the money back instead.
 * Whatever else `refund` throws leaves that open.
 */
export class RefundDeclinedError extends Error {
  override readonly name = 'RefundDeclinedError'
}

/** So long a company has to answer when it is told of a refund. */
export const refundAnswerMs = 30_000

/**
 * A payment company, as the shop asks it. It is called outside of transactions, and each call may come again after a
 * crash: the same `reference` or `refundId` means the same payment or refund. Cash, cards at the till and cash on
 * delivery need no company: people say that they took the money.
 */
export type RemoteMethod = {
  readonly method: TenderMethod
  /** Asks for money; `handover` is what the buyer's device needs in order to pay, such as a QR code's address. */
  begin(payment: {
    /** The shop's own name for the payment, by which the company reports it. */
    readonly reference: string
    readonly orderNumber: string
    readonly amount: number
    readonly currency: string
  }): Promise<{ readonly handover: Readonly<Record<string, string>> }>
  /** Takes money that was only promised; companies that take it at once need not have it. */
  capture?(reference: string, amount: number): Promise<RemotePayment>
  query(reference: string): Promise<RemotePayment>
  /**
   * Gives money back, once for each `refundId`, which is the company's idempotency key and the same in every attempt.
   * @param signal says that nobody waits any more: after `refundAnswerMs`, or because the shop closes.
   * @throws RefundDeclinedError
   */
  refund(
    refund: {
      readonly reference: string
      readonly refundId: string
      readonly amount: number
      readonly currency: string
    },
    signal: AbortSignal,
  ): Promise<{ readonly reference: string | null }>
}
