import t from 'tap'
import { words as homeWords } from '../../../public/home/words.ts'
import { words as orderWords } from '../../../public/order/words.ts'
import { chooseLanguage, speaker } from '../../../public/shared/i18n.ts'
import { shopWords } from '../../../public/watch/shop-words.ts'
import { words as watchWords } from '../../../public/watch/words.ts'

t.test(
  'the choice made on this device wins, then the first language of the browser that there is',
  async t => {
    t.equal(chooseLanguage('zh', ['en-US']), 'zh')
    t.equal(chooseLanguage(null, ['fr-FR', 'zh-Hant-TW', 'en']), 'zh')
    t.equal(chooseLanguage('klingon', ['de', 'EN-gb']), 'en')
    t.equal(chooseLanguage(null, []), 'en')
  },
)

t.test('marks are filled in, in both languages', async t => {
  const words = { left: ['剩 {count} 件', '{count} left'] } as const
  t.equal(speaker(words, 'zh')('left', { count: 3 }), '剩 3 件')
  t.equal(speaker(words, 'en')('left', { count: 3 }), '3 left')
})

t.test('every text has both languages with the same marks', async t => {
  for (const [page, words] of Object.entries({ homeWords, orderWords, shopWords, watchWords })) {
    for (const [key, [zh, en]] of Object.entries(words)) {
      const marks = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
      t.ok(zh.trim() && en.trim(), `${page} ${key} is said`)
      t.strictSame(marks(zh), marks(en), `${page} ${key}`)
    }
  }
})
