/** Everything that only staff may do. Each route names one of these, or that it is public. */
export const permissions = [
  /** Rooms as their studio shows them. */
  'rooms.read',
  /** Go live, lineup, pin, end, shows; what was ordered in a room, without how to reach who ordered it. */
  'rooms.host',
  /** Make rooms, change them and their stream keys. */
  'rooms.manage',
  'rooms.moderate',
  'catalog.write',
  'stores.write',
  'stock.read',
  /** Receive, transfer, count. */
  'stock.move',
  'stock.adjust',
  'orders.read',
  /** Put aside, hand over, ship, deliver, note. */
  'orders.fulfil',
  'orders.cancel',
  /** Sell over the counter, open and close shifts. */
  'sales.write',
  /** Take goods back and give money back. */
  'returns.write',
  'figures.read',
  'staff.manage',
  'audit.read',
  'settings.manage',
] as const
export type Permission = (typeof permissions)[number]

export function isPermission(value: unknown): value is Permission {
  return permissions.some(permission => permission === value)
}

export const roles = ['owner', 'manager', 'cashier', 'host', 'moderator'] as const
export type Role = (typeof roles)[number]

const all: ReadonlySet<Permission> = new Set(permissions)

/** What each role may do; a person who belongs to one store, only there. */
export const rolePermissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: all,
  manager: all.difference(new Set<Permission>(['settings.manage'])),
  cashier: new Set<Permission>([
    'stock.read',
    'stock.move',
    'orders.read',
    'orders.fulfil',
    'orders.cancel',
    'sales.write',
    'returns.write',
  ]),
  // What a room sells is their business; what the shop takes, and where its buyers live, is not.
  host: new Set<Permission>(['rooms.read', 'rooms.host', 'rooms.manage', 'stock.read']),
  moderator: new Set<Permission>(['rooms.read', 'rooms.moderate']),
}
