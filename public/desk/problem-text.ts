import type { ApiProblem } from '../shared/api.ts'
import { fieldWords } from '../shared/field-words.ts'
import { goodsName } from '../shared/goods-name.ts'
import type { Say } from '../shared/i18n.ts'
import { invalidText } from '../shared/invalid-text.ts'
import { refusalWords } from './refusal-words.ts'
import type { deskWords } from './words.ts'

type SayDesk = Say<keyof typeof deskWords>

/** The part of an `ApiProblem` that this reads. */
type Refused = Pick<ApiProblem, 'status' | 'type' | 'detail' | 'members'>

/** What went wrong and what to do, in the reader's language. */
export function problemText(problem: Refused, say: SayDesk): string {
  if (problem.type === 'network') return say('network')
  if (problem.type === 'below-reserved') return [say('belowReserved'), ...heldGoods(problem, say)].join(' ')
  if (problem.status === 401) return say('lapsed')
  if (problem.status === 403) return say('forbidden')
  if (problem.status === 404 || problem.type === 'not-found') return say('notFound')
  if (problem.status === 429) return say('tooMany')
  if (problem.status >= 500 || problem.detail === '') return say('serverError')
  const refusal = `refused_${problem.type === 'invalid' ? problem.members.rule : problem.type}`
  if (isRefusal(refusal)) return say(refusal, texts(problem.members))
  // Of an order or a return: the state that it is in instead.
  if (/^(already|order|return)-/.test(problem.type)) return say('refused_state')
  return invalidText(problem, say, fieldName) ?? say('refused_other', { detail: problem.detail })

  function fieldName(member: string): string | null {
    const key = `field_${member}`
    return isField(key) ? say(key) : null
  }
}

function isField(key: string): key is keyof typeof fieldWords {
  return Object.hasOwn(fieldWords, key)
}

/** Of a paper with many lines: which of them. */
function heldGoods({ members }: Refused, say: SayDesk): string[] {
  const lines: readonly unknown[] = Array.isArray(members.lines) ? members.lines : []
  return lines.flatMap(line => {
    if (typeof line !== 'object' || line === null) return []
    const { title, variantTitle = '', onHand, reserved } = texts(line)
    if (title === undefined || onHand === undefined || reserved === undefined) return []
    return [say('heldOf', { goods: goodsName({ title, variantTitle }), onHand, reserved })]
  })
}

function texts(members: object): Readonly<Record<string, string>> {
  const plain = Object.entries(members).filter(([, value]) => ['string', 'number'].includes(typeof value))
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]))
}

function isRefusal(key: string): key is keyof typeof refusalWords {
  return Object.hasOwn(refusalWords, key)
}
