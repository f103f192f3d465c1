import type { FunctionComponent } from 'preact'
import type { Permission } from '../../src/wire.ts'
import { AuditSection } from './audit/audit-section.tsx'
import { Catalog } from './catalog/catalog.tsx'
import { Notices } from './notices/notices.tsx'
import { Orders } from './orders/orders.tsx'
import { Replays } from './replays.tsx'
import { Returns } from './returns/returns.tsx'
import { Rooms } from './rooms.tsx'
import type { SectionProps } from './section.tsx'
import { Settings } from './settings/settings.tsx'
import { StaffSection } from './staff/staff-section.tsx'
import { Stock } from './stock/stock.tsx'
import { Stores } from './stores/stores.tsx'
import { Today } from './today/today.tsx'

type Section = {
  readonly Shown: FunctionComponent<SectionProps>
  /** Without it the section is not shown. */
  readonly permission: Permission
  /** Under which heading it stands. */
  readonly group: 'now' | 'sales' | 'goods' | 'shows' | 'shop'
}

/** In the order in which an owner goes through them. */
export const sections = {
  today: { Shown: Today, permission: 'figures.read', group: 'now' },
  orders: { Shown: Orders, permission: 'orders.read', group: 'sales' },
  returns: { Shown: Returns, permission: 'returns.write', group: 'sales' },
  notices: { Shown: Notices, permission: 'orders.fulfil', group: 'sales' },
  products: { Shown: Catalog, permission: 'catalog.write', group: 'goods' },
  stock: { Shown: Stock, permission: 'stock.read', group: 'goods' },
  rooms: { Shown: Rooms, permission: 'rooms.manage', group: 'shows' },
  replays: { Shown: Replays, permission: 'rooms.manage', group: 'shows' },
  stores: { Shown: Stores, permission: 'stores.write', group: 'shop' },
  staff: { Shown: StaffSection, permission: 'staff.manage', group: 'shop' },
  audit: { Shown: AuditSection, permission: 'audit.read', group: 'shop' },
  settings: { Shown: Settings, permission: 'settings.manage', group: 'shop' },
} as const satisfies Record<string, Section>

export type SectionName = keyof typeof sections
export type Group = Section['group']

export const sectionNames = [
  ...['today', 'orders', 'returns', 'notices', 'products', 'stock'],
  ...['rooms', 'replays', 'stores', 'staff', 'audit', 'settings'],
].filter(isSection)

export const groups: readonly Group[] = ['now', 'sales', 'goods', 'shows', 'shop']

/** `#staff`, or with what it is to show: `#audit?subjectId=…`. Null for an address of none. */
export function sectionOf(hash: string): SectionName | null {
  const [name = ''] = hash.slice(1).split('?')
  return isSection(name) ? name : null
}

function isSection(name: string): name is SectionName {
  return Object.hasOwn(sections, name)
}
