import type { Permission } from '../../src/wire.ts'

export const places = ['studio', 'counter', 'admin'] as const
export type Place = (typeof places)[number]

/** A place is shown to whoever has one of these. */
const needed: Readonly<Record<Place, readonly Permission[]>> = {
  studio: ['rooms.read'],
  counter: ['orders.fulfil', 'sales.write'],
  admin: [
    'figures.read',
    'orders.read',
    'catalog.write',
    'stock.read',
    'stores.write',
    'rooms.manage',
    'staff.manage',
    'audit.read',
  ],
}

export function placesOf(permissions: readonly Permission[]): readonly Place[] {
  return places.filter(place => needed[place].some(permission => permissions.includes(permission)))
}
