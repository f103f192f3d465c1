import { useState } from 'preact/hooks'
import type { ProductView, ReplayView } from '../../src/wire.ts'
import { loadControls } from '../player/load-controls.ts'
import { Picture } from '../player/picture.tsx'
import type { Reel, Transport } from '../player/transport.ts'
import { useLate } from '../player/use-late.ts'
import { usePictureView } from '../player/use-picture-view.ts'
import { usePictureSize } from '../player/use-size.ts'
import { recall } from '../shared/device-store.ts'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/spinner.tsx'
import { loadShop } from '../watch/load-shop.ts'
import { ReplayBar } from './replay-bar.tsx'
import type { ShowProps } from './show-props.ts'
import { useReplayPlayer } from './use-replay-player.ts'
import { words } from './words.ts'

type Props = ShowProps & { readonly replay: ReplayView }

export function ReplayShow({ page, stock, replay, opened, onOpen }: Props) {
  const say = useWords(words)
  const [stage, setStage] = useState<HTMLElement | null>(null)
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const { player, view, seek } = useReplayPlayer(video, page.show.id, replay)
  const picture = usePictureSize(video)
  const status = view?.status ?? 'loading'
  const shown = usePictureView({ video, watching: true, picture, player, pins: page.pins })
  const late = useLate(status !== 'loading', loadControls)
  const shop = useLate(true, loadShop)
  const { lineup, room } = page
  const pinned = lineup.find(product => product.id === shown.pin?.productId) ?? null
  const state = { room: { slug: room.slug, lineup, pinned: pinned && { productId: pinned.id } }, stock }

  const seekTo = (at: number) => {
    seek(at)
    player.current?.play()
  }
  const transport: Transport = {
    play: () => player.current?.play(),
    pause: () => player.current?.pause(),
    seekTo: seek,
    goLive: () => {},
  }
  const reel = (): Reel => ({
    durationSeconds: replay.durationSeconds,
    position: video?.currentTime ?? 0,
    live: null,
    markers: replay.markers,
    thumbnails: replay.thumbnails,
    titleOf: id => lineup.find(product => product.id === id)?.title ?? '',
  })
  const talks = (product: ProductView) =>
    shop && (
      <shop.Talks
        product={product}
        markers={replay.markers}
        onSeek={at => {
          onOpen(null)
          seekTo(at)
        }}
      />
    )
  const wide = picture !== null && picture.width > picture.height
  return (
    <main class="watch" data-layout={lineup.length > 0 && wide ? 'split' : 'full'}>
      <section class="stage" ref={setStage} aria-label={say('stage')} data-watching data-aside={shown.aside}>
        <ReplayBar page={page} share={shop && <shop.ShareButton title={page.show.title} />} />
        <Picture
          view={shown}
          picture={picture}
          watching
          backdrop={late?.Backdrop ?? null}
          status={status}
          video={video}
          onVideo={setVideo}
          hotspot={pinned && say('hotspot', { title: pinned.title })}
          onHotspot={() => pinned && onOpen({ kind: 'product', productId: pinned.id, from: 'stage' })}
          playLabel={say('play')}
          onPlay={() => player.current?.play()}
        >
          {late && stage && video && (
            <late.Controls stage={stage} video={video} status={status} transport={transport} reel={reel} />
          )}
          {(status === 'loading' || status === 'reconnecting') && (
            <p class="chip" role="status">
              <Spinner />
              {say(status)}
            </p>
          )}
          {status === 'ended' && (
            <button type="button" class="chip replay-again" onClick={() => seekTo(0)}>
              {say('again')}
            </button>
          )}
        </Picture>
        {shop && (
          <shop.BottomBar
            aside={shown.aside}
            count={lineup.length}
            video={video}
            hasOrders={recall('orders') !== null}
            onOpen={onOpen}
          />
        )}
      </section>
      {lineup.length > 0 && (
        <aside class="panel">
          {shop && <shop.Lineup state={state} quiet={opened !== null} extra={talks} onOpen={onOpen} />}
        </aside>
      )}
      {shop && opened && <shop.ShopSheets state={state} extra={talks} opened={opened} onOpen={onOpen} />}
      {opened && !shop && (
        <p class="chip" role="status">
          <Spinner />
          {say('shopLoading')}
        </p>
      )}
    </main>
  )
}
