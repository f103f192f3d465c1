import { useLanguage, useWords } from '../shared/language.tsx'
import type { ObsWay } from './obs-way.ts'
import { studioWords } from './words.ts'

/** The words of OBS's own dialog, as its Chinese and English versions write them. */
const obsWords = {
  zh: {
    title: '设置',
    side: ['通用', '外观', '直播', '输出', '音频', '视频'],
    service: '服务',
    custom: '自定义…',
    server: '服务器',
    key: '推流码',
    show: '显示',
    ok: '确定',
    cancel: '取消',
    paste: '粘贴“服务器”',
    pasteKey: '粘贴“推流码”',
    bearer: 'Bearer 令牌',
    pasteBearer: '粘贴“Bearer 令牌”',
  },
  en: {
    title: 'Settings',
    side: ['General', 'Appearance', 'Stream', 'Output', 'Audio', 'Video'],
    service: 'Service',
    custom: 'Custom…',
    server: 'Server',
    key: 'Stream Key',
    show: 'Show',
    ok: 'OK',
    cancel: 'Cancel',
    paste: 'paste Server here',
    pasteKey: 'paste Stream key here',
    bearer: 'Bearer Token',
    pasteBearer: 'paste Bearer token here',
  },
} as const

/** OBS's Settings → Stream, drawn: where the server and the key go. */
export function ObsPicture({ way }: { way: ObsWay }) {
  const say = useWords(studioWords)
  const words = obsWords[useLanguage()]
  const whip = way === 'whip'
  return (
    <svg
      class="obs-picture"
      viewBox="0 0 400 260"
      role="img"
      aria-label={say(whip ? 'obsPictureWhip' : 'obsPicture')}
    >
      <rect class="obs-window" x="1" y="1" width="398" height="258" rx="8" />
      <path class="obs-bar" d="M1 27V9a8 8 0 0 1 8-8h382a8 8 0 0 1 8 8v18Z" />
      <text class="obs-text" x="14" y="18">
        {words.title}
      </text>
      <path class="obs-line" d="m382 10 8 8m0-8-8 8" />

      <rect class="obs-side" x="10" y="36" width="92" height="186" rx="4" />
      {words.side.map((name, row) => (
        <g key={name}>
          {row === 2 && <rect class="obs-chosen" x="13" y={41 + row * 30} width="86" height="26" rx="4" />}
          <rect class="obs-glyph" x="20" y={49 + row * 30} width="10" height="10" rx="3" />
          <text class="obs-text" x="37" y={58 + row * 30}>
            {name}
          </text>
        </g>
      ))}
      <Step at={[90, 114]} number={1} />

      <Row y={44} label={words.service} text={whip ? 'WHIP' : words.custom} menu />
      <Step at={[378, 57]} number={2} />
      <Row y={104} label={words.server} text={whip ? `${location.protocol}//…` : 'rtmp://…'} />
      <Row y={164} label={whip ? words.bearer : words.key} text="••••••••••" />
      <text class="obs-text" x="352" y="181">
        {words.show}
      </text>

      <Arrow y={140} label={words.paste} />
      <Arrow y={200} label={whip ? words.pasteBearer : words.pasteKey} />

      <rect class="obs-button" x="262" y="230" width="60" height="22" rx="4" />
      <text class="obs-text" x="292" y="245" text-anchor="middle">
        {words.ok}
      </text>
      <rect class="obs-button" x="330" y="230" width="60" height="22" rx="4" />
      <text class="obs-text" x="360" y="245" text-anchor="middle">
        {words.cancel}
      </text>
    </svg>
  )
}

function Row({ y, label, text, menu }: { y: number; label: string; text: string; menu?: boolean }) {
  return (
    <>
      <text class="obs-text" x="178" y={y + 17} text-anchor="end">
        {label}
      </text>
      <rect class="obs-input" x="186" y={y} width="158" height="26" rx="4" />
      <text class="obs-text" x="194" y={y + 17}>
        {text}
      </text>
      {menu && <path class="obs-line" d={`m330 ${y + 11} 4 4 4-4`} />}
    </>
  )
}

/** From below into the field above. */
function Arrow({ y, label }: { y: number; label: string }) {
  return (
    <>
      <path class="obs-arrow" d={`M206 ${y + 10}v-18m-6 6 6-6 6 6`} />
      <text class="obs-hint" x="220" y={y + 8}>
        {label}
      </text>
    </>
  )
}

function Step({ at: [x, y], number }: { at: readonly [number, number]; number: number }) {
  return (
    <>
      <circle class="obs-step" cx={x} cy={y} r="9" />
      <text class="obs-step-number" x={x} y={y + 4} text-anchor="middle">
        {number}
      </text>
    </>
  )
}
