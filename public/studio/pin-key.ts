/** What a key press means for the card. */
export type PinKey = { readonly kind: 'pin'; readonly place: number } | { readonly kind: 'unpin' } | null

type Press = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
}

/** 1 to 9 show the product at that place (0-based in the answer), 0 takes the card away. */
export function pinKey(press: Press, typing: boolean): PinKey {
  if (typing || press.repeat || press.ctrlKey || press.metaKey || press.altKey) return null
  if (press.key === '0') return { kind: 'unpin' }
  return /^[1-9]$/.test(press.key) ? { kind: 'pin', place: Number(press.key) - 1 } : null
}
