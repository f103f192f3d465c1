import type { DeliveryArea } from '../../wire.ts'
import { distanceMetres, type Position } from './distance.ts'

/**
 * Whether a store sends goods to a place. `unknown`: it delivers in a radius, and it or the place has no position, so
 * that a person has to look at the address.
 */
export function deliversTo(
  store: { readonly delivery: DeliveryArea; readonly position: Position | null },
  place: Position | null,
): 'yes' | 'no' | 'unknown' {
  const { delivery, position } = store
  if (delivery.kind === 'none') return 'no'
  if (delivery.kind === 'everywhere') return 'yes'
  if (position === null || place === null) return 'unknown'
  return distanceMetres(position, place) <= delivery.kilometres * 1000 ? 'yes' : 'no'
}
