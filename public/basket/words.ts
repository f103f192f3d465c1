import type { Words } from '../shared/i18n.ts'

export const basketWords = {
  title: ['购物袋', 'Basket'],
  close: ['关闭', 'Close'],
  emptyTitle: ['购物袋是空的', 'Your basket is empty'],
  emptyText: [
    '看到喜欢的，点「加购物袋」，最后一起下单。',
    'Tap “Add” on what you like, and order it all at once.',
  ],
  failed: [
    '没能核对价格，显示的是加入时的价格',
    'The prices did not load: these are those of when you added it',
  ],
  retry: ['再试一次', 'Try again'],
  left: ['剩 {count} 件', '{count} left'],
  soldOut: ['已售罄', 'Sold out'],
  notSold: ['已下架', 'Not sold any more'],
  goneTitle: ['暂时买不到', 'Not available now'],
  goneClear: ['全部移除', 'Remove all'],
  shortTake: ['只剩 {count} 件，改为 {count} 件', 'Only {count} left: take {count}'],
  dearer: ['加入后涨了 {difference}', '{difference} more than when you added it'],
  cheaper: ['加入后降了 {difference}', '{difference} less than when you added it'],
  remove: ['移除 {title}', 'Remove {title}'],
  removed: ['已移除 {title}', '{title} is removed'],
  undo: ['撤销', 'Undo'],
  quantityOf: ['{title} 的数量', 'Quantity of {title}'],
  less: ['减少一件', 'One less'],
  more: ['增加一件', 'One more'],
  currencies: [
    '里面的商品用不同货币标价，请分开下单。',
    'What is in it is priced in different currencies: order it apart.',
  ],
} satisfies Words<string>
