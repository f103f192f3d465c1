import { InvalidError } from '../../errors.ts'

/** @param what one of the values is, in the words of the refusal. @throws InvalidError naming the first that is there twice. */
export function requireDistinct(what: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined)
    throw new InvalidError(`The ${what} ${twice} is there twice.`, { rule: 'twice', value: twice })
}
