import type { Words } from '../shared/i18n.ts'

/** How money is paid and given back. */
export const methodWords = {
  cash: ['现金', 'Cash'],
  card: ['刷卡', 'Card'],
  'wechat-pay': ['微信支付', 'WeChat Pay'],
  alipay: ['支付宝', 'Alipay'],
  'cash-on-delivery': ['货到付款', 'Cash on delivery'],
  other: ['其他', 'Other'],
} as const satisfies Words<string>
