import type { Words } from '../shared/i18n.ts'

export const helpWords = {
  title: ['快捷键', 'Keys'],
  sell: ['收银', 'Sell'],
  orders: ['订单：取货、发货、预约', 'Orders: collect, ship, visits'],
  returns: ['退货', 'Return'],
  shift: ['班次：报表、交班', 'Shift: reports, closing'],
  pay: ['收款', 'Take the payment'],
  enter: ['输入框空着时：收款，或确认交货', 'With an empty field: pay, or hand over'],
  choose: ['选择一行', 'Choose a line'],
  quantity: ['加减这一行的数量', 'More or fewer of the chosen line'],
  times: ['在扫码前输入：三件', 'Before a scan: three of it'],
  remove: ['删除这一行', 'Remove the chosen line'],
  undo: ['撤销', 'Undo'],
  park: ['挂单；手上没有商品时取单', 'Park the sale; with nothing in hand, take one up'],
  sales: ['本机的收款记录', 'Sales of this device'],
  print: ['再打一次小票', 'Print the last receipt again'],
  method: ['收款时：现金、刷卡、微信、支付宝、其他', 'While paying: cash, card, WeChat, Alipay, other'],
  back: ['返回', 'Back'],
  help: ['这张表', 'This sheet'],
} as const satisfies Words<string>
