import type { OrderView } from '../../src/wire.ts'

/** Does an order match what somebody says at the counter: a name, a number, or a phone's last digits? */
export function matches(order: OrderView, words: string): boolean {
  const wanted = words.normalize('NFKC').trim().toLowerCase()
  if (wanted === '') return true
  const digits = wanted.replace(/[\s-]/g, '')
  const { name, phone } = order.contact ?? { name: '', phone: '' }
  if (name.toLowerCase().includes(wanted)) return true
  if (order.number.replaceAll('-', '').toLowerCase().includes(digits)) return true
  return /^\d+$/.test(digits) && phone.replace(/\D/g, '').endsWith(digits)
}

/** The last four digits, which is as much as a screen in a shop should show. */
export function phoneTail(phone: string): string {
  return phone.replace(/\D/g, '').slice(-4)
}
