import type { ComponentChildren } from 'preact'
import type { ShowPageView } from '../../src/wire.ts'
import { BackIcon } from '../shared/icons.tsx'
import { LanguageToggle, useLanguage, useWords } from '../shared/language.tsx'
import { whenText } from '../shared/show-time.ts'
import { words } from './words.ts'

export function ReplayBar({ page, share }: { page: ShowPageView; share: ComponentChildren }) {
  const say = useWords(words)
  const language = useLanguage()
  const { show, room } = page
  return (
    <header class="top-bar">
      <a class="float" href={`/r/${room.slug}`} aria-label={say('toRoom', { title: room.title })}>
        <BackIcon />
      </a>
      <div class="top-room">
        <h1 class="top-title">{show.title}</h1>
        <p class="top-facts">
          <span class="badge" data-state="replay" data-testid="status">
            {say('replay')}
          </span>
          {show.startedAt && (
            <time dateTime={show.startedAt}>{whenText(show.startedAt, language, Date.now())}</time>
          )}
        </p>
      </div>
      <LanguageToggle class="float float-text" />
      {share}
    </header>
  )
}
