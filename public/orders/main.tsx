import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/pieces.css'
import '../shared/my-orders.css'
import './orders.css'
import { render } from 'preact'
import { LanguageProvider } from '../shared/language.tsx'
import { OrdersPage } from './orders-page.tsx'

const root = document.getElementById('app')
if (root) {
  render(
    <LanguageProvider>
      <OrdersPage />
    </LanguageProvider>,
    root,
  )
}
