import { parseAmount } from '../desk/amount.ts'

/** A variant as it is being typed. */
export type VariantDraft = {
  readonly key: number
  readonly sku: string
  readonly title: string
  readonly barcode: string
  readonly price: string
  readonly compareAtPrice: string
}

export type DraftFault = 'needSku' | 'twiceSku' | 'badPrice'
export type DraftFaults = {
  readonly sku?: 'needSku' | 'twiceSku'
  readonly price?: 'badPrice'
  readonly compareAtPrice?: 'badPrice'
}

export function emptyDraft(key: number): VariantDraft {
  return { key, sku: '', title: '', barcode: '', price: '', compareAtPrice: '' }
}

/** What is wrong with each draft; an empty object: nothing. */
export function draftFaults(drafts: readonly VariantDraft[], currency: string): readonly DraftFaults[] {
  return drafts.map((draft, index) => {
    const sku = draft.sku.trim()
    const twice = drafts.slice(0, index).some(other => other.sku.trim() === sku)
    const struck = draft.compareAtPrice.trim()
    return {
      ...(sku === '' ? { sku: 'needSku' as const } : twice ? { sku: 'twiceSku' as const } : {}),
      ...(parseAmount(draft.price, currency) === null ? { price: 'badPrice' as const } : {}),
      ...(struck !== '' && parseAmount(struck, currency) === null
        ? { compareAtPrice: 'badPrice' as const }
        : {}),
    }
  })
}

/** Drafts without faults as the API takes them. */
export function variantsOf(drafts: readonly VariantDraft[], currency: string): readonly object[] {
  const money = (text: string) => {
    const amount = parseAmount(text, currency)
    return amount === null ? null : { amount, currency }
  }
  return drafts.map(draft => {
    const struck = money(draft.compareAtPrice)
    return {
      sku: draft.sku.trim(),
      title: draft.title.trim(),
      price: money(draft.price),
      ...(draft.barcode.trim() === '' ? {} : { barcode: draft.barcode.trim() }),
      ...(struck === null ? {} : { compareAtPrice: struck }),
    }
  })
}
