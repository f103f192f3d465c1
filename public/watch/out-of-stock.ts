import type { ApiProblem } from '../shared/api.ts'

/** What is left of a variant, as an `out-of-stock` refusal tells it; null when it does not. */
export function leftByProblem(problem: ApiProblem | null, variantId: string): number | null {
  if (problem?.type !== 'out-of-stock') return null
  const { lines } = problem.members
  const line: unknown = Array.isArray(lines) ? lines.find(each => each?.variantId === variantId) : undefined
  const available: unknown =
    typeof line === 'object' && line !== null ? Reflect.get(line, 'available') : undefined
  return typeof available === 'number' ? Math.max(0, available) : null
}
