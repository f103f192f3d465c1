import { dayStart } from '../list/day-start.ts'

export const todos = ['prepare', 'hand-over', 'ship', 'refund'] as const
export const channels = ['web', 'live', 'counter'] as const
export const ways = ['pickup', 'delivery', 'visit', 'counter'] as const
export const states = [
  'placed',
  'paid',
  'ready',
  'shipped',
  'collected',
  'delivered',
  'closed',
  'part-returned',
  'returned',
  'cancelled',
  'expired',
] as const

/** The filters that stand in a panel; the search and what waits are always in sight. */
export const panelNames = ['state', 'storeId', 'channel', 'kind', 'from', 'to'] as const
const names = ['todo', ...panelNames, 'q', 'roomSlug'] as const

/** What the API is asked for, from what stands in the address. Days count in whole, the last one too. */
export function orderQuery(address: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of names) {
    const value = address.get(name) ?? ''
    const asked = name === 'from' ? dayStart(value) : name === 'to' ? dayStart(value, 1) : value
    if (asked !== null && asked !== '') query.set(name, asked)
  }
  return query
}

export function filtersOn(address: URLSearchParams): number {
  return panelNames.filter(name => (address.get(name) ?? '') !== '').length
}
