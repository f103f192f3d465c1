import { useCallback } from 'preact/hooks'
import type { Readiness } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { AlertIcon, CheckIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { settingsWords } from './words.ts'

/** The checks that the server makes of itself; what it says of trouble is in the operator's English. */
export function Health() {
  const say = useWords(settingsWords)
  const call = useCall()
  const readiness = useResource(
    useCallback((signal: AbortSignal) => call<Readiness>('GET', '/readyz', { signal }), [call]),
  )
  return (
    <section class="card settings-part" aria-labelledby="settings-health">
      <h2 id="settings-health">{say('health')}</h2>
      <Loaded loading={readiness}>
        {({ checks }) => {
          const well = checks.every(({ ok }) => ok)
          return (
            <>
              <p class={well ? 'settings-well' : 'settings-trouble'}>
                {well ? <CheckIcon /> : <AlertIcon />}
                <strong>{say(well ? 'allWell' : 'trouble')}</strong>
              </p>
              <dl class="settings-facts">
                {checks.map(({ name, ok, detail }) => (
                  <div key={name}>
                    <dt>{isWord(name) ? say(name) : name}</dt>
                    <dd class={ok ? '' : 'settings-bad'}>{ok ? say('ok') : detail}</dd>
                  </div>
                ))}
              </dl>
            </>
          )
        }}
      </Loaded>
    </section>
  )
}

function isWord(name: string): name is keyof typeof settingsWords {
  return Object.hasOwn(settingsWords, name)
}
