import { CopyField } from '../../desk/copy-field.tsx'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { Qr } from '../../shared/qr.tsx'
import { staffWords } from './words.ts'

/** Link and code, to be handed to one person. */
export function OneTimeLink({ label, link, onDone }: { label: string; link: string; onDone(): void }) {
  const say = useWords(staffWords)
  const onlyHere = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(link).hostname)
  return (
    <div class="form one-time-link">
      <p class="quiet">{say('linkText')}</p>
      <div class="one-time-qr">
        <Qr text={link} label={label} />
      </div>
      <CopyField label={label} value={link} hint={say('linkHint')} testId="invitation-link" />
      {onlyHere && <p class="callout">{say('localLink')}</p>}
      <Button kind="primary" wide onClick={onDone} data-testid="link-done">
        {say('done')}
      </Button>
    </div>
  )
}
