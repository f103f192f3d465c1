import type { Holiday, OpenSpan, StoreDetailView, Week, Weekday } from '../../../src/wire.ts'
import { readPosition } from './read-position.ts'

export const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

const usual: OpenSpan = { opens: '10:00', closes: '22:00' }

/** A store as its form holds it: numbers are as typed. */
export type StoreDraft = {
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly position: string
  readonly pickup: StoreDetailView['pickup']
  readonly week: Week
  readonly holidays: readonly Holiday[]
  readonly delivery: StoreDetailView['delivery']['kind']
  readonly kilometres: string
  readonly visits: boolean
  readonly slotMinutes: string
  readonly capacity: string
  readonly daysAhead: string
}

export type Fault = 'needName' | 'needAddress' | 'badPosition' | 'badNumber'
export type Faults = Partial<Record<keyof StoreDraft, Fault>>

export function draftOf(store: StoreDetailView | null): StoreDraft {
  const { visits = null, delivery } = store ?? {}
  const [latitude, longitude] = [store?.latitude ?? null, store?.longitude ?? null]
  return {
    name: store?.name ?? '',
    address: store?.address ?? '',
    phone: store?.phone ?? '',
    position: latitude === null || longitude === null ? '' : `${latitude}, ${longitude}`,
    pickup: store?.pickup ?? 'local',
    week: store?.week ?? everyDay([usual]),
    holidays: store?.holidays ?? [],
    delivery: delivery?.kind ?? 'everywhere',
    kilometres: delivery?.kind === 'radius' ? String(delivery.kilometres) : '5',
    visits: visits !== null,
    slotMinutes: String(visits?.slotMinutes ?? 30),
    capacity: String(visits?.capacity ?? 2),
    daysAhead: String(visits?.daysAhead ?? 14),
  }
}

export function everyDay(spans: Week['monday']): Week {
  const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = weekdays.map(() => [...spans])
  const none: OpenSpan[] = []
  return {
    monday: monday ?? none,
    tuesday: tuesday ?? none,
    wednesday: wednesday ?? none,
    thursday: thursday ?? none,
    friday: friday ?? none,
    saturday: saturday ?? none,
    sunday: sunday ?? none,
  }
}

/** The next span of a day: the usual one, or from two hours after the last. */
export function nextSpan(spans: readonly OpenSpan[]): OpenSpan {
  const last = spans.at(-1)
  if (last === undefined) return usual
  const hour = Math.min(22, Number(last.closes.slice(0, 2)) + 1)
  return { opens: `${String(hour).padStart(2, '0')}:00`, closes: '23:00' }
}

export function faultsOf(draft: StoreDraft): Faults {
  const number = (text: string) => !(Number(text) > 0)
  const whole = (text: string) => !/^[1-9]\d*$/.test(text)
  return {
    ...(draft.name.trim() === '' && { name: 'needName' }),
    ...(draft.address.trim() === '' && { address: 'needAddress' }),
    ...(draft.position.trim() !== '' && readPosition(draft.position) === null && { position: 'badPosition' }),
    ...(draft.delivery === 'radius' && number(draft.kilometres) && { kilometres: 'badNumber' }),
    ...(draft.visits && whole(draft.slotMinutes) && { slotMinutes: 'badNumber' }),
    ...(draft.visits && whole(draft.capacity) && { capacity: 'badNumber' }),
    ...(draft.visits && whole(draft.daysAhead) && { daysAhead: 'badNumber' }),
  }
}

/** What the API takes. */
export function bodyOf(draft: StoreDraft) {
  const position = readPosition(draft.position)
  return {
    name: draft.name.trim(),
    address: draft.address.trim(),
    phone: draft.phone.trim() === '' ? null : draft.phone.trim(),
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    pickup: draft.pickup,
    week: draft.week,
    holidays: draft.holidays,
    delivery:
      draft.delivery === 'radius'
        ? { kind: draft.delivery, kilometres: Number(draft.kilometres) }
        : { kind: draft.delivery },
    visits: draft.visits
      ? {
          slotMinutes: Number(draft.slotMinutes),
          capacity: Number(draft.capacity),
          daysAhead: Number(draft.daysAhead),
        }
      : null,
  }
}
