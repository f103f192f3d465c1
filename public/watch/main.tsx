import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/pieces.css'
import '../shared/my-orders.css'
import './watch.css'
import './stage.css'
import { render } from 'preact'
import { LanguageProvider } from '../shared/language.tsx'
import { WatchPage } from './watch-page.tsx'

const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const root = document.getElementById('app')
if (root) {
  render(
    <LanguageProvider>
      <WatchPage slug={slug} />
    </LanguageProvider>,
    root,
  )
}
