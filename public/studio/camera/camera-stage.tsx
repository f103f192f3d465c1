import { useState } from 'preact/hooks'
import type { RoomView } from '../../../src/wire.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import type { CaptureView } from './capture.ts'
import { CardOver } from './card-over.tsx'
import { Choices } from './choices.tsx'
import { LevelMeter } from './level-meter.tsx'
import { LiveSign } from './live-sign.tsx'
import { isOnAir } from './live-state.ts'
import { QualitySign } from './quality-sign.tsx'
import { SelfView } from './self-view.tsx'
import { StageControls } from './stage-controls.tsx'
import { StageNotice } from './stage-notice.tsx'
import type { Camera } from './use-camera.ts'
import { useQuality } from './use-quality.ts'
import { ViewersPicture } from './viewers-picture.tsx'
import { cameraWords } from './words.ts'

type Props = {
  readonly camera: Camera
  readonly view: CaptureView
  readonly room: RoomView
  /** Null: there is no show to end. */
  readonly onEnd: (() => void) | null
}

/** Live from this device: the host's own picture with the card on it, what viewers get of it, and the controls. */
export function CameraStage({ camera, view, room, onEnd }: Props) {
  const say = useWords(cameraWords)
  const sayDesk = useWords(deskWords)
  const { live } = camera
  const onAir = isOnAir(live)
  const quality = useQuality(live.name === 'live', camera.connection)
  const [chosen, setBig] = useState<'self' | 'viewers'>('self')
  const [open, setOpen] = useState<'settings' | 'stop' | null>(null)
  const close = () => setOpen(null)
  const seen = room.state === 'live' && live.name !== 'refused'
  const big = seen ? chosen : 'self'
  return (
    <section class={`cam-stage cam-${view.shape}`} aria-label={say('onAir')} data-testid="camera-stage">
      <div class={big === 'self' ? 'cam-self cam-big' : 'cam-self cam-small'}>
        <SelfView view={view} label={say('selfView')}>
          <CardOver pinned={room.pinned} products={room.lineup} mirrored={view.mirrored} />
          <LevelMeter track={view.audio} muted={view.muted} />
        </SelfView>
      </div>
      {onAir && <LiveSign live={live} room={room} />}
      {seen && (
        <button
          type="button"
          class={big === 'viewers' ? 'cam-viewers cam-big' : 'cam-viewers cam-small'}
          aria-label={say(big === 'self' ? 'enlarge' : 'enlargeSelf')}
          data-testid="swap"
          onClick={() => setBig(big === 'self' ? 'viewers' : 'self')}
        >
          <ViewersPicture slug={room.slug} />
          <span class="cam-viewers-label">{say('viewersView')}</span>
        </button>
      )}
      {onAir && (
        <StageControls
          camera={camera}
          view={view}
          onSettings={() => setOpen('settings')}
          onStop={() => setOpen('stop')}
        />
      )}
      {quality && <QualitySign {...quality} />}
      <StageNotice
        live={live}
        over={room.state === 'offline'}
        onBegin={camera.goLive}
        onClose={camera.close}
      />
      {open === 'settings' && (
        <Sheet title={say('settings')} closeLabel={sayDesk('cancel')} onClose={close}>
          <Choices camera={camera} view={view} shape={false} />
        </Sheet>
      )}
      {open === 'stop' && (
        <Sheet small title={say('stopTitle')} closeLabel={sayDesk('cancel')} onClose={close}>
          <div class="cam-stop">
            <p>{say(onEnd ? 'stopText' : 'stopTextNoShow')}</p>
            {onEnd && (
              <Button
                kind="primary"
                wide
                data-testid="stop-and-end"
                onClick={() => {
                  close()
                  onEnd()
                }}
              >
                {say('endShow')}
              </Button>
            )}
            <Button
              kind="danger"
              wide
              data-testid="stop-here"
              onClick={() => {
                close()
                camera.close()
              }}
            >
              {say(onEnd ? 'stopHere' : 'stop')}
            </Button>
            <Button wide onClick={close}>
              {say('goOn')}
            </Button>
          </div>
        </Sheet>
      )}
    </section>
  )
}
