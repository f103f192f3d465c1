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
  shopLoading: ['正在加载商品…', 'Loading the shop…'],
} satisfies Words<string>
