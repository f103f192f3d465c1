import t from 'tap'
import { auditPath, filterOf, noFilter } from '../../public/admin/audit/audit-filter.ts'
import { auditSentence } from '../../public/admin/audit/sentence.ts'
import type { AuditEntryView } from '../../src/wire.ts'

const entry = (action: string, more: Partial<AuditEntryView> = {}): AuditEntryView => ({
  ...{ id: 'x', at: '2026-11-22T08:00:00.000Z', storeId: null, before: null, after: null, action },
  actor: { id: 'li', name: '李娜', via: 'session' },
  subject: { kind: action.split('.')[0] ?? '', id: 'x', name: null },
  ...more,
})

t.test('an entry is read as a sentence in either language', async t => {
  const updated = entry('product.updated', { subject: { kind: 'product', id: 'x', name: '明前龙井' } })
  t.equal(auditSentence(updated, 'zh'), '李娜 修改了商品“明前龙井”')
  t.equal(auditSentence(updated, 'en'), '李娜 changed the product “明前龙井”')
  const invited = entry('staff.invited', { after: { name: null, role: 'cashier' } })
  t.equal(auditSentence(invited, 'zh'), '李娜 邀请了收银')
  t.equal(auditSentence(invited, 'en'), '李娜 invited a new cashier')
  const actor = { id: 'owner-token', name: 'owner token', via: 'owner-token' } as const
  t.equal(
    auditSentence(
      entry('store.created', { actor, subject: { kind: 'store', id: 'x', name: '湖滨店' } }),
      'zh',
    ),
    '店主令牌 新建了门店“湖滨店”',
  )
})

t.test('an action that there are no words for is shown as it is called', async t => {
  t.equal(auditSentence(entry('comet.landed'), 'zh'), '李娜 做了 comet.landed')
  t.equal(auditSentence(entry('constructor.toString'), 'en'), '李娜 did constructor.toString')
})

t.test('the filter is asked for by days, both counted in', async t => {
  const path = auditPath({ ...noFilter, subjectKind: 'staff', from: '2026-11-01', to: '2026-11-02' })
  const query = new URL(path, 'http://x').searchParams
  t.equal(query.get('subjectKind'), 'staff')
  t.equal(Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? ''), 2 * 86_400_000)
  t.notOk(query.has('actorId'))
  t.match(filterOf(new URLSearchParams('subjectId=abc')), { subjectId: 'abc', actorId: '' })
})
