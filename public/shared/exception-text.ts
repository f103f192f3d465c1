import type { Say, Words } from './i18n.ts'
import { returnExceptions } from './return-exceptions.ts'

/** Why something is not taken back, as it follows a colon. */
export const exceptionWords = {
  'made-to-order': ['定制商品', 'made to order'],
  perishable: ['鲜活易腐商品', 'perishable'],
  'sealed-opened': ['拆封后不宜退的商品', 'sealed goods, once opened'],
  digital: ['数字商品', 'digital goods'],
  newspaper: ['报纸期刊', 'newspapers and magazines'],
  'other-stated': ['按商品说明，性质不宜退货', 'by their nature, as their description says'],
} as const satisfies Words<string>

/** What the server says otherwise stays as it is. */
export function exceptionText(reason: string, say: Say<keyof typeof exceptionWords>): string {
  const key = returnExceptions.find(each => each === reason)
  return key ? say(key) : reason
}
