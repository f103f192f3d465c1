import type { RemoteMethod, RemotePayment } from '../../../src/shop/payments/payment-method.ts'

/** A payment company that does what a test says. */
export class FakeCompany implements RemoteMethod {
  readonly method = 'wechat-pay' as const
  readonly refunds = new Map<string, number>()
  readonly payments = new Map<string, RemotePayment>()
  /** Refuses to give anything back. */
  down = false

  /** What it says of a payment that was not begun here. */
  readonly #unknown: RemotePayment

  constructor(unknown: RemotePayment = { state: 'failed' }) {
    this.#unknown = unknown
  }

  async begin({ reference }: { reference: string }) {
    this.payments.set(reference, { state: 'pending' })
    return { handover: { url: `weixin://pay/${reference}` } }
  }

  async query(reference: string): Promise<RemotePayment> {
    return this.payments.get(reference) ?? this.#unknown
  }

  async refund({ refundId, amount }: { refundId: string; amount: number }) {
    if (this.down) throw new Error('the company is down')
    this.refunds.set(refundId, amount)
    return { reference: `R-${refundId}` }
  }

  get givenBack(): number {
    return [...this.refunds.values()].reduce((sum, amount) => sum + amount, 0)
  }
}
