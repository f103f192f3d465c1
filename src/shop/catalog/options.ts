import { z } from 'zod'
import { InvalidError } from '../../errors.ts'
import type { ProductOption } from '../../wire.ts'
import { requireDistinct } from './distinct.ts'

const optionsSchema = z.array(z.object({ name: z.string(), values: z.array(z.string()) }))
const valuesSchema = z.array(z.string())

export function readOptions(json: string): ProductOption[] {
  return optionsSchema.parse(JSON.parse(json))
}

export function readValues(json: string): string[] {
  return valuesSchema.parse(JSON.parse(json))
}

/**
 * Each variant has one of the values of each option, and no two the same ones.
 * @throws InvalidError that names the option, the value or the variant.
 */
export function requireMatrix(
  options: readonly ProductOption[],
  variants: readonly { readonly sku: string; readonly options: readonly string[] }[],
): void {
  requireDistinct(
    'option',
    options.map(({ name }) => name),
  )
  for (const { name, values } of options) requireDistinct(`value of ${name}`, values)
  const seen = new Map<string, string>()
  for (const { sku, options: values } of variants) {
    if (values.length !== options.length) {
      const names = options.map(({ name }) => name).join(', ')
      throw new InvalidError(
        options.length === 0
          ? `The product has no options, so ${sku} can have no values of them.`
          : `${sku} needs one value for each of: ${names}.`,
        { rule: 'option-values', sku },
      )
    }
    for (const [index, { name, values: allowed }] of options.entries()) {
      const value = values[index] ?? ''
      if (!allowed.includes(value))
        throw new InvalidError(`${value} is no value of ${name}.`, { rule: 'option-values', sku })
    }
    if (options.length === 0) continue
    const key = JSON.stringify(values)
    const other = seen.get(key)
    if (other !== undefined) {
      throw new InvalidError(`${other} and ${sku} are both ${values.join(' / ')}.`, {
        rule: 'same-options',
        sku,
        other,
      })
    }
    seen.set(key, sku)
  }
}
