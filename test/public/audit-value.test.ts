import t from 'tap'
import { memberText, shownMembers, valueText } from '../../public/admin/audit/value-text.ts'

const stores = [{ id: 's1', name: '湖滨店' }]
const zh = { language: 'zh', stores, currency: 'CNY' } as const
const en = { ...zh, language: 'en' } as const

t.test('lines of a paper are read as lines, without what is not known', async t => {
  const lines = [
    { sku: 'LJ-050', requested: 4, sent: 3, received: null, sentReason: 'kept', reason: null },
    { sku: 'GH-100', requested: 1, sent: 1, received: null, sentReason: null, reason: null },
  ]
  t.equal(valueText('lines', lines, zh), 'LJ-050 · 要 4 · 发出 3 · 发出有差 本店要留\nGH-100 · 要 1 · 发出 1')
  t.match(valueText('lines', lines, en), /^LJ-050 · asked for 4 · sent 3/)
})

t.test('hours, money, stores and states are what people call them', async t => {
  const week = {
    monday: [
      { opens: '09:00', closes: '12:00' },
      { opens: '14:00', closes: '02:00' },
    ],
    tuesday: [],
    sunday: [{ opens: '10:00', closes: '20:00' }],
  }
  t.equal(valueText('week', week, zh), '周一 09:00–12:00, 14:00–02:00\n周日 10:00–20:00')
  t.equal(valueText('price', { amount: 9900, currency: 'CNY' }, zh), '¥99.00')
  t.equal(valueText('amount', 1990, en), '¥19.90')
  t.equal(valueText('toStoreId', 's1', zh), '湖滨店')
  t.equal(valueText('storeId', null, zh), '所有门店')
  t.equal(valueText('state', 'on-the-way', zh), '在途')
  t.equal(valueText('reason', 'order cancelled', zh), '订单取消')
  t.equal(valueText('returnRule', { kind: 'none', reason: 'digital' }, en), 'none · Reason none: digital')
  t.equal(memberText('supplier', zh), '供货商')
})

t.test('what somebody typed is not taken for a word of the shop', async t => {
  t.equal(valueText('title', 'draft', zh), 'draft')
  t.equal(valueText('notes', 'lost', zh), 'lost')
  t.equal(valueText('state', 'constructor', zh), 'constructor')
})

t.test('ids are not shown, nor what a new thing never had', async t => {
  t.same(shownMembers(null, { id: 'x', name: 'A', phone: null, holidays: [], storeId: null }), [
    'name',
    'storeId',
  ])
  t.same(shownMembers({ phone: null }, { phone: '1' }), ['phone'])
})
