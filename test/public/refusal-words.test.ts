import { glob, readFile } from 'node:fs/promises'
import t from 'tap'
import { problemText } from '../../public/desk/problem-text.ts'
import { refusalWords } from '../../public/desk/refusal-words.ts'
import { deskWords } from '../../public/desk/words.ts'
import { ApiProblem } from '../../public/shared/api.ts'
import { speaker } from '../../public/shared/i18n.ts'

const say = speaker(deskWords, 'zh')

/** Said by the pages themselves, or to buyers only, whose pages have their own words. */
const elsewhere = new Set([
  ...['below-reserved', 'mixed-currency', 'no-delivery', 'no-such-slot', 'no-visits'],
  ...['not-by-post', 'pickup-disabled', 'split-needed'],
])

async function refusals(): Promise<string[]> {
  const found = new Set<string>()
  for await (const path of glob('src/{shop,room,demo}/**/*.ts')) {
    const text = await readFile(path, 'utf8')
    for (const [, type = ''] of text.matchAll(/new ConflictError\(\s*'([a-z-]+)'/g)) found.add(type)
  }
  return [...found]
}

t.test('what the server refuses is said in words, with what to do', async t => {
  const types = await refusals()
  t.ok(types.length > 40, `${types.length} kinds of refusal`)
  const without = types.filter(
    type => !elsewhere.has(type) && !Object.hasOwn(refusalWords, `refused_${type}`),
  )
  t.same(without, [])
})

t.test('a rule of the shop that is broken is said in words', async t => {
  const rules = new Set<string>()
  for await (const path of glob('src/{shop,room}/**/*.ts')) {
    const text = await readFile(path, 'utf8')
    for (const [, rule = ''] of text.matchAll(/\brule: '([a-z-]+)'/g)) rules.add(rule)
  }
  t.ok(rules.size > 20, `${rules.size} rules`)
  t.same(
    [...rules].filter(rule => !Object.hasOwn(refusalWords, `refused_${rule}`)),
    [],
  )
  const same = new ApiProblem(400, 'invalid', 'A and B are both red.', {
    ...{ rule: 'same-options', sku: 'B', other: 'A' },
  })
  t.equal(problemText(same, say), 'A 和 B 的选项一样，请改一个。')
})

t.test('a refusal names what it is about', async t => {
  const taken = new ApiProblem(409, 'sku-taken', 'The SKU LJ-50 is in use.', { sku: 'LJ-50' })
  t.equal(problemText(taken, say), '货号 LJ-50 已经有了，换一个。')
  const lines = [{ title: '明前龙井', variantTitle: '50 克', onHand: 4, reserved: 3 }]
  const held = new ApiProblem(409, 'below-reserved', '…', { lines })
  t.match(problemText(held, say), /明前龙井 · 50 克：在店 4，已预留 3$/)
})

t.test(
  'a step that an order has passed is told as such, and what has no words in a sentence of the reader’s language',
  async t => {
    t.equal(
      problemText(new ApiProblem(409, 'order-cancelled', 'Order 7 is cancelled.'), say),
      say('refused_state'),
    )
    t.equal(
      problemText(new ApiProblem(400, 'invalid', 'The body is not JSON.'), say),
      '服务器没有接受，请检查填写的内容后再试。',
    )
    const english = speaker(deskWords, 'en')
    t.equal(
      problemText(new ApiProblem(400, 'invalid', 'The body is not JSON.'), english),
      'The body is not JSON.',
    )
  },
)
