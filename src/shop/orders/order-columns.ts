export type ExportLanguage = 'zh' | 'en'

/** Of the exported table, in order. */
export const orderColumns = [
  ['number', { zh: '订单号', en: 'Number' }],
  ['placed', { zh: '下单时间', en: 'Placed' }],
  ['state', { zh: '状态', en: 'State' }],
  ['channel', { zh: '渠道', en: 'Channel' }],
  ['kind', { zh: '取货方式', en: 'Way' }],
  ['stores', { zh: '门店', en: 'Stores' }],
  ['name', { zh: '姓名', en: 'Name' }],
  ['phone', { zh: '电话', en: 'Phone' }],
  ['address', { zh: '收货地址', en: 'Address' }],
  ['lines', { zh: '商品', en: 'Items' }],
  ['units', { zh: '件数', en: 'Units' }],
  ['total', { zh: '订单金额', en: 'Total' }],
  ['captured', { zh: '已收', en: 'Paid' }],
  ['refunded', { zh: '已退', en: 'Refunded' }],
  ['currency', { zh: '币种', en: 'Currency' }],
  ['methods', { zh: '付款方式', en: 'Paid by' }],
  ['paid', { zh: '付款时间', en: 'Paid at' }],
  ['done', { zh: '完成时间', en: 'Done at' }],
  ['parcels', { zh: '快递', en: 'Parcels' }],
  ['room', { zh: '直播间', en: 'Room' }],
  ['note', { zh: '买家留言', en: 'Note' }],
] as const

const words: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  placed: ['已下单', 'Placed'],
  paid: ['已付款', 'Paid'],
  ready: ['已备好', 'Put aside'],
  shipped: ['已发货', 'Shipped'],
  collected: ['已取货', 'Collected'],
  delivered: ['已送达', 'Delivered'],
  closed: ['已完成', 'Completed'],
  cancelled: ['已取消', 'Cancelled'],
  expired: ['已过期', 'Expired'],
  'part-returned': ['部分退货', 'Partly returned'],
  returned: ['已退货', 'Returned'],
  web: ['网店', 'Web'],
  live: ['直播间', 'Live room'],
  counter: ['门店', 'Counter'],
  pickup: ['自提', 'Pickup'],
  delivery: ['快递', 'Delivery'],
  visit: ['预约到店', 'Visit'],
  cash: ['现金', 'Cash'],
  card: ['刷卡', 'Card'],
  'wechat-pay': ['微信支付', 'WeChat Pay'],
  alipay: ['支付宝', 'Alipay'],
  'cash-on-delivery': ['货到付款', 'Cash on delivery'],
  other: ['其他', 'Other'],
}

/** What a state, channel, way or method is called; itself where there is no word for it. */
export function orderWord(code: string, language: ExportLanguage): string {
  return words[code]?.[language === 'zh' ? 0 : 1] ?? code
}
