import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/pieces.css'
import '../shared/my-orders.css'
import './order.css'
import { render } from 'preact'
import { LanguageProvider } from '../shared/language.tsx'
import { readMyOrders } from '../shared/my-orders.ts'
import { OrderPage } from './order-page.tsx'

const id = decodeURIComponent(location.pathname.split('/')[2] ?? '')
// After the # it is sent to no server and stands in no log.
const token = location.hash.slice(1) || readMyOrders().find(order => order.id === id)?.token
const root = document.getElementById('app')
if (root) {
  render(
    <LanguageProvider>
      <OrderPage id={id} token={token} />
    </LanguageProvider>,
    root,
  )
}
