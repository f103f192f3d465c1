import {
  RefundDeclinedError,
  type RemoteMethod,
  type RemotePayment,
} from '../../../src/shop/payments/payment-method.ts'

/** A payment company that does what a test says. */
export class FakeCompany implements RemoteMethod {
  readonly method = 'wechat-pay' as const
  /** What it has given back, by the key that it was told with: the same key again gives nothing. */
  readonly refunds = new Map<string, number>()
  readonly payments = new Map<string, RemotePayment>()
  /** The keys of all refunds that it was told of, in order. */
  readonly told: string[] = []
  /** Gives nothing back, and says so. */
  down = false
  #answering = Promise.resolve()
  #heard = (): void => {}

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
    this.told.push(refundId)
    if (this.down) throw new RefundDeclinedError('the company is down')
    this.refunds.set(refundId, amount)
    this.#heard()
    await this.#answering
    return { reference: `R-${refundId}` }
  }

  /** Keeps its answers to itself from now on, though it gives money back. `heard`: when it was told of a refund. */
  keepSilent() {
    const heard = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    this.#heard = heard.resolve
    this.#answering = answer.promise
    return { heard: heard.promise, answer: answer.resolve, breakOff: answer.reject }
  }

  get givenBack(): number {
    return [...this.refunds.values()].reduce((sum, amount) => sum + amount, 0)
  }
}
