import type { Words } from './i18n.ts'

/**
 * What an `invalid` problem's `errors` say is wrong, by their rule. `{message}` is the server's own sentence, which is English.
 */
export const invalidWords = {
  invalid_required: ['请填写{field}。', '{field} is missing.'],
  'invalid_too-short': ['{field}太短，至少 {limit} 个字符。', '{field}: at least {limit} characters.'],
  'invalid_too-long': ['{field}太长，最多 {limit} 个字符。', '{field}: at most {limit} characters.'],
  'invalid_too-few': ['{field}至少要 {limit} 项。', '{field}: at least {limit}.'],
  'invalid_too-many': ['{field}最多 {limit} 项。', '{field}: at most {limit}.'],
  'invalid_too-small': ['{field}最小是 {limit}。', '{field}: not less than {limit}.'],
  'invalid_too-large': ['{field}最大是 {limit}。', '{field}: not more than {limit}.'],
  invalid_format: ['{field}填得不对，请检查。', '{field}: {message}.'],
  invalid_other: ['填写的内容有不对的地方，请检查后再试。', '{message}'],
  invalid_nth: ['第 {nth} 项的{field}', '{field} (no. {nth})'],
} as const satisfies Words<string>
