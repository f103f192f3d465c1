import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HealthView } from '../../src/wire.ts'
import type { Say } from '../shared/i18n.ts'
import { AlertIcon, CheckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { type Sample, sparkline } from './history.ts'
import { type Warning, warnings } from './warnings.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly health: HealthView | null
  readonly history: readonly Sample[]
  /** This very device sends: it says itself how that goes, and there is nothing to set in OBS. */
  readonly byCamera: boolean
}

export function StreamHealth({ health, history, byCamera }: Props) {
  const say = useWords(studioWords)
  if (!health)
    return (
      <div class="health">
        <h2 class="panel-title">{say('health')}</h2>
        <p class="quiet">{say('noFigures')}</p>
      </div>
    )
  const found = warnings(health).filter(({ name }) => !byCamera || name === 'encoder-slow')
  const bad = new Set(found.map(warning => warning.name))
  const { source } = health
  return (
    <div class="health">
      <h2 class="panel-title">
        {say('health')}
        {found.length === 0 && (
          <span class="health-good">
            <CheckIcon />
            {say('allGood')}
          </span>
        )}
      </h2>
      {found.length > 0 && (
        <ul class="warnings" data-testid="warnings">
          {found.map(warning => (
            <li key={warning.name} class="warning">
              <AlertIcon />
              <span>{warningText(warning, say)}</span>
            </li>
          ))}
        </ul>
      )}
      <Announcement warnings={found} />
      <dl class="figures">
        <Figure label={say('bitrate')} bad={[...bad].some(name => name.startsWith('bitrate-'))}>
          {Math.round(health.kilobitsPerSecond)} <small>kbps</small>
        </Figure>
        <Figure label={say('fps')} bad={bad.has('frames-missing')}>
          {round(health.framesPerSecond)}
          {source.framesPerSecond > 0 && <small> / {round(source.framesPerSecond)}</small>}
        </Figure>
        <Figure label={say('dropped')} bad={false}>
          {health.droppedFrames}
        </Figure>
        <Figure label={say('keyframe')} bad={bad.has('keyframes-rare')}>
          {health.keyframeSeconds === null ? '–' : round(health.keyframeSeconds)} <small>s</small>
        </Figure>
        <Figure label={say('resolution')} bad={false}>
          {source.width}×{source.height}
        </Figure>
        <Figure label={say('encoder')} bad={bad.has('encoder-slow')}>
          {health.encoderSpeed === null ? '–' : `${health.encoderSpeed.toFixed(2)}×`}
        </Figure>
      </dl>
      <Trend history={history} />
    </div>
  )
}

/** Told once: the figures in the texts change each second. */
function Announcement({ warnings }: { warnings: readonly Warning[] }) {
  const say = useWords(studioWords)
  const names = warnings.map(({ name }) => name).join()
  const text = useMemo(() => warnings.map(warning => warningText(warning, say)).join(' '), [names, say])
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  )
}

function Figure({ label, bad, children }: { label: string; bad: boolean; children: ComponentChildren }) {
  return (
    <div class={bad ? 'figure figure-bad' : 'figure'}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const box = { width: 240, height: 40 }

function Trend({ history }: { history: readonly Sample[] }) {
  const say = useWords(studioWords)
  const now = history.at(-1)?.at ?? 0
  const lines = [
    {
      name: 'bitrate',
      values: history.map(({ at, kilobitsPerSecond }) => ({ at, value: kilobitsPerSecond })),
    },
    { name: 'fps', values: history.map(({ at, framesPerSecond }) => ({ at, value: framesPerSecond })) },
  ] as const
  return (
    <figure class="trend">
      <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map(({ name, values }) => (
          <polyline key={name} class={`trend-${name}`} points={sparkline(values, box, now)} />
        ))}
      </svg>
      <figcaption class="trend-caption quiet small">
        <span>{say('lastMinutes')}</span>
        <span class="trend-key trend-key-bitrate">{say('bitrate')}</span>
        <span class="trend-key trend-key-fps">{say('fps')}</span>
      </figcaption>
    </figure>
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function warningText(warning: Warning, say: Say<keyof typeof studioWords>): string {
  switch (warning.name) {
    case 'encoder-slow':
      return say(warning.name, { speed: warning.speed.toFixed(2) })
    case 'frames-missing':
      return say(warning.name, { fps: round(warning.framesPerSecond), wanted: round(warning.wanted) })
    case 'bitrate-low':
    case 'bitrate-low-whip':
      return say(warning.name, { rate: Math.round(warning.kilobitsPerSecond), wanted: warning.wanted })
    case 'bitrate-high':
      return say(warning.name, { rate: Math.round(warning.kilobitsPerSecond), limit: warning.limit })
    case 'keyframes-rare':
      return say(warning.name, { seconds: round(warning.seconds) })
    case 'no-sound':
      return say(warning.name)
  }
}
