import { useEffect } from 'preact/hooks'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { OrderList } from './order-list.tsx'
import { ordersWords } from './words.ts'

const scroller = () => document.scrollingElement

export function OrdersPage() {
  const say = useWords(ordersWords)
  useEffect(() => {
    document.title = `${say('title')} · Stallcast`
  }, [say])
  return (
    <main class="narrow-page">
      <header class="narrow-head">
        <a class="button button-quiet" href="/">
          ← {say('home')}
        </a>
        <LanguageToggle />
      </header>
      <h1 class="orders-title">{say('title')}</h1>
      <OrderList scroller={scroller} />
    </main>
  )
}
