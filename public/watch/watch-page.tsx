import { useEffect, useRef, useState } from 'preact/hooks'
import type { ProductView, ReplayView } from '../../src/wire.ts'
import { useLate } from '../player/use-late.ts'
import { usePictureSize } from '../player/use-size.ts'
import { recall } from '../shared/device-store.ts'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/spinner.tsx'
import type { Archive } from './archive.ts'
import { loadShop } from './load-shop.ts'
import { Stage } from './stage.tsx'
import { usePlayer } from './use-player.ts'
import { useRoom } from './use-room.ts'
import { words } from './words.ts'

const loadTrouble = async () => (await import('./trouble.tsx')).Trouble

/** What lies over the stage. */
export type Opened =
  | { readonly kind: 'bag' }
  | { readonly kind: 'product'; readonly productId: string; readonly from: 'bag' | 'stage' }
  | { readonly kind: 'basket' }
  | { readonly kind: 'orders' }

export function WatchPage({ slug }: { slug: string }) {
  const say = useWords(words)
  const { state, load, socket, retry } = useRoom(slug)
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const { player, view } = usePlayer(video, state)
  const picture = usePictureSize(video)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [archive, setArchive] = useState<Archive | null>(null)
  const shop = useLate(state !== null, loadShop)
  const trouble = load === 'unknown' || load === 'failed' ? load : null
  const Trouble = useLate(!state && trouble !== null, loadTrouble)
  const hasPlayed = useRef(false)
  if (view?.status === 'playing') hasPlayed.current = true

  useEffect(() => {
    if (state) document.title = `${state.room.title} · Stallcast`
  }, [state?.room.title])
  useCloseAfterReturn(() => setOpened(null))

  if (!state) {
    return (
      <main class="watch watch-blank">
        {trouble && Trouble ? <Trouble kind={trouble} onRetry={retry} /> : <Spinner label={say('loading')} />}
      </main>
    )
  }

  const goBack = ({ url, spans }: ReplayView, at: number) => {
    if (player.current?.programme.kind === 'replay') player.current.seek(at)
    else player.current?.open({ kind: 'replay', url, at, spans })
  }
  const replay = view && archive?.view.replay
  const talks = (product: ProductView) =>
    shop &&
    replay && (
      <shop.Talks
        product={product}
        markers={replay.markers}
        onSeek={at => {
          setOpened(null)
          goBack(replay, at)
        }}
      />
    )
  // What is pinned while nobody is live is the host's preparation for the next show.
  const { room } = state
  const onSale = room.state === 'offline' ? { ...state, room: { ...room, pinned: null } } : state
  const watching = state.room.state === 'live' || view !== null
  const wide = picture !== null && picture.width > picture.height
  const split = state.room.lineup.length > 0 && (watching ? wide : state.room.state === 'offline')
  return (
    <main class="watch" data-layout={split ? 'split' : 'full'}>
      <Stage
        state={state}
        watching={watching}
        ended={!watching && (hasPlayed.current || state.room.show?.state === 'ended')}
        broken={socket === 'waiting'}
        picture={picture}
        video={video}
        onVideo={setVideo}
        player={player}
        view={view}
        archive={archive}
        onArchive={setArchive}
        goBack={goBack}
        hasOrders={recall('orders') !== null}
        shop={shop}
        onOpen={setOpened}
      />
      {state.room.lineup.length > 0 && (
        <aside class="panel">
          {shop && <shop.Lineup state={onSale} quiet={opened !== null} extra={talks} onOpen={setOpened} />}
        </aside>
      )}
      {shop && opened && (
        <shop.ShopSheets
          state={onSale}
          others={archive?.view.lineup ?? []}
          extra={talks}
          opened={opened}
          onOpen={setOpened}
        />
      )}
      {opened && !shop && (
        <p class="chip" role="status">
          <Spinner />
          {say('shopLoading')}
        </p>
      )}
    </main>
  )
}

/** A page kept by the browser comes back as it was left: in the middle of a purchase that is long done. */
function useCloseAfterReturn(close: () => void) {
  useEffect(() => {
    const returned = (event: PageTransitionEvent) => event.persisted && close()
    addEventListener('pageshow', returned)
    return () => removeEventListener('pageshow', returned)
  }, [])
}
