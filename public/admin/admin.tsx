import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useMay } from '../desk/session.tsx'
import { useWords } from '../shared/language.tsx'
import { useToast } from '../shared/toast.tsx'
import { AuditSection } from './audit/audit-section.tsx'
import { Catalog } from './catalog/catalog.tsx'
import { Replays } from './replays.tsx'
import { Rooms } from './rooms.tsx'
import { StaffSection } from './staff/staff-section.tsx'
import { Stock } from './stock.tsx'
import { Stores } from './stores.tsx'
import { Today } from './today/today.tsx'
import { adminWords } from './words.ts'

/** Each with the permission without which it is not shown. */
const sections = {
  today: { Shown: Today, permission: 'figures.read' },
  products: { Shown: Catalog, permission: 'catalog.write' },
  stock: { Shown: Stock, permission: 'stock.read' },
  stores: { Shown: Stores, permission: 'stores.write' },
  rooms: { Shown: Rooms, permission: 'rooms.manage' },
  replays: { Shown: Replays, permission: 'rooms.manage' },
  staff: { Shown: StaffSection, permission: 'staff.manage' },
  audit: { Shown: AuditSection, permission: 'audit.read' },
} as const
type Section = keyof typeof sections
const all: readonly Section[] = ['today', 'products', 'stock', 'stores', 'rooms', 'replays', 'staff', 'audit']

/** One section at a time, named in the address: `/admin#stores`. */
export function Admin() {
  const say = useWords(adminWords)
  const { toast, show } = useToast()
  const may = useMay()
  const names = useMemo(() => all.filter(name => may(sections[name].permission)), [may])
  const [hash, setHash] = useState(location.hash)
  const tabs = useRef<HTMLElement>(null)
  useEffect(() => {
    const change = () => setHash(location.hash)
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  // `#staff`, or with what it is to show: `#audit?subjectId=…`
  const section = names.find(name => hash.split('?')[0] === `#${name}`) ?? names[0]
  // On a phone there are more tabs than fit.
  useLayoutEffect(() => {
    tabs.current
      ?.querySelector(`[href="#${section}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [section])
  if (section === undefined) return null
  const { Shown } = sections[section]
  return (
    <>
      <nav ref={tabs} class="tabs admin-tabs" aria-label={say('sections')}>
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
