import type { Role, StoreView } from '../../../src/wire.ts'
import { roleWords } from '../../desk/role-words.ts'
import { SelectField } from '../../desk/select.tsx'
import { useStaff } from '../../desk/session.tsx'
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
      <SelectField
        label={say('role')}
        hint={sayRole(texts[value.role])}
        value={value.role}
        options={roles.map(role => [role, sayRole(role)])}
        testId="staff-role"
        onChoose={role => onChange({ role, storeId: role === 'owner' ? null : value.storeId })}
      />
      <SelectField
        label={say('store')}
        hint={isOwner ? say('ownerStores') : undefined}
        value={value.storeId ?? ''}
        options={[
          ...(ownStore === null ? [['', sayRole('allStores')] as const] : []),
          ...choices.map(({ id, name }) => [id, name] as const),
        ]}
        disabled={isOwner}
        testId="staff-store"
        onChoose={id => onChange({ ...value, storeId: id || null })}
      />
    </>
  )
}
