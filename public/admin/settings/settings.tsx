import { useCallback } from 'preact/hooks'
import type { SettingsView } from '../../../src/wire.ts'
import { CopyField } from '../../desk/copy-field.tsx'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { useWords } from '../../shared/language.tsx'
import { CheckBooks } from './check-books.tsx'
import { Health } from './health.tsx'
import { settingsWords } from './words.ts'
import './settings.css'

/** How the server is set up, and whether it is well. What is set by hand in a file is shown, not pretended to be a switch. */
export function Settings() {
  const call = useCall()
  const settings = useResource(
    useCallback((signal: AbortSignal) => call<SettingsView>('GET', '/api/v1/settings', { signal }), [call]),
  )
  return (
    <div class="settings" data-testid="settings">
      <Health />
      <Loaded loading={settings}>{value => <Facts settings={value} />}</Loaded>
    </div>
  )
}

function Facts({ settings }: { settings: SettingsView }) {
  const say = useWords(settingsWords)
  const { shop, addresses, version, data, database } = settings
  return (
    <>
      <section class="card settings-part" aria-labelledby="settings-shop">
        <h2 id="settings-shop">{say('shop')}</h2>
        <dl class="settings-facts">
          <Fact name={say('name')} value={shop.name} />
          <Fact name={say('currency')} value={shop.currency} />
          <Fact name={say('timeZone')} value={shop.timeZone} />
        </dl>
        <p class="quiet small">{say('where', { file: `${data}/config.yaml` })}</p>
      </section>
      <section class="card settings-part" aria-labelledby="settings-addresses">
        <h2 id="settings-addresses">{say('addresses')}</h2>
        <CopyField label={say('site')} value={addresses.site} />
        <CopyField label={say('rtmp')} value={addresses.rtmp} />
        {!addresses.publicUrl && <p class="callout">{say('notPublic')}</p>}
        {!addresses.site.startsWith('https:') && <p class="callout">{say('noTls')}</p>}
      </section>
      <CheckBooks />
      <section class="card settings-part" aria-labelledby="settings-about">
        <h2 id="settings-about">{say('about')}</h2>
        <dl class="settings-facts">
          <Fact name={say('version')} value={version} />
          <Fact name={say('database')} value={say(database)} />
          <Fact name={say('data')} value={data} />
        </dl>
        <CopyField
          label={say('backupCommand')}
          value="npm run backup -- /path/to/folder"
          hint={say('backup')}
        />
      </section>
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
