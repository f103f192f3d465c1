import { useCallback, useEffect, useState } from 'preact/hooks'
import type { StreamState } from '../../src/wire.ts'
import { useSession } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { useResource } from '../desk/use-resource.ts'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { studioWords } from './words.ts'

type Props = { readonly slug: string; readonly state: StreamState }
type Setup = { readonly testBroadcast: 'stopped' | 'starting' | 'live' }

/** For an owner: a picture without OBS, and the way to end it. */
export function TestBroadcast(props: Props) {
  const { session } = useSession()
  return session.kind === 'staff' && session.staff.role === 'owner' ? <Control {...props} /> : null
}

function Control({ slug, state }: Props) {
  const say = useWords(studioWords)
  const sayProblem = useProblemText()
  const { call } = useSession()
  const setup = useResource(
    useCallback((signal: AbortSignal) => call<Setup>('GET', '/api/v1/setup', { signal }), [call]),
  )
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const { reload } = setup
  // The test broadcast starts and ends with the room's own stream. The first load has told already.
  const [loadedFor, setLoadedFor] = useState(state)
  useEffect(() => {
    if (state === loadedFor) return
    setLoadedFor(state)
    reload()
  }, [state, loadedFor, reload])

  if (setup.resource.state !== 'ready') return null
  const running = setup.resource.value.testBroadcast !== 'stopped'
  if (!running && state !== 'offline') return null
  const toggle = async () => {
    setBusy(true)
    setFault(null)
    try {
      if (running) await call('DELETE', '/api/v1/setup/test-broadcast')
      else await call('POST', '/api/v1/setup/test-broadcast', { body: { roomSlug: slug } })
      reload()
    } catch (error) {
      setFault(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="test-broadcast">
      <span class="small">{fault ?? say(running ? 'testRunning' : 'testOffer')}</span>
      <Button busy={busy} onClick={toggle} data-testid="test-broadcast">
        {say(running ? 'testStop' : 'testStart')}
      </Button>
    </div>
  )
}
