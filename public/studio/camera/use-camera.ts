import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RoomView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { ApiProblem } from '../../shared/api.ts'
import { recall, remember } from '../../shared/device-store.ts'
import { useWords } from '../../shared/language.tsx'
import { type CameraChoice, parseChoice, type Shape } from './camera-choice.ts'
import { Capture, type CaptureView } from './capture.ts'
import { isOnAir, type Live } from './live-state.ts'
import { useLeaving, useReturning } from './use-leaving.ts'
import { useWakeLock } from './use-wake-lock.ts'
import { WhipClient } from './whip-client.ts'
import { type WhipEndpoint, WhipRefused } from './whip-session.ts'
import { cameraWords } from './words.ts'

export type Camera = {
  readonly live: Live
  /** Null: the camera is not open, nor asked for. */
  readonly view: CaptureView | null
  readonly choice: CameraChoice
  /** Asks for the devices. */
  open(): void
  choose(change: Partial<CameraChoice>): void
  /** Shows the other side: front or back, or the next camera where there are several. */
  flip(): void
  mute(muted: boolean): void
  show(picture: 'camera' | 'off'): void
  shareScreen(): void
  goLive(): void
  /** Leaves the show, if it is in one, and lets go of the devices. */
  close(): void
  connection(): RTCPeerConnection | null
}

const choiceKey = 'camera'

/** This device as a source of the room's picture; it goes on whatever part of the studio is looked at. */
export function useCamera(slug: string): Camera {
  const call = useCall()
  const say = useWords(cameraWords)
  const [live, setLive] = useState<Live>({ name: 'idle' })
  const [view, setView] = useState<CaptureView | null>(null)
  const [choice, setChoice] = useState<CameraChoice>(() => parseChoice(recall(choiceKey)))
  const capture = useRef<Capture | null>(null)
  const latest = useRef({ view, choice, say })
  latest.current = { view, choice, say }

  const client = useMemo(() => {
    const path = `/api/v1/rooms/${encodeURIComponent(slug)}`
    return new WhipClient({
      async endpoint(signal) {
        try {
          const { whip } = await call<{ whip: WhipEndpoint }>('GET', `${path}/ingest`, { signal })
          // Of this very site: behind a proxy the server may take itself for another.
          return { url: new URL(whip.url, location.href).pathname, token: whip.token }
        } catch (error) {
          if (error instanceof ApiProblem && error.status === 404) throw new WhipRefused('room', 404)
          throw error
        }
      },
      room: signal => call<RoomView>('GET', path, { signal }),
      tracks() {
        const { video, audio } = latest.current.view ?? {}
        if (!video || !audio) throw new Error('live without a camera')
        return { video, audio }
      },
      onChange: setLive,
    })
  }, [slug, call])

  const show = useCallback(
    (next: CaptureView) => {
      latest.current.view = next
      setView(next.state === 'closed' ? null : next)
      for (const track of [next.video, next.audio]) if (track) void client.replace(track)
    },
    [client],
  )

  const open = () => {
    capture.current?.close()
    const { choice } = latest.current
    capture.current = new Capture({
      choice,
      shape: choice.shape ?? heldShape(),
      stillText: () => latest.current.say('cameraOffStill'),
      onChange: show,
    })
    void capture.current.open()
  }
  const close = useCallback(() => {
    client.stop()
    capture.current?.close()
    capture.current = null
  }, [client])
  useEffect(() => close, [close])

  const onAir = isOnAir(live)
  useWakeLock(onAir)
  useLeaving(onAir, close)
  useReturning(onAir, () => client.retryNow())
  useTurning(() => {
    if (isOnAir(client.live)) void capture.current?.keepShape()
    else void capture.current?.choose(latest.current.choice, latest.current.choice.shape ?? heldShape())
  })

  const choose = (change: Partial<CameraChoice>) => {
    const next = { ...latest.current.choice, ...change }
    setChoice(next)
    remember(choiceKey, JSON.stringify(next))
    // A show keeps the shape with which it began.
    const shape = isOnAir(client.live) ? latest.current.view?.shape : next.shape
    void capture.current?.choose(next, shape ?? heldShape())
  }
  const flip = () => {
    const { cameras, video } = latest.current.view ?? {}
    const { deviceId, facingMode } = video?.getSettings() ?? {}
    if (facingMode !== undefined)
      return choose({ cameraId: null, facing: facingMode === 'user' ? 'environment' : 'user' })
    const at = cameras?.findIndex(camera => camera.deviceId === deviceId) ?? -1
    const next = cameras?.[(at + 1) % cameras.length]
    if (next) choose({ cameraId: next.deviceId })
  }

  return {
    live,
    view,
    choice,
    open,
    choose,
    flip,
    mute: muted => capture.current?.mute(muted),
    show: picture => capture.current?.show(picture),
    // Whoever thinks better of it has said no to the browser.
    shareScreen: () => void capture.current?.shareScreen().catch(() => {}),
    goLive: () => client.begin(),
    close,
    connection: () => client.connection,
  }
}

/** How the device is held: upright phones are for upright pictures. */
function heldShape(): Shape {
  return matchMedia('(orientation: portrait)').matches ? 'portrait' : 'landscape'
}

function useTurning(turned: () => void): void {
  const latest = useRef(turned)
  latest.current = turned
  useEffect(() => {
    const media = matchMedia('(orientation: portrait)')
    const change = () => latest.current()
    media.addEventListener('change', change)
    return () => media.removeEventListener('change', change)
  }, [])
}
