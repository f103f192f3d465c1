import t from 'tap'
import { ShowStore } from '../../src/room/show-store.ts'
import { ShowTurns } from '../../src/room/show-turns.ts'
import { until } from '../helpers/until.ts'
import { hour, minute, openRooms } from './room-world.ts'

t.test('pages are told when a show becomes due, and when it is missed, each once', async t => {
  const { side, database, bus, clock, plan } = await openRooms(t)
  await side.close()
  await side.rooms.create('tea', 'Tea')
  await side.rooms.create('cup', 'Cups')
  const begin = clock.now
  await plan('tea', 90)
  await plan('cup', 10)
  const told: string[] = []
  bus.on('room.changed', ({ slug }) => told.push(slug))
  const now = (): number => clock.now
  const turns = new ShowTurns({ shows: new ShowStore(database), bus, now, earlyMinutes: 60 })
  const announce = async (at: number) => {
    told.length = 0
    clock.now = begin + at
    const next = await turns.announce()
    return { told: [...told], next: next && next - begin }
  }
  t.same(await announce(0), { told: [], next: 30 * minute })
  t.same(await announce(30 * minute - 1), { told: [], next: 30 * minute })
  t.same(await announce(30 * minute), { told: ['tea'], next: 12 * hour + 10 * minute + 1 })
  t.same(await announce(30 * minute), { told: [], next: 12 * hour + 10 * minute + 1 })
  t.same(await announce(12 * hour + 10 * minute), { told: [], next: 12 * hour + 10 * minute + 1 })
  t.same(await announce(12 * hour + 10 * minute + 1), { told: ['cup'], next: 13 * hour + 30 * minute + 1 })
  t.same(await announce(24 * hour), { told: ['tea'], next: null })
  t.same(await announce(0), { told: [], next: 30 * minute }, 'a clock that was set back tells nothing twice')
})

t.test('the clock is looked at anew whenever a show is planned or moved', async t => {
  const { side, facts, clock, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await plan('tea', 120)
  clock.now += 60 * minute
  const before = facts.length
  await side.shows.change(id, { title: 'New' })
  await until('the change and the turn to be told', () => facts.length === before + 2)
  t.equal((await side.rooms.view('tea'))?.show?.id, id)
})
