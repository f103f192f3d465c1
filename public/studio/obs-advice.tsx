import { useState } from 'preact/hooks'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import type { ObsWay } from './obs-way.ts'
import { recommendedBitrate } from './warnings.ts'
import { studioWords } from './words.ts'

/** What to set in OBS; the bitrate by what the host's line can send. */
export function ObsAdvice({ way }: { way: ObsWay }) {
  const say = useWords(studioWords)
  const [upload, setUpload] = useState('6')
  const megabits = Number(upload)
  const rate = Number.isFinite(megabits) && megabits > 0 ? recommendedBitrate(megabits) : null
  return (
    <div class="advice">
      <h3 class="advice-title">{say('advice')}</h3>
      <Field label={say('upload')}>
        {attributes => (
          <input
            {...attributes}
            class="field-input advice-upload"
            inputMode="decimal"
            maxLength={5}
            value={upload}
            onInput={event => setUpload(event.currentTarget.value)}
          />
        )}
      </Field>
      <dl class="advice-list">
        <dt>{say('adviceRate')}</dt>
        <dd>
          <strong>{rate ?? '–'} kbps</strong>
        </dd>
        <dt>{say('adviceKeyframe')}</dt>
        <dd>{say(way === 'whip' ? 'adviceKeyframeWhip' : 'adviceKeyframeValue')}</dd>
        <dt>{say('adviceEncoder')}</dt>
        <dd>{say('adviceEncoderValue')}</dd>
        <dt>{say('adviceSize')}</dt>
        <dd>{say('adviceSizeValue')}</dd>
        <dt>{say('adviceBframes')}</dt>
        <dd>{say(way === 'whip' ? 'adviceBframesWhip' : 'adviceBframesValue')}</dd>
      </dl>
    </div>
  )
}
