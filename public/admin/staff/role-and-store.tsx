import type { Role, StoreView } from '../../../src/wire.ts'
import { roleWords } from '../../desk/role-words.ts'
import { useStaff } from '../../desk/session.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { staffWords } from './words.ts'

const texts = {
  owner: 'ownerText',
  manager: 'managerText',
  cashier: 'cashierText',
  host: 'hostText',
  moderator: 'moderatorText',
} as const satisfies Record<Role, keyof typeof roleWords>

export type RoleAndStore = { readonly role: Role; readonly storeId: string | null }

type Props = {
  readonly value: RoleAndStore
  readonly stores: readonly StoreView[]
  onChange(value: RoleAndStore): void
}

/** As what and where: only what whoever chooses may give. */
export function RoleAndStoreFields({ value, stores, onChange }: Props) {
  const say = useWords(staffWords)
  const sayRole = useWords(roleWords)
  const { role: own, storeId: ownStore } = useStaff()
  const roles: readonly Role[] =
    own === 'owner' ? ['owner', 'manager', 'cashier', 'host', 'moderator'] : ['cashier', 'host', 'moderator']
  const choices = ownStore === null ? stores : stores.filter(({ id }) => id === ownStore)
  const isOwner = value.role === 'owner'
  return (
    <>
      <Field label={say('role')} hint={sayRole(texts[value.role])}>
        {attributes => (
          <select
            {...attributes}
            value={value.role}
            data-testid="staff-role"
            onChange={event => {
              const role = roles.find(name => name === event.currentTarget.value) ?? value.role
              onChange({ role, storeId: role === 'owner' ? null : value.storeId })
            }}
          >
            {roles.map(role => (
              <option key={role} value={role}>
                {sayRole(role)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say('store')} hint={isOwner ? say('ownerStores') : undefined}>
        {attributes => (
          <select
            {...attributes}
            value={value.storeId ?? ''}
            disabled={isOwner}
            data-testid="staff-store"
            onChange={event => onChange({ ...value, storeId: event.currentTarget.value || null })}
          >
            {ownStore === null && <option value="">{sayRole('allStores')}</option>}
            {choices.map(store => (
              <option key={store.id} value={store.id}>
                {store.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}
