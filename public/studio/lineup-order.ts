/** Pure changes of a lineup: ids in, ids out; what cannot be done leaves it as it is. */

export function moved(ids: readonly string[], id: string, to: number): readonly string[] {
  const from = ids.indexOf(id)
  if (from < 0) return ids
  const place = Math.min(Math.max(to, 0), ids.length - 1)
  if (place === from) return ids
  const rest = ids.filter(other => other !== id)
  return [...rest.slice(0, place), id, ...rest.slice(place)]
}

export function added(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids : [...ids, id]
}

export function removed(ids: readonly string[], id: string): readonly string[] {
  return ids.filter(other => other !== id)
}

/** Puts back what was removed, where it stood, into a lineup that may have changed since. */
export function restored(ids: readonly string[], id: string, place: number): readonly string[] {
  return ids.includes(id) ? ids : [...ids.slice(0, place), id, ...ids.slice(place)]
}
