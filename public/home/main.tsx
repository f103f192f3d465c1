import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/pieces.css'
import '../shared/my-orders.css'
import './home.css'
import { render } from 'preact'
import { LanguageProvider } from '../shared/language.tsx'
import { HomePage } from './home-page.tsx'

const root = document.getElementById('app')
if (root) {
  render(
    <LanguageProvider>
      <HomePage />
    </LanguageProvider>,
    root,
  )
}
