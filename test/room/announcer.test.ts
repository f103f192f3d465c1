import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { staffActor } from '../../src/access.ts'
import { Bus } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import type { Role } from '../../src/permissions.ts'
import { Announcer, type Audience } from '../../src/room/announcer.ts'
import type { OrderView, RoomView, ServerMessage } from '../../src/wire.ts'
import { until } from '../helpers/until.ts'

type Sent = { readonly slug: string; readonly audience: Audience; readonly message: ServerMessage }

const room = { slug: 'tea', title: 'Tea' } as RoomView
const order = {
  ...{ id: 'o1', roomSlug: 'tea', pickupCode: 'SECRET' },
  fulfilments: [{ id: 'f1', store: { id: 'bund' }, pickupCode: 'SECRET' }],
} as OrderView

function open(t: Test, heard: (slug: string | null, audience: Audience) => boolean) {
  const bus = new Bus(createLog('silent'))
  const sent: Sent[] = []
  const read: string[] = []
  const reading = async <T>(what: string, value: T): Promise<T> => {
    read.push(what)
    return value
  }
  const announcer = new Announcer(
    bus,
    {
      send: (slug, message, audience = 'all') => sent.push({ slug, message, audience }),
      sendToEveryRoom: (message, audience = 'all') => sent.push({ slug: '*', message, audience }),
      isHeard: heard,
      room: () => reading('room', room),
      product: () => reading('product', null),
      order: () => reading('order', order),
      roomOfShow: async id => (id === 's1' ? 'tea' : null),
      health: () => null,
    },
    createLog('silent'),
  )
  announcer.start()
  t.teardown(() => announcer.close())
  return { bus, sent, read }
}

const placed = { orderId: 'o1', number: '1', roomSlug: 'tea', at: 0, holdExpiresAt: null }

t.test('pages are told that the host is away, and back', async t => {
  const { bus, sent } = open(t, () => true)
  const fact = { slug: 'tea', showId: 's1', at: 0 }
  bus.publish('stream.interrupted', { ...fact, endsAt: 60_000, reason: 'gone' })
  bus.publish('stream.resumed', fact)
  const interrupted = { since: '1970-01-01T00:00:00.000Z', endsAt: '1970-01-01T00:01:00.000Z' }
  t.same(sent, [
    { slug: 'tea', message: { type: 'interrupted', interrupted }, audience: 'all' },
    { slug: 'tea', message: { type: 'interrupted', interrupted: null }, audience: 'all' },
  ])
})

t.test('studios are told that a recording has stopped, and viewers are not', async t => {
  const { bus, sent } = open(t, () => true)
  bus.publish('recording.stopped', { showId: 'unknown', reason: 'full' })
  bus.publish('recording.stopped', { showId: 's1', reason: 'full' })
  await until('the message', () => sent.length > 0)
  t.same(sent, [{ slug: 'tea', message: { type: 'recordingStopped', reason: 'full' }, audience: 'studio' }])
})

t.test('an order is shown to studios, without the code that opens the goods', async t => {
  const { bus, sent } = open(t, (slug, audience) => slug === 'tea' && audience === 'studio')
  bus.publish('order.placed', placed)
  await until('the message', () => sent.length > 0)
  const [{ slug, message, audience } = { slug: '', message: null, audience: 'all' as const }] = sent
  t.equal(slug, 'tea')
  const shown = { id: 'o1', roomSlug: 'tea', fulfilments: [{ id: 'f1', store: { id: 'bund' } }] }
  t.same(message, { type: 'order', order: shown })
  if (typeof audience !== 'function') return t.fail('studios are all alike')
  const person = (role: Role, storeId: string | null) => staffActor({ id: 'p1', name: 'Lin', role, storeId })
  t.ok(audience(person('host', null)))
  t.ok(audience(person('host', 'bund')))
  t.notOk(
    audience(person('host', 'pudong')),
    'names and telephone numbers are for the store that gives the goods',
  )
  t.notOk(audience(person('moderator', null)), 'and for those who may read orders')
})

t.test('nothing is read from the database for rooms that nobody is in', async t => {
  const { bus, sent, read } = open(t, (_slug, audience) => audience === 'all')
  bus.publish('order.placed', placed)
  bus.publish('order.placed', { ...placed, roomSlug: null })
  await setImmediate()
  t.same(read, [], 'viewers see no orders')
  bus.publish('room.changed', { slug: 'tea' })
  bus.publish('product.changed', { productId: 'p1' })
  await until('the room', () => sent.length > 0)
  t.same(read, ['room', 'product'])

  const alone = open(t, () => false)
  alone.bus.publish('room.changed', { slug: 'tea' })
  alone.bus.publish('product.changed', { productId: 'p1' })
  alone.bus.publish('order.placed', placed)
  await setImmediate()
  t.same(alone.read, [])
})

t.test('studios are told, once nobody sends any more, that there are no figures', async t => {
  const { bus, sent } = open(t, () => true)
  bus.publish('stream.health', { slug: 'tea' })
  t.same(sent, [{ slug: 'tea', message: { type: 'health', health: null }, audience: 'studio' }])
})
