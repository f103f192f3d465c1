import type { Words } from '../shared/i18n.ts'

export const coverWords = {
  startingTitle: ['主播马上就来', 'The host is on the way'],
  startingText: ['画面一到就会自动播放。', 'The picture plays by itself as soon as it arrives.'],
  offlineTitle: ['现在没有直播', 'Not live right now'],
  offlineText: ['开播时这里会自动播放。', 'It plays here by itself when it starts.'],
  stillSold: ['商品照常可以买。', 'You can still buy.'],
  endedTitle: ['直播结束，谢谢观看', 'That was it. Thanks for watching'],
  browse: ['看看商品', 'See the products'],
  next: ['下一场', 'Next show'],
  replays: ['往期回放', 'Watch again'],
} satisfies Words<string>
