import type { Words } from '../shared/i18n.ts'

export const words = {
  title: ['直播间', 'Live rooms'],
  loading: ['正在加载直播间…', 'Loading the rooms…'],
  live: ['直播中', 'LIVE'],
  starting: ['即将开播', 'Starting'],
  offline: ['未开播', 'Offline'],
  viewers: ['{count} 人在看', '{count} watching'],
  products: ['{count} 件商品', '{count} products'],
  emptyTitle: ['还没有直播间', 'No rooms yet'],
  emptyText: [
    '如果这是您的店：登录直播台，建一个直播间，再用 OBS 推流。',
    'If this shop is yours: log in to the studio, make a room, and push a stream from OBS.',
  ],
  studio: ['去直播台', 'Open the studio'],
  failedTitle: ['连不上服务器', 'Cannot reach the server'],
  failedText: ['请检查网络，然后再试一次。', 'Check your connection, then try again.'],
  retry: ['再试一次', 'Try again'],
  more: ['更多直播间', 'More rooms'],
  orders: ['我的订单', 'My orders'],
  staff: ['店员入口', 'For staff'],
} satisfies Words<string>
