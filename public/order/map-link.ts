import type { StoreView } from '../../src/wire.ts'
import type { Language } from '../shared/i18n.ts'

/** Opens a map app or page: Amap for Chinese readers, OpenStreetMap for the others. Needs no key. */
export function mapLink(store: StoreView, language: Language): string {
  const { name, address, latitude, longitude } = store
  const placed = latitude !== null && longitude !== null
  if (language === 'zh') {
    return placed
      ? link('https://uri.amap.com/marker', {
          position: `${longitude},${latitude}`,
          name,
          coordinate: 'wgs84',
        })
      : link('https://uri.amap.com/search', { keyword: `${name} ${address}` })
  }
  return placed
    ? `${link('https://www.openstreetmap.org/', { mlat: String(latitude), mlon: String(longitude) })}#map=17/${latitude}/${longitude}`
    : link('https://www.openstreetmap.org/search', { query: address })
}

function link(base: string, query: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(query)}`
}
