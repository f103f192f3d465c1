import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import { useToast } from '../shared/toast.tsx'
import { Catalog } from './catalog/catalog.tsx'
import { Replays } from './replays.tsx'
import { Rooms } from './rooms.tsx'
import { Stock } from './stock/stock.tsx'
import { Stores } from './stores/stores.tsx'
import { Today } from './today/today.tsx'
import { adminWords } from './words.ts'

const sections = {
  today: Today,
  products: Catalog,
  stock: Stock,
  stores: Stores,
  rooms: Rooms,
  replays: Replays,
} as const
type Section = keyof typeof sections
const names: readonly Section[] = ['today', 'products', 'stock', 'stores', 'rooms', 'replays']

/** One section at a time, named in the address: `/admin#stores`. */
export function Admin() {
  const say = useWords(adminWords)
  const { toast, show } = useToast()
  const [section, setSection] = useState(fromAddress)
  useEffect(() => {
    const change = () => setSection(fromAddress())
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  const Shown = sections[section]
  return (
    <>
      <nav class="tabs admin-tabs" aria-label={say('sections')}>
        {names.map(name => (
          <a key={name} class="tab" href={`#${name}`} aria-current={name === section ? 'page' : undefined}>
            {say(name)}
          </a>
        ))}
      </nav>
      <Shown show={show} />
      {toast}
    </>
  )
}

function fromAddress(): Section {
  return names.find(name => `#${name}` === location.hash) ?? 'today'
}
