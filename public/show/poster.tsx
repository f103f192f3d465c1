import type { ComponentChildren } from 'preact'
import { useLate } from '../player/use-late.ts'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { Skeleton } from '../shared/states.tsx'
import { loadShop } from '../watch/load-shop.ts'
import type { ShowProps } from './show-props.ts'
import { words } from './words.ts'

type Props = ShowProps & {
  readonly badge: 'scheduled' | 'live' | 'ended'
  /** Below the title. */
  readonly children: ComponentChildren
}

/** A show without a picture that moves: its cover, what there is to say, and its products. */
export function Poster({ page, stock, opened, onOpen, badge, children }: Props) {
  const say = useWords(words)
  const shop = useLate(true, loadShop)
  const { show, room, lineup } = page
  const state = { room: { slug: room.slug, lineup, pinned: null }, stock }
  return (
    <main class="poster">
      <header class="poster-head">
        <div class="poster-picture" data-none={show.coverUrl === null}>
          {show.coverUrl && <img src={show.coverUrl} alt="" />}
        </div>
        <nav class="poster-bar">
          <a class="float float-text" href={`/r/${room.slug}`}>
            {room.title}
          </a>
          <span class="controls-gap" />
          <LanguageToggle class="float float-text" />
          {shop && <shop.ShareButton title={show.title} />}
        </nav>
        <div class="poster-words">
          <span class="badge" data-state={badge} data-testid="show-state">
            {say(badge)}
          </span>
          <h1 class="poster-title">{show.title}</h1>
          {children}
        </div>
      </header>
      {lineup.length > 0 && (
        <section class="poster-products">
          <h2 class="poster-subtitle">{say('products')}</h2>
          {shop ? (
            <shop.Lineup state={state} quiet={opened !== null} onOpen={onOpen} />
          ) : (
            <Skeleton class="poster-skeleton" />
          )}
        </section>
      )}
      {shop && opened && <shop.ShopSheets state={state} opened={opened} onOpen={onOpen} />}
    </main>
  )
}
