import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/pieces.css'
import './desk.css'
import './forms.css'
import './lists.css'
import './account/account.css'
import { type ComponentChildren, render } from 'preact'
import { LanguageProvider } from '../shared/language.tsx'
import { SessionProvider } from './session.tsx'

/** Puts a desk's page into its shell. `unanswered`: it also works without an answer of the server's. */
export function mount(page: ComponentChildren, { unanswered = false } = {}): void {
  const root = document.getElementById('app')
  if (!root) throw new Error('the shell has no #app')
  render(
    <LanguageProvider>
      <SessionProvider unanswered={unanswered}>{page}</SessionProvider>
    </LanguageProvider>,
    root,
  )
}
