import t from 'tap'
import { z } from 'zod'
import { problemText } from '../../../public/desk/problem-text.ts'
import { deskWords } from '../../../public/desk/words.ts'
import { refusalText } from '../../../public/returns/refusal-text.ts'
import { returnWords } from '../../../public/returns/words.ts'
import { ApiProblem } from '../../../public/shared/api.ts'
import { type Language, speaker } from '../../../public/shared/i18n.ts'
import { fieldErrors, moneyField, phoneField, text } from '../../../src/fields.ts'

const schema = z.strictObject({
  title: text(1, 10),
  carrier: text(3, 10),
  phone: phoneField.optional(),
  inside: z.int().optional(),
  variants: z.array(z.strictObject({ price: moneyField, quantity: z.int().max(9).optional() })).max(2),
})
const good = { title: 'Tea', carrier: 'SF Express', variants: [] }

/** What the server refuses of it, as an `ApiProblem`. */
function refused(input: object): ApiProblem {
  const { error } = schema.safeParse(input)
  const errors = fieldErrors(error?.issues ?? [], input, 'body')
  return new ApiProblem(400, 'invalid', errors.map(({ message }) => message).join('; '), { errors })
}

function said(input: object, language: Language): string {
  return problemText(refused(input), speaker(deskWords, language))
}

t.test('what is to be mended is named in the language of the reader', async t => {
  const { title: _, ...untitled } = good
  const price = { amount: -5 }
  for (const [change, zh, en] of [
    [untitled, '请填写名称。', 'Title is missing.'],
    [{ ...good, title: ' ' }, '请填写名称。', 'Title is missing.'],
    // Longer than what is normalised at all: the bound that is told is the one of the field.
    [{ ...good, title: 'x'.repeat(99) }, '名称太长，最多 10 个字符。', 'Title: at most 10 characters.'],
    [{ ...good, carrier: 'SF' }, '快递太短，至少 3 个字符。', 'Carrier: at least 3 characters.'],
    [{ ...good, phone: 'none' }, '电话填得不对，请检查。', 'Phone: must be a phone number.'],
    [
      { ...good, variants: [{ price: { amount: 1 } }, { price: { amount: 1 }, quantity: 10 }] },
      '第 2 项的数量最大是 9。',
      'Quantity (no. 2): not more than 9.',
    ],
    [
      { ...good, variants: [{ price }] },
      '第 1 项的售价填得不对，请检查。',
      'Price (no. 1): Too small: expected number to be >=0.',
    ],
  ] as const) {
    t.equal(said(change, 'zh'), zh)
    t.equal(said(change, 'en'), en)
  }
})

t.test('what the page has no name for is a general sentence, never the server’s in English', async t => {
  const general = '填写的内容有不对的地方，请检查后再试。'
  t.equal(said({ ...good, inside: 0.5 }, 'zh'), general)
  t.equal(said({ ...good, secret: true }, 'zh'), general)
  t.equal(said({ ...good, secret: true, inside: 0.5 }, 'zh'), general, 'once')
  t.equal(said({ ...good, secret: true }, 'en'), 'Unrecognized key: "secret"')
})

t.test('a buyer reads it in the words of the buyer’s page', async t => {
  const say = speaker(returnWords, 'zh')
  t.equal(refusalText(refused({ ...good, carrier: 'SF' }), say), '没能申请：快递公司太短，至少 3 个字符。')
  t.equal(
    refusalText(new ApiProblem(400, 'invalid', 'The cursor is foreign.'), say),
    '没能申请，请检查填写的内容后再试。',
  )
})

t.test('errors that are none harm nobody', async t => {
  const say = speaker(deskWords, 'zh')
  for (const errors of ['text', [null, 7, {}], [{ path: 1, rule: 2, message: 3 }]]) {
    t.equal(
      problemText(new ApiProblem(400, 'invalid', 'No.', { errors }), say),
      '服务器没有接受，请检查填写的内容后再试。',
    )
  }
})
