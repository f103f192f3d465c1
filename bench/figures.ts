/** The value below which a share `p` (0..1) of the values lies. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

export const ms = (value: number): string => `${value.toFixed(0)} ms`
