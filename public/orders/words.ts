import type { Words } from '../shared/i18n.ts'

export const ordersWords = {
  title: ['我的订单', 'My orders'],
  close: ['关闭', 'Close'],
  home: ['去看直播', 'See the rooms'],
  emptyTitle: ['还没有订单', 'No orders yet'],
  emptyText: ['在这台设备上下的订单会保存在这里。', 'What you order on this device is kept here.'],
  refresh: ['刷新', 'Refresh'],
  refreshing: ['正在刷新…', 'Refreshing…'],
  pull: ['下拉刷新', 'Pull to refresh'],
  letGo: ['松开刷新', 'Let go to refresh'],
  failed: ['没能刷新，显示的是上次的状态', 'It did not refresh: this is how it was'],
  goods: ['{title} 等 {count} 件', '{title} and more, {count} pcs'],
  unknown: ['打不开', 'Cannot be opened'],
  forget: ['从这台设备移除', 'Remove from this device'],
  code: ['提货码 {code}', 'Pickup code {code}'],
  add: ['用链接添加订单', 'Add an order by its link'],
  addLabel: ['订单链接', 'Link of the order'],
  addHint: [
    '在别的设备上下的单：复制那里的订单链接，粘贴到这里。',
    'Ordered on another device: paste its link here.',
  ],
  addButton: ['添加', 'Add'],
  addFault: ['这不是完整的订单链接', 'This is not the whole link of an order'],
  addUnknown: ['用这个链接打不开订单', 'This link opens no order'],
  addFailed: ['没连上服务器，请再试一次', 'The server did not answer: try again'],
} satisfies Words<string>
