/** The lines that a refusal `out-of-stock` names, and what is left of each. */
export function shortLines(
  members: Readonly<Record<string, unknown>>,
): readonly { readonly variantId: string; readonly available: number }[] {
  if (!Array.isArray(members.lines)) return []
  return members.lines.flatMap((line: unknown) => {
    if (typeof line !== 'object' || line === null) return []
    const variantId: unknown = Reflect.get(line, 'variantId')
    const available: unknown = Reflect.get(line, 'available')
    return typeof variantId === 'string' && typeof available === 'number' ? [{ variantId, available }] : []
  })
}
