import { type ComponentChildren, render } from 'preact'
import type { ReturnView } from '../../../src/wire.ts'
import { recall, remember } from '../../shared/device-store.ts'
import type { Language } from '../../shared/i18n.ts'
import { Receipt } from './receipt.tsx'
import type { ReceiptData } from './receipt-data.ts'
import { ReturnReceipt } from './return-receipt.tsx'

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

export function printReturn(made: ReturnView, till: string | null, language: Language): void {
  print(<ReturnReceipt made={made} till={till} language={language} />)
}

export async function printReceipt(data: ReceiptData, language: Language): Promise<void> {
  print(<Receipt data={data} language={language} qr={data.link === null ? null : await drawn(data.link)} />)
}

/** Opens the browser's way to print with only this on the paper. */
export function print(sheet: ComponentChildren): void {
  const paper = readPaper()
  const place = document.getElementById('print') ?? document.createElement('div')
  place.id = 'print'
  place.className = `paper-${paper} measured`
  document.body.append(place)
  render(sheet, place)
  const { height } = place.getBoundingClientRect()
  place.classList.remove('measured')
  const page = new CSSStyleSheet()
  page.replaceSync(`@page { ${pageOf(paper, height)} }`)
  document.adoptedStyleSheets = [page]
  window.print()
}

/**
 * CSS has no page that is as long as its content, so it is said in millimetres; without margins the browser has no place for
 * an address and a date of its own. Never wider than long: that would be turned on its side.
 * @param height of what is printed, in CSS pixels.
 */
function pageOf(paper: Paper, height: number): string {
  if (paper === 'a4') return 'size: A4; margin: 16mm'
  const width = Number(paper)
  const length = Math.max(Math.ceil((height * 25.4) / 96) + 1, width + 1)
  return `size: ${width}mm ${length}mm; margin: 0`
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
