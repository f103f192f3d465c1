import { exceptionWords } from '../../shared/exception-text.ts'
import type { Words } from '../../shared/i18n.ts'

export const receiptWords = {
  number: ['单号', 'Order'],
  time: ['时间', 'Time'],
  till: ['收银台', 'Till'],
  total: ['合计', 'Total'],
  change: ['找零', 'Change'],
  returnsUntil: ['可退货至 {date}。', 'Can be returned until {date}.'],
  noReturn: ['{title}：不可退货（{reason}）', '{title} cannot be returned: {reason}'],
  returnsHow: [
    '退货请带小票和商品，本店任一门店都可以。',
    'Bring this receipt and the goods to any of our stores.',
  ],
  provisional: [
    '暂打小票：断网中，入账后可凭编号换正式小票。编号 {key}',
    'Provisional: the till had no connection. Reference {key}',
  ],
  scanHint: ['扫码看订单、退货', 'Scan to see or return your order'],
  returnTitle: ['退货单', 'Return'],
  returnNumber: ['退货单号', 'Return'],
  moneyBack: ['退款', 'Money back'],
  onItsWay: ['退款中', 'on its way'],
  returnKeep: ['请保留此单，直到退款到账。', 'Keep this until the money has arrived.'],
  signature: ['顾客签名', 'Signature'],
  ...exceptionWords,
  thanks: ['谢谢惠顾', 'Thank you'],
} as const satisfies Words<string>
