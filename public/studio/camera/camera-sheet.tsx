import { useEffect } from 'preact/hooks'
import { CopyField } from '../../desk/copy-field.tsx'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { CameraIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { EmptyState, FailedState, Spinner } from '../../shared/states.tsx'
import type { CaptureFault } from './capture-fault.ts'
import { Choices } from './choices.tsx'
import { FlipIcon } from './icons.tsx'
import { LevelMeter } from './level-meter.tsx'
import { SelfView } from './self-view.tsx'
import type { Camera } from './use-camera.ts'
import { cameraWords } from './words.ts'

type Props = {
  readonly camera: Camera
  /** Somebody is live in this room already. */
  readonly occupied: boolean
  onLive(): void
  onClose(): void
}

/** Before going live: leave to use the devices, what they see and hear, and the few choices there are. */
export function CameraSheet({ camera, occupied, onLive, onClose }: Props) {
  const say = useWords(cameraWords)
  const sayDesk = useWords(deskWords)
  const { view, open } = camera
  // Whoever has allowed it before need not be told again what it is for.
  useEffect(() => {
    let here = true
    mayOpen().then(may => here && may && open())
    return () => {
      here = false
    }
  }, [])
  const state = view?.state ?? 'closed'
  return (
    <Sheet
      title={say('setup')}
      closeLabel={sayDesk('cancel')}
      onClose={onClose}
      foot={
        state === 'open' && (
          <Button kind="primary" wide onClick={onLive} data-testid="go-live">
            {say(occupied ? 'takeOver' : 'goLive')}
          </Button>
        )
      }
    >
      {state === 'closed' && (
        <EmptyState icon={<CameraIcon />} title={say('ask')} text={say('askText')}>
          <Button kind="primary" onClick={open} data-testid="open-camera">
            {say('openCamera')}
          </Button>
        </EmptyState>
      )}
      {state === 'asking' && (
        <div class="note">
          <Spinner />
          <p class="note-text" role="status">
            {say('asking')}
          </p>
        </div>
      )}
      {state !== 'closed' && state !== 'asking' && state !== 'open' && <Fault fault={state} onRetry={open} />}
      {state === 'open' && view && (
        <div class="cam-setup">
          {occupied && (
            <p class="cam-note" role="status">
              {say('otherIsLive')}
            </p>
          )}
          <div class="cam-setup-picture">
            <SelfView view={view} label={say('selfView')}>
              {view.cameras.length > 1 && (
                <Button class="cam-flip" icon aria-label={say('flip')} onClick={camera.flip}>
                  <FlipIcon />
                </Button>
              )}
              <LevelMeter track={view.audio} muted={view.muted} />
            </SelfView>
          </div>
          <Choices camera={camera} view={view} shape />
        </div>
      )}
    </Sheet>
  )
}

function Fault({ fault, onRetry }: { fault: CaptureFault; onRetry(): void }) {
  const say = useWords(cameraWords)
  const local = `http://localhost${location.port && `:${location.port}`}${location.pathname}${location.search}`
  return (
    <div data-testid="camera-fault" data-fault={fault}>
      <FailedState icon={<CameraIcon />} title={say(fault)} text={say(`${fault}Text`)}>
        {fault !== 'insecure' && <Button onClick={onRetry}>{say('retry')}</Button>}
      </FailedState>
      {fault === 'insecure' && (
        <CopyField label={say('insecureLocal')} value={local} testId="local-address" />
      )}
    </div>
  )
}

/** Whether the browser would not ask. Not every one says. */
async function mayOpen(): Promise<boolean> {
  if (!navigator.mediaDevices) return true
  try {
    const permissions = await Promise.all(
      ['camera', 'microphone'].map(name => navigator.permissions.query({ name: name as PermissionName })),
    )
    return permissions.every(({ state }) => state === 'granted')
  } catch {
    return false
  }
}
