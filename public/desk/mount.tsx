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

/** Puts a desk's page into its shell. */
export function mount(page: ComponentChildren): void {
  const root = document.getElementById('app')
  if (!root) throw new Error('the shell has no #app')
  render(
    <LanguageProvider>
      <SessionProvider>{page}</SessionProvider>
    </LanguageProvider>,
    root,
  )
}
