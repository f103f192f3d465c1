import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { useToast } from '../../shared/toast.tsx'
import { roleWords } from '../role-words.ts'
import { useMay, useStaff } from '../session.tsx'
import { deskWords } from '../words.ts'
import { ChangePassword } from './change-password.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { Tokens } from './tokens.tsx'
import { accountWords } from './words.ts'

/** What is a person's own: where they are signed in, the password, and tokens for those who may make some. */
export function AccountSheet({ onClose }: { onClose(): void }) {
  const say = useWords(accountWords)
  const sayDesk = useWords(deskWords)
  const sayRole = useWords(roleWords)
  const staff = useStaff()
  const may = useMay()
  const { toast, show } = useToast()
  return (
    <Sheet title={say('account')} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="account">
        <p class="quiet">
          {staff.name} · {sayRole(staff.role)}
        </p>
        <OwnSessions show={show} />
        <ChangePassword show={show} />
        {may('staff.manage') && <Tokens show={show} />}
      </div>
      {toast}
    </Sheet>
  )
}
