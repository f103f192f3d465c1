import type { Words } from '../../shared/i18n.ts'

export const noticeWords = {
  show: ['显示', 'Shown'],
  open: ['未看', 'Unread'],
  all: ['全部', 'All'],
  empty: ['没有提醒', 'Nothing to read'],
  emptyText: [
    '迟到的付款、付款后没货之类要你决定的事，会写在这里。',
    'Late payments, goods that ran out after paying and the like are written here.',
  ],
  seen: ['知道了', 'Seen'],
  seenAt: ['{time} 看过', 'Seen {time}'],
  openOrder: ['看订单', 'Open the order'],
} as const satisfies Words<string>

/** `{order}`, `{amount}` and `{days}` are filled in where they are known. */
export const noticeSentences = {
  'late-payment-kept': [
    '订单 {order} 超时后才收到付款 {amount}，货还够，订单已恢复。请照常备货。',
    'The payment of {amount} for order {order} came late. The goods were still there and the order stands: prepare it as usual.',
  ],
  'late-payment-refunded': [
    '订单 {order} 超时后才收到付款 {amount}，货已卖给别人，这笔钱要退给顾客。',
    'The payment of {amount} for order {order} came late and the goods were sold by then: the money goes back to the customer.',
  ],
  'sold-out-after-payment': [
    '订单 {order} 付款 {amount} 后已经没货，这笔钱要退给顾客，并请联系顾客。',
    'Order {order} was paid ({amount}) when the goods had run out: the money goes back. Tell the customer.',
  ],
  overpaid: [
    '订单 {order} 多收了 {amount}，多的部分要退给顾客。',
    'Order {order} was paid {amount} too much: what is over goes back.',
  ],
  underpaid: [
    '订单 {order} 少收了 {amount}，请联系顾客补齐或取消。',
    'Order {order} was paid {amount} too little. Ask the customer for the rest, or cancel it.',
  ],
  'needless-payment': [
    '订单 {order} 已经取消或付清，又收到付款 {amount}，这笔钱要退给顾客。',
    'Order {order} was cancelled or paid already when {amount} came in: the money goes back.',
  ],
  'not-collected': [
    '订单 {order}（{amount}）已付款，等了 {days} 天没人来取。请给顾客打电话；要退款就取消订单；也可以继续保留。',
    'Order {order} ({amount}) is paid and has waited for {days} days. Call the customer; cancel it to give the money back; or keep it.',
  ],
  'part-cancelled': [
    '订单 {order} 有一家门店取消了它的那部分，总价已相应减少。请告诉顾客。',
    'One store has cancelled its part of order {order}, which costs less now. Tell the customer.',
  ],
  'part-cancelled-refunded': [
    '订单 {order} 有一家门店取消了它的那部分，{amount} 要退给顾客。请告诉顾客。',
    'One store has cancelled its part of order {order}: {amount} goes back. Tell the customer.',
  ],
} as const satisfies Words<string>

export const unknownNotice = ['订单 {order}：{kind}', 'Order {order}: {kind}'] as const
