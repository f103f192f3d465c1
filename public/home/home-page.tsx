import { Button } from '../shared/button.tsx'
import { CameraIcon } from '../shared/icons.tsx'
import { LanguageToggle, useLanguage, useWords } from '../shared/language.tsx'
import { MyOrderList } from '../shared/my-order-list.tsx'
import { readMyOrders } from '../shared/my-orders.ts'
import { EmptyState, FailedState, Skeleton } from '../shared/states.tsx'
import { comingShows, liveRooms } from './home-data.ts'
import { RoomCard } from './room-card.tsx'
import { ComingShows, Replays } from './show-cards.tsx'
import { type Home, useHome } from './use-home.ts'
import { words } from './words.ts'

const shownOrders = 3

export function HomePage() {
  const say = useWords(words)
  const language = useLanguage()
  const home = useHome()
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
        <Content {...home} />
        {orders.length > 0 && (
          <section class="home-section">
            <h2 class="home-title">{say('orders')}</h2>
            <MyOrderList orders={orders} language={language} />
            <a class="button button-quiet" href="/orders">
              {say('allOrders')}
            </a>
          </section>
        )}
      </main>
      <footer class="home-foot">
        <a href="/studio">{say('staff')}</a>
      </footer>
    </div>
  )
}

function Content({ known, failed, loadingMore, retry, more }: Home) {
  const say = useWords(words)
  if (known === null)
    return failed ? (
      <FailedState title={say('failedTitle')} text={say('failedText')}>
        <Button kind="primary" onClick={retry}>
          {say('retry')}
        </Button>
      </FailedState>
    ) : (
      <div class="rooms" role="status" aria-label={say('loading')}>
        <Skeleton class="skeleton-room" />
        <Skeleton class="skeleton-room" />
      </div>
    )

  const { rooms, past } = known
  const live = liveRooms(rooms)
  const quiet = rooms.filter(room => room.state === 'offline')
  const coming = comingShows(known.coming)
  if (rooms.length === 0 && past.items.length === 0)
    return (
      <EmptyState icon={<CameraIcon />} title={say('emptyTitle')} text={say('emptyText')}>
        <a class="button button-primary" href="/studio">
          {say('studio')}
        </a>
      </EmptyState>
    )
  return (
    <>
      {failed && (
        <p class="home-stale" role="status">
          {say('stale')}
          <Button kind="quiet" onClick={retry}>
            {say('retry')}
          </Button>
        </p>
      )}
      <section class="home-section">
        <h1 class={live.length > 0 ? 'home-title' : 'home-title home-none'}>
          {say(live.length > 0 ? 'liveNow' : 'notLive')}
        </h1>
        {live.length > 0 && (
          <ul class="rooms">
            {live.map(room => (
              <RoomCard key={room.slug} room={room} />
            ))}
          </ul>
        )}
      </section>
      {coming.length > 0 && (
        <section class="home-section">
          <h2 class="home-title">{say('coming')}</h2>
          <ComingShows shows={coming} />
        </section>
      )}
      {past.items.length > 0 && (
        <section class="home-section">
          <h2 class="home-title">{say('replays')}</h2>
          <Replays shows={past.items} />
          {past.next !== null && (
            <Button class="home-more" busy={loadingMore} onClick={more} data-testid="more-replays">
              {say('more')}
            </Button>
          )}
        </section>
      )}
      {quiet.length > 0 && (
        <section class="home-section">
          <h2 class="home-title">{say('rooms')}</h2>
          <ul class="quiet-rooms">
            {quiet.map(room => (
              <li key={room.slug}>
                <a class="button button-secondary" href={`/r/${room.slug}`} data-testid="quiet-room">
                  {room.title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
