import type { Words } from '../../shared/i18n.ts'

export const payWords = {
  payTitle: ['收款', 'Payment'],
  due: ['应收', 'To pay'],
  rest: ['还差', 'Still to pay'],
  change: ['找零', 'Change'],
  amount: ['金额', 'Amount'],
  amountHint: [
    '回车确认；少于应收就是分几次付',
    'Enter to take it; less than is due leaves the rest for another way',
  ],
  method: ['方式', 'Paid by'],
  cash: ['现金', 'Cash'],
  card: ['刷卡', 'Card'],
  'wechat-pay': ['微信', 'WeChat'],
  alipay: ['支付宝', 'Alipay'],
  other: ['其他', 'Other'],
  'cash-on-delivery': ['货到付款', 'On delivery'],
  exact: ['正好', 'Exact'],
  take: ['收下 {amount}', 'Take {amount}'],
  finish: ['完成', 'Finish'],
  taken: ['已收', 'Taken'],
  takeOff: ['撤掉', 'Take off'],
  nothing: ['请填写金额', 'Enter an amount'],
  'more-than-due': ['比应收的多；只有现金可以找零', 'More than is due: only cash gives change'],
  'too-much-cash': [
    '数目太大。是不是把条码扫进来了？',
    'That is too much. Was a barcode scanned into the amount?',
  ],
  overpaid: ['收的比应收多：请撤掉一笔重收', 'More was taken than is due now: take one off'],
  notKept: [
    '这台设备存不下来，这笔不算已收。请清理存储空间再试。',
    'This device could not keep it, so it does not count as taken. Free some storage, then try again.',
  ],
  badAmount: ['请填写金额，例如 19.90', 'Enter an amount such as 19.90'],
  cardHint: ['先在刷卡机或手机上收好，再按这里', 'Take it on the card machine or the phone first'],
} as const satisfies Words<string>
