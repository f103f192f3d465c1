export type Position = { readonly latitude: number; readonly longitude: number }

const number = String.raw`(-?\d{1,3}(?:\.\d+)?)`
const pair = (separator: string) => new RegExp(`${number}${separator}${number}`)

/**
 * Coordinates, or a link that holds some: Google's `@lat,lng`, `q=` and `ll=`, OpenStreetMap's `mlat` and `#map`, Amap's
 * `position=lng,lat`. Null: nothing of the kind.
 */
export function readPosition(text: string): Position | null {
  const plain = decoded(text).replace(/，/g, ',').replace(/\s+/g, '')
  const amap = pair(',').exec(/(?:position|lnglat|dest|location)=([^&]*)/.exec(plain)?.[1] ?? '')
  if (amap !== null && /amap|gaode/.test(plain)) return position(amap[2], amap[1])
  const osm =
    new RegExp(`mlat=${number}&mlon=${number}`).exec(plain) ??
    new RegExp(`#map=\\d+/${number}/${number}`).exec(plain)
  if (osm !== null) return position(osm[1], osm[2])
  const google =
    new RegExp(`!3d${number}!4d${number}`).exec(plain) ??
    new RegExp(`(?:@|[?&](?:q|ll|query|daddr)=)${number},${number}`).exec(plain)
  if (google !== null) return position(google[1], google[2])
  const typed = new RegExp(`^${number}[,;/]${number}$`).exec(plain)
  return typed === null ? null : position(typed[1], typed[2])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function position(latitude: string | undefined, longitude: string | undefined): Position | null {
  const found = { latitude: Number(latitude), longitude: Number(longitude) }
  return Math.abs(found.latitude) <= 90 && Math.abs(found.longitude) <= 180 ? found : null
}
