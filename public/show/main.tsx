import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/pieces.css'
import '../shared/my-orders.css'
import '../watch/watch.css'
import '../watch/stage.css'
import './show.css'
import { render } from 'preact'
import { LanguageProvider } from '../shared/language.tsx'
import { ShowPage } from './show-page.tsx'

const id = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const root = document.getElementById('app')
if (root) {
  render(
    <LanguageProvider>
      <ShowPage id={id} />
    </LanguageProvider>,
    root,
  )
}
