import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { useResource } from '../desk/use-resource.ts'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { type Setup, someRoom, startBroadcast } from './setup.ts'
import { type Progress, StepChoice } from './step-choice.tsx'
import { welcomeWords } from './words.ts'

/** What an owner without OBS and without products can look at. */
export function FirstSteps() {
  const call = useCall()
  const setup = useResource(
    useCallback((signal: AbortSignal) => call<Setup>('GET', '/api/v1/setup', { signal }), [call]),
  )
  return <Loaded loading={setup}>{known => <Choice setup={known} />}</Loaded>
}

function Choice({ setup }: { setup: Setup }) {
  const say = useWords(welcomeWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const loaded = setup.sampleShop === 'loaded'
  const [wanted, setWanted] = useState({ shop: true, broadcast: true })
  const [shop, setShop] = useState<Progress>({ kind: loaded ? 'done' : 'idle' })
  const [broadcast, setBroadcast] = useState<Progress>({ kind: 'idle' })
  const [running, setRunning] = useState(false)
  const left = useRef(new AbortController())
  useEffect(() => () => left.current.abort(), [])

  const run = async () => {
    setRunning(true)
    let roomSlug: string | null = null
    let step = setShop
    try {
      if (wanted.shop && shop.kind !== 'done') {
        setShop({ kind: 'working' })
        roomSlug = (await call<{ roomSlug: string }>('POST', '/api/v1/setup/sample-shop')).roomSlug
        setShop({ kind: 'done' })
      }
      step = setBroadcast
      if (wanted.broadcast) {
        setBroadcast({ kind: 'working' })
        roomSlug ??= await someRoom(call, say('testRoom'))
        const live = await startBroadcast(call, roomSlug, left.current.signal)
        setBroadcast(live ? { kind: 'done' } : { kind: 'failed', why: say('slow') })
        if (!live) return setRunning(false)
      }
      location.assign(roomSlug === null ? '/studio' : `/studio?room=${encodeURIComponent(roomSlug)}`)
    } catch (error) {
      if (left.current.signal.aborted) return
      step({ kind: 'failed', why: sayProblem(error) })
      setRunning(false)
    }
  }

  const missing = setup.ready.checks.filter(check => !check.ok)
  return (
    <div class="form">
      <h1 class="welcome-title">{say('stepsTitle')}</h1>
      <p class="quiet">{say('stepsText')}</p>
      {!setup.ready.ready && missing.length > 0 && (
        <div class="callout" role="alert">
          <strong>{say('notReady')}</strong>
          <p>{say('notReadyText')}</p>
          <ul class="missing">
            {missing.map(check => (
              <li key={check.name}>
                {check.name}: {check.detail}
              </li>
            ))}
          </ul>
        </div>
      )}
      <StepChoice
        title={say(loaded ? 'shopLoaded' : 'shop')}
        text={say('shopText')}
        checked={wanted.shop || shop.kind === 'done'}
        locked={running || shop.kind === 'done'}
        progress={shop}
        testId="sample-shop"
        onChange={value => setWanted({ ...wanted, shop: value })}
      />
      <StepChoice
        title={say('broadcast')}
        text={say('broadcastText')}
        checked={wanted.broadcast}
        locked={running}
        progress={broadcast}
        testId="test-broadcast"
        onChange={value => setWanted({ ...wanted, broadcast: value })}
      />
      <Button
        kind="primary"
        wide
        busy={running}
        disabled={!wanted.broadcast && (!wanted.shop || shop.kind === 'done')}
        onClick={run}
        data-testid="begin"
      >
        {say('begin')}
      </Button>
      <a class="button button-quiet button-wide" href="/studio" data-testid="skip">
        {say(broadcast.kind === 'failed' ? 'toStudio' : 'skip')}
      </a>
    </div>
  )
}
