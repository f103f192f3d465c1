import { type ComponentChildren, render } from 'preact'
import { recall, remember } from '../../shared/device-store.ts'
import type { Language } from '../../shared/i18n.ts'
import { Receipt } from './receipt.tsx'
import type { ReceiptData } from './receipt-data.ts'

export const papers = ['58', '80', 'a4'] as const
export type Paper = (typeof papers)[number]

/** Of this device's printer. */
export function readPaper(): Paper {
  const known = recall('paper')
  return papers.find(paper => paper === known) ?? '80'
}

export function rememberPaper(paper: Paper): void {
  remember('paper', paper)
}

export async function printReceipt(data: ReceiptData, language: Language): Promise<void> {
  print(<Receipt data={data} language={language} qr={data.link === null ? null : await drawn(data.link)} />)
}

/** Opens the browser's way to print with only this on the paper. */
export function print(sheet: ComponentChildren): void {
  const place = document.getElementById('print') ?? document.createElement('div')
  place.id = 'print'
  place.className = `paper-${readPaper()}`
  document.body.append(place)
  render(sheet, place)
  window.print()
}

async function drawn(text: string): Promise<{ path: string; size: number } | null> {
  try {
    const { encode } = await import('uqr')
    const { data, size } = encode(text, { ecc: 'M', border: 2 })
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
    return { path, size }
  } catch {
    // Without the encoder the number on the paper is enough.
    return null
  }
}
