import { useEffect, useState } from 'preact/hooks'
import { useMedia } from '../desk/use-media.ts'
import { useProblemText } from '../desk/use-problem-text.ts'
import { deskWords } from '../desk/words.ts'
import { useWords } from '../shared/language.tsx'
import { FailedState, Spinner } from '../shared/states.tsx'
import { useToast } from '../shared/toast.tsx'
import { CameraSheet } from './camera/camera-sheet.tsx'
import { CameraStage } from './camera/camera-stage.tsx'
import { GoLive } from './camera/go-live.tsx'
import { isOnAir } from './camera/live-state.ts'
import { useCamera } from './camera/use-camera.ts'
import { ConnectObs } from './connect-obs.tsx'
import { LineupPanel } from './lineup-panel.tsx'
import { NowPinned } from './now-pinned.tsx'
import { OnAir } from './on-air.tsx'
import { OrderPopUp } from './order-pop-up.tsx'
import { Orders } from './orders.tsx'
import { Preview } from './preview.tsx'
import { RoomBar } from './room-bar.tsx'
import { RoomCover } from './room-cover.tsx'
import { Share } from './share.tsx'
import { otherShow } from './show-list.ts'
import { Shows } from './shows.tsx'
import { StillSending } from './still-sending.tsx'
import { StreamHealth } from './stream-health.tsx'
import type { RoomSummary } from './studio.tsx'
import { TestBroadcast } from './test-broadcast.tsx'
import { useRoomLineup } from './use-lineup.ts'
import { useOrders } from './use-orders.ts'
import { usePin } from './use-pin.ts'
import { usePinKeys } from './use-pin-keys.ts'
import { useRoom } from './use-room.ts'
import { useShows } from './use-shows.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly slug: string
  readonly rooms: readonly RoomSummary[]
  onChoose(slug: string): void
  onNew(): void
}

const tabs = ['stage', 'lineup', 'orders'] as const
type Tab = (typeof tabs)[number]
const tabWords = { stage: 'tabStage', lineup: 'tabLineup', orders: 'tabOrders' } as const

/** Everything of one room: side by side where there is space, behind three tabs in a dock or on a phone. */
export function RoomDesk({ slug, rooms, onChoose, onNew }: Props) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const wide = useMedia('(min-width: 760px)')
  const { toast, show } = useToast()
  const orders = useOrders(slug)
  const live = useRoom(slug, orders.came)
  const lineup = useRoomLineup(slug, live, show)
  const pin = usePin(slug, live, show)
  const shows = useShows(slug, live.changes)
  const coming = shows.resource.state === 'ready' ? shows.resource.value.coming : []
  const [chosenShow, chooseShow] = useState<string | null>(null)
  const other = otherShow(chosenShow, live.room?.show ?? null, coming)
  usePinKeys(other === null ? lineup.products : [], pin)
  const present = live.room?.show
  // Whoever worked on another show comes back to the present one when that goes live, or is a new one.
  useEffect(() => chooseShow(null), [present?.id, present?.state])
  const { reload } = orders.loading
  // While the socket was away orders may have come; the first join is served by the first load.
  useEffect(() => {
    if (live.joins > 1) reload()
  }, [live.joins, reload])
  const [chosenTab, setTab] = useState<Tab | null>(null)
  const camera = useCamera(slug)
  const [preparing, setPreparing] = useState(false)
  const [ending, setEnding] = useState(false)

  const { room } = live
  if (!room)
    return (
      <div class="frame-middle">
        {live.problem ? (
          <FailedState title={say('roomGone')} text={sayProblem(live.problem)} />
        ) : (
          <>
            <Spinner label={sayDesk('loading')} />
            {live.status === 'waiting' && <p class="quiet">{say('reconnecting')}</p>}
          </>
        )}
      </div>
    )

  const tab = chosenTab ?? (room.state === 'offline' ? 'stage' : 'lineup')
  const inSight = (name: Tab) => wide || tab === name
  const onAir = isOnAir(camera.live)
  const stage = camera.view && camera.live.name !== 'idle' && (
    <CameraStage
      camera={camera}
      view={camera.view}
      room={room}
      onEnd={room.show?.state === 'live' ? () => setEnding(true) : null}
    />
  )
  return (
    <div class="room-desk">
      <RoomBar
        room={room}
        status={live.status}
        rooms={rooms}
        locked={onAir}
        onChoose={onChoose}
        onNew={onNew}
      />
      {!wide && stage}
      {room.show?.state === 'live' && (
        <OnAir
          room={room}
          live={room.show}
          recordingStopped={live.recordingStopped}
          byCamera={onAir}
          asking={ending}
          onAsk={setEnding}
          onEnded={camera.close}
          change={live.change}
          show={show}
        />
      )}
      {room.state === 'offline' && live.health !== null && <StillSending byCamera={onAir} />}
      <NowPinned pin={pin} products={lineup.products} live={room.state === 'live'} />
      {!wide && (
        <div class="tabs" role="tablist">
          {tabs.map(name => (
            <button
              key={name}
              type="button"
              role="tab"
              class="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls={`panel-${name}`}
              onClick={() => setTab(name)}
            >
              {say(tabWords[name])}
              {name === 'lineup' && <span class="tab-count">{lineup.products.length}</span>}
              {name === 'orders' && <span class="tab-count">{orders.list.length}</span>}
            </button>
          ))}
        </div>
      )}
      <div class="room-panels">
        <section class="panel stage-panel" id="panel-stage" hidden={!inSight('stage')}>
          {inSight('stage') && (
            <>
              {stage ? wide && stage : <Preview slug={slug} state={room.state} title={room.title} />}
              {!stage && <GoLive state={room.state} onOpen={() => setPreparing(true)} />}
              {room.state !== 'offline' && (
                <StreamHealth health={live.health} history={live.history} byCamera={onAir} />
              )}
              <TestBroadcast slug={slug} state={room.state} />
              <Shows
                room={room}
                shows={shows}
                onLineup={chosen => {
                  chooseShow(chosen.id)
                  setTab('lineup')
                }}
                show={show}
              />
              <ConnectObs slug={slug} open={room.state === 'offline'} show={show} />
              <RoomCover room={room} onRoom={changed => live.change(() => changed)} />
              <Share slug={slug} />
            </>
          )}
        </section>
        <section class="panel" id="panel-lineup" hidden={!inSight('lineup')}>
          <LineupPanel
            room={room}
            coming={coming}
            other={other}
            lineup={lineup}
            pin={pin}
            changes={live.changes}
            onChoose={chooseShow}
            show={show}
          />
        </section>
        <section class="panel" id="panel-orders" hidden={!inSight('orders')}>
          <Orders orders={orders} since={room.show?.startedAt ?? null} />
        </section>
      </div>
      {preparing && (
        <CameraSheet
          camera={camera}
          occupied={room.state !== 'offline' && room.interrupted === null}
          onLive={() => {
            camera.goLive()
            setPreparing(false)
            if (!wide) setTab('lineup')
          }}
          onClose={() => {
            camera.close()
            setPreparing(false)
          }}
        />
      )}
      {orders.popUp && <OrderPopUp order={orders.newest} onDone={orders.seen} />}
      {toast}
    </div>
  )
}
