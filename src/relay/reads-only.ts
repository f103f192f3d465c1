import { AppError } from '../errors.ts'
import type { Route } from '../route.ts'

/**
 * The routes of rooms and shows in a process without streams: they are changed where the streams are, so that what
 * happens to them happens in one order.
 */
export function readsOnly(routes: readonly Route[]): readonly Route[] {
  return routes.map(route => (route.method === 'GET' ? route : { ...route, handle: refuse }))
}

async function refuse(): Promise<never> {
  throw new AppError(
    503,
    'media-elsewhere',
    'This server serves pages and the shop only. Rooms and shows are changed at the one that takes in the streams.',
  )
}
