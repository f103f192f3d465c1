import { useCallback, useState } from 'preact/hooks'
import { CopyField } from '../desk/copy-field.tsx'
import { Fault } from '../desk/fault.tsx'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { useResource } from '../desk/use-resource.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Confirm } from '../shared/confirm.tsx'
import { useWords } from '../shared/language.tsx'
import { Either } from './either.tsx'
import { ObsAdvice } from './obs-advice.tsx'
import { ObsPicture } from './obs-picture.tsx'
import type { ObsWay } from './obs-way.ts'
import { studioWords } from './words.ts'

type Ingest = {
  readonly rtmp: { readonly server: string; readonly key: string }
  readonly whip: { readonly url: string; readonly token: string }
}

type Props = {
  readonly slug: string
  /** While nobody streams this is the next thing to do. */
  readonly open: boolean
  show(text: string): void
}

export function ConnectObs({ slug, open, show }: Props) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const path = `/api/v1/rooms/${encodeURIComponent(slug)}`
  const ingest = useResource(
    useCallback((signal: AbortSignal) => call<Ingest>('GET', `${path}/ingest`, { signal }), [call, path]),
  )
  const [way, setWay] = useState<ObsWay>('rtmp')
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  const rotate = async () => {
    setBusy(true)
    try {
      const fresh = await call<Ingest>('POST', `${path}/stream-key`)
      ingest.update(() => fresh)
      setAsking(false)
      show(say('rotated'))
    } catch (error) {
      setFault(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <details class="fold" open={open}>
      <summary class="fold-head">{say('connect')}</summary>
      <div class="fold-body">
        <Loaded loading={ingest}>
          {({ rtmp, whip }) => (
            <>
              <Either
                label={say('way')}
                value={way}
                options={[
                  { value: 'rtmp', label: 'RTMP', hint: say('wayRtmp') },
                  { value: 'whip', label: 'WHIP', hint: say('wayWhip') },
                ]}
                onChoose={value => setWay(value)}
              />
              <ol class="steps">
                <li>{say(way === 'whip' ? 'connectStep1Whip' : 'connectStep1')}</li>
                <li>{say('connectStep2')}</li>
                <li>{say('connectStep3')}</li>
              </ol>
              {way === 'rtmp' ? (
                <>
                  <CopyField label={say('server')} value={rtmp.server} testId="obs-server" />
                  <CopyField
                    label={say('key')}
                    value={rtmp.key}
                    hint={say('keyHint')}
                    secret
                    testId="obs-key"
                  />
                </>
              ) : (
                <>
                  <CopyField label={say('server')} value={hereUrl(whip.url)} testId="obs-whip-server" />
                  <CopyField
                    label={say('bearer')}
                    value={whip.token}
                    hint={say('bearerHint')}
                    secret
                    testId="obs-whip-token"
                  />
                </>
              )}
              <ObsPicture way={way} />
              <ObsAdvice way={way} />
              <Button
                kind="quiet"
                class="rotate"
                onClick={() => {
                  setFault(null)
                  setAsking(true)
                }}
              >
                {say('rotate')}
              </Button>
            </>
          )}
        </Loaded>
      </div>
      {asking && (
        <Confirm
          title={say('rotateTitle')}
          confirmLabel={say('rotateConfirm')}
          cancelLabel={sayDesk('cancel')}
          busy={busy}
          onConfirm={rotate}
          onClose={() => setAsking(false)}
        >
          <p>{say('rotateText')}</p>
          <Fault text={fault} />
        </Confirm>
      )}
    </details>
  )
}

/** At this page's own origin: behind a proxy the server may take itself for another. */
function hereUrl(url: string): string {
  return new URL(new URL(url, location.href).pathname, location.origin).href
}
