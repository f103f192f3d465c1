import t from 'tap'
import { hashWith } from '../../../public/admin/list/address.ts'
import { noticeText } from '../../../public/admin/notices/notice-text.ts'
import { eventText } from '../../../public/admin/orders/event-text.ts'
import { filtersOn, orderQuery } from '../../../public/admin/orders/order-filter.ts'
import { needsTill, receiptBody, startReceipt } from '../../../public/admin/returns/receipt.ts'
import type { ReturnView } from '../../../src/wire.ts'

t.test('a filter is put into the address and taken out of it', async t => {
  t.equal(hashWith('#orders?todo=ship', { storeId: 'a' }), '#orders?todo=ship&storeId=a')
  t.equal(hashWith('#orders?todo=ship', { todo: '' }), '#orders')
})

t.test('the last day that is asked for counts in whole', async t => {
  const query = orderQuery(new URLSearchParams('from=2026-11-01&to=2026-11-01&todo=ship&order=x'))
  t.equal(Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? ''), 86_400_000)
  t.equal(query.get('order'), null)
  t.equal(filtersOn(new URLSearchParams('from=2026-11-01&todo=ship&q=x')), 1)
})

t.test(
  'an entry of the history is a sentence in both languages, without gaps for what is not known',
  async t => {
    const paid = { kind: 'paid', data: { method: 'wechat-pay', amount: 1990 } }
    t.equal(eventText(paid, 'CNY', 'zh'), '收款 ¥19.90（微信支付）')
    t.equal(eventText(paid, 'CNY', 'en'), '¥19.90 paid by WeChat Pay')
    t.equal(eventText({ kind: 'ship', data: { carrier: 'SF' } }, 'CNY', 'en'), 'Shipped SF')
    t.equal(eventText({ kind: 'ship', data: {} }, 'CNY', 'zh'), '发货')
    t.equal(eventText({ kind: 'something-new', data: {} }, 'CNY', 'en'), 'something-new')
  },
)

t.test('a notice says by how much too much was paid', async t => {
  const data = { amount: 2490, excess: 500, currency: 'CNY' }
  const text = noticeText({ kind: 'overpaid', data, orderNumber: '2611-0001' }, 'CNY', 'en')
  t.match(text, /Order 2611-0001 was paid ¥5\.00 too much/)
  const short = { amount: 1500, asked: 1990, currency: 'CNY' }
  t.match(noticeText({ kind: 'underpaid', data: short, orderNumber: null }, 'CNY', 'zh'), /少收了 ¥4\.90/)
})

t.test(
  'what is not put back on the shelf is written off, and less than the plan may go back, never more',
  async t => {
    const one = asked()
    const receipt = startReceipt(one, 'store-1')
    t.same(receiptBody(one, receipt, null), {
      storeId: 'store-1',
      lines: [{ variantId: 'v', restocked: 3, writtenOff: 0 }],
      refunds: [{ tenderId: 't', amount: 3000 }],
    })
    const worn = { ...receipt, restocked: { v: 1 }, refunds: { t: '12.50' } }
    t.match(receiptBody(one, worn, 'shift'), {
      shiftId: 'shift',
      lines: [{ restocked: 1, writtenOff: 2 }],
      refunds: [{ amount: 1250 }],
    })
    t.equal(receiptBody(one, { ...receipt, refunds: { t: '30.01' } }, null), null)
    t.equal(needsTill(one, receipt), true)
    t.equal(needsTill(one, { ...receipt, refunds: { t: '0' } }), false)
    t.equal(needsTill({ ...one, via: 'post' }, receipt), false)
  },
)

function asked(): ReturnView {
  const money = (amount: number) => ({ amount, currency: 'CNY' })
  return {
    ...{ id: 'r', number: 'R2611-0001', orderId: 'o', orderNumber: '2611-0001' },
    ...{ kind: 'return', via: 'store', state: 'requested', store: null, reason: 'worn' },
    lines: [
      {
        ...{ variantId: 'v', title: 'Tea', variantTitle: '', quantity: 3 },
        ...{ amount: money(3000), restocked: 0, writtenOff: 0 },
      },
    ],
    amount: money(3000),
    refunds: [{ tenderId: 't', method: 'cash', amount: money(3000), state: 'planned' }],
    ...{ carrier: null, trackingNumber: null, requestedAt: '2026-11-23T04:00:00.000Z', decidedAt: null },
    refusal: null,
  }
}
