import { Button } from '../shared/button.tsx'
import { CameraIcon } from '../shared/icons.tsx'
import { LanguageToggle, useLanguage, useWords } from '../shared/language.tsx'
import { MyOrderList } from '../shared/my-order-list.tsx'
import { readMyOrders } from '../shared/my-orders.ts'
import { EmptyState, FailedState, Skeleton } from '../shared/states.tsx'
import { RoomCard } from './room-card.tsx'
import { roomOrder } from './room-order.ts'
import { useRooms } from './use-rooms.ts'
import { words } from './words.ts'

const shownOrders = 3

export function HomePage() {
  const say = useWords(words)
  const language = useLanguage()
  const { page, failed, retry, more } = useRooms()
  const orders = readMyOrders().slice(0, shownOrders)
  return (
    <div class="home">
      <header class="home-head">
        <p class="brand">
          Stallcast <span lang="zh-CN">店播</span>
        </p>
        <LanguageToggle />
      </header>
      <main class="home-main">
        <h1 class="home-title">{say('title')}</h1>
        {failed && !page && (
          <FailedState title={say('failedTitle')} text={say('failedText')}>
            <Button kind="primary" onClick={retry}>
              {say('retry')}
            </Button>
          </FailedState>
        )}
        {!page && !failed && (
          <div class="rooms" role="status" aria-label={say('loading')}>
            <Skeleton class="skeleton-room" />
            <Skeleton class="skeleton-room" />
          </div>
        )}
        {page?.items.length === 0 && (
          <EmptyState icon={<CameraIcon />} title={say('emptyTitle')} text={say('emptyText')}>
            <a class="button button-primary" href="/studio">
              {say('studio')}
            </a>
          </EmptyState>
        )}
        {page && page.items.length > 0 && (
          <ul class="rooms">
            {roomOrder(page.items).map(room => (
              <RoomCard key={room.slug} room={room} />
            ))}
          </ul>
        )}
        {page?.next && <Button onClick={more}>{say('more')}</Button>}
        {orders.length > 0 && (
          <section>
            <h2 class="home-subtitle">{say('orders')}</h2>
            <MyOrderList orders={orders} language={language} />
          </section>
        )}
      </main>
      <footer class="home-foot">
        <a href="/studio">{say('staff')}</a>
      </footer>
    </div>
  )
}
