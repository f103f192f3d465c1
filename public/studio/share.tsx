import { CopyField } from '../desk/copy-field.tsx'
import { ExternalIcon } from '../desk/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Qr } from '../shared/qr.tsx'
import { studioWords } from './words.ts'

/** The address for viewers, as link and QR. */
export function Share({ slug }: { slug: string }) {
  const say = useWords(studioWords)
  const url = new URL(`/r/${encodeURIComponent(slug)}`, location.href).href
  const onlyHere = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)
  return (
    <details class="fold">
      <summary class="fold-head">{say('share')}</summary>
      <div class="fold-body">
        <CopyField label={say('share')} value={url} hint={say('shareHint')} testId="watch-link" />
        {onlyHere && <p class="callout">{say('shareLocal')}</p>}
        <div class="share-row">
          <div class="share-qr">
            <Qr text={url} label={url} />
          </div>
          <a class="button button-secondary" href={url} target="_blank" rel="noreferrer">
            <ExternalIcon />
            {say('open')}
          </a>
        </div>
      </div>
    </details>
  )
}
