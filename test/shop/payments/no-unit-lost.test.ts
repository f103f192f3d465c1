import t from 'tap'
import { lineShare } from '../../../src/shop/payments/line-share.ts'
import { type RefundableTender, refundPlan } from '../../../src/shop/payments/refund-plan.ts'
import { refundOf } from '../../../src/shop/returns/return-amounts.ts'
import { dice } from '../../helpers/dice.ts'

type Line = { readonly quantity: number; readonly total: number; back: number; worth: number }

// medusa #13091, PR #15303: 87.957975 captured and 87.96 paid, so no full refund was possible; woocommerce #64668: a
// refund a penny over.
t.test(
  'of 100,000 orders with mixed payments, discounts and returns in parts no minor unit is lost (medusa #13091, woocommerce #64668)',
  async t => {
    const random = dice(7)
    const roll = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
    const faults: string[] = []
    let whole = 0
    let units = 0
    for (let n = 0; n < 100_000; n++) {
      const lines = Array.from({ length: roll(1, 5) }, (): Line => {
        const quantity = roll(1, 9)
        const full = quantity * roll(0, random() < 0.01 ? 1_000_000_000_000 : 100_000)
        const discount = random() < 0.5 ? roll(0, full) : 0
        return { quantity, total: full - discount, back: 0, worth: 0 }
      })
      const total = lines.reduce((sum, line) => sum + line.total, 0)
      // Cash on delivery may be refused at the door: then less was paid than the goods are worth.
      const captured = random() < 0.9 ? total : roll(0, total)
      const tenders = paidBy(captured, roll(1, 4), roll)
      let refunded = 0
      const giveBack = (wanted: readonly (readonly [Line, number])[]): void => {
        const returned = lines.reduce((sum, line) => sum + line.worth, 0)
        let worth = 0
        for (const [line, quantity] of wanted) {
          const share = lineShare(line, line.back, quantity)
          if (share < 0) faults.push(`${n}: a unit is worth ${share}`)
          line.back += quantity
          line.worth += share
          worth += share
          units += quantity
        }
        const amount = refundOf(worth, { total, captured, refunded, returned })
        if (captured === total && amount !== worth) faults.push(`${n}: ${amount} for what is worth ${worth}`)
        const plan = refundPlan(tenders, amount)
        if (plan === null) faults.push(`${n}: ${amount} cannot be given back`)
        for (const { tenderId, amount } of plan ?? []) {
          const tender = tenders[Number(tenderId)]
          if (tender === undefined || amount <= 0 || tender.refunded + amount > tender.amount) {
            faults.push(`${n}: ${amount} by a payment that has less left`)
            continue
          }
          tender.refunded += amount
          refunded += amount
        }
      }
      for (let part = roll(0, 3); part > 0; part--) {
        const wanted = lines.flatMap(line => {
          const quantity = roll(0, line.quantity - line.back)
          return quantity > 0 ? [[line, quantity] as const] : []
        })
        giveBack(wanted)
        if (refundPlan(tenders, captured - refunded + 1) !== null) faults.push(`${n}: a unit over`)
      }
      if (random() < 0.2) continue
      giveBack(lines.map(line => [line, line.quantity - line.back] as const))
      whole++
      if (refunded !== captured) faults.push(`${n}: ${refunded} of ${captured} came back`)
      for (const line of lines) {
        if (line.worth !== line.total) faults.push(`${n}: a line of ${line.total} was worth ${line.worth}`)
      }
      for (const tender of tenders) {
        if (tender.refunded !== tender.amount)
          faults.push(`${n}: ${tender.amount - tender.refunded} are left`)
      }
    }
    t.same(faults.slice(0, 10), [])
    t.ok(whole > 75_000, `${whole} orders came back whole, ${units} units in all`)
  },
)

type Paid = { -readonly [Member in keyof RefundableTender]: RefundableTender[Member] }

function paidBy(amount: number, count: number, roll: (least: number, most: number) => number): Paid[] {
  let rest = amount
  return Array.from({ length: count }, (_, index): Paid => {
    const part = index === count - 1 ? rest : roll(0, rest)
    rest -= part
    return { id: String(index), state: 'captured', amount: part, refunded: 0 }
  })
}
