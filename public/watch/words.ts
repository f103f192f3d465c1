import type { Words } from '../shared/i18n.ts'

/** What the stage says; what the shop says is loaded with it. */
export const words = {
  live: ['直播中', 'LIVE'],
  starting: ['即将开播', 'Starting'],
  offline: ['未开播', 'Offline'],
  ended: ['已结束', 'Ended'],
  behind: ['回看', 'Not live'],
  paused: ['已暂停', 'Paused'],
  interrupted: ['主播马上回来', 'The host will be right back'],
  viewers: ['{count} 人在看', '{count} watching'],
  stage: ['直播画面', 'Live picture'],
  play: ['点击播放', 'Tap to play'],
  hotspot: ['购买正在讲解的商品：{title}', 'Buy what is being shown: {title}'],
  loading: ['正在进入直播间…', 'Coming in…'],
  reconnecting: ['正在重新连接…', 'Reconnecting…'],
  unknownTitle: ['没有这个直播间', 'There is no such room'],
  unknownText: ['链接可能抄错了，或直播间已改名。', 'The link may be mistyped, or the room was renamed.'],
  home: ['看看其他直播间', 'See the other rooms'],
  failedTitle: ['连不上服务器', 'Cannot reach the server'],
  failedText: [
    '请检查网络；连上后会自动继续。',
    'Check your connection; it goes on by itself once it is back.',
  ],
  retry: ['再试一次', 'Try again'],
  shopLoading: ['正在加载商品…', 'Loading the shop…'],
} satisfies Words<string>
