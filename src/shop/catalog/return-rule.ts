import { type ReturnRule, returnExceptionSchema } from '../../wire.ts'
import type { ProductRow } from './catalog-store.ts'

/** As the law has it where nothing else is said. */
export const lawfulReturn: ReturnRule = { kind: 'days', days: 7 }

type Columns = Pick<ProductRow, 'return_days' | 'return_exception'>

export function returnColumns(rule: ReturnRule): Columns {
  return rule.kind === 'days'
    ? { return_days: rule.days, return_exception: null }
    : { return_days: null, return_exception: rule.reason }
}

export function returnRule({ return_days, return_exception }: Columns): ReturnRule {
  return return_days === null
    ? { kind: 'none', reason: returnExceptionSchema.parse(return_exception) }
    : { kind: 'days', days: return_days }
}
