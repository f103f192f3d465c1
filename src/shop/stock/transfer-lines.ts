import { InvalidError } from '../../errors.ts'
import type { Arrival, Sending } from './document-fields.ts'
import type { DocumentRow } from './documents-store.ts'
import type { Move } from './move-goods.ts'
import type { TransferLineRow } from './transfers-store.ts'

/** What is sent: as it was asked for, or as `sending` says, with what was not asked for behind. */
export function sentLines(
  documentId: string,
  lines: readonly TransferLineRow[],
  sending: Sending['lines'],
): TransferLineRow[] {
  const asked = lines.map(line => {
    const named = sending?.find(({ variantId }) => variantId === line.variant_id)
    const sent = sending === undefined ? line.requested : (named?.quantity ?? 0)
    return { ...line, sent, sent_reason: sent === line.requested ? null : (named?.reason ?? null) }
  })
  const more = (sending ?? [])
    .filter(({ variantId, quantity }) => quantity > 0 && !lines.some(line => line.variant_id === variantId))
    .map(({ variantId, quantity, reason }, index) => ({
      ...{ document_id: documentId, variant_id: variantId, position: lines.length + index },
      ...{ requested: 0, sent: quantity, sent_reason: reason ?? null, received: null, reason: null },
    }))
  const all = [...asked, ...more]
  if (all.every(({ sent }) => sent === 0))
    throw new InvalidError('Nothing is sent.', { rule: 'nothing-sent' })
  return all
}

/** What arrived: as it was sent, or as `arrival` says. What was in the box and on no list is a line too. */
export function arrivedLines(
  documentId: string,
  lines: readonly TransferLineRow[],
  arrival: Arrival['lines'],
): TransferLineRow[] {
  const known = lines.map(line => {
    const sent = line.sent ?? 0
    const named = arrival.find(({ variantId }) => variantId === line.variant_id)
    return arrived({ ...line, sent }, named?.received ?? sent, named?.reason)
  })
  const more = arrival
    .filter(({ variantId, received }) => received > 0 && !lines.some(line => line.variant_id === variantId))
    .map(({ variantId, received, reason }, index) => {
      const place = { document_id: documentId, variant_id: variantId, position: lines.length + index }
      return arrived({ ...place, requested: 0, sent: 0, sent_reason: null }, received, reason)
    })
  return [...known, ...more]
}

function arrived(
  line: Omit<TransferLineRow, 'received' | 'reason' | 'sent'> & { readonly sent: number },
  received: number,
  reason: string | undefined,
): TransferLineRow {
  const usual = received < line.sent ? 'lost' : 'found'
  return { ...line, received, reason: received === line.sent ? null : (reason ?? usual) }
}

export function sendingMoves(row: DocumentRow, lines: readonly TransferLineRow[]): Move[] {
  return lines
    .filter(({ sent }) => sent !== null && sent > 0)
    .map(({ variant_id: variantId, sent }) => ({
      ...{ storeId: row.store_id, variantId, units: -(sent ?? 0), kind: 'transfer-out' as const },
    }))
}

/** All that was sent comes in, so that what is on the way is none; then what is short or over is written off or found. */
export function arrivalMoves(row: DocumentRow, lines: readonly TransferLineRow[]): Move[] {
  const storeId = row.to_store_id ?? ''
  return lines.flatMap(({ variant_id: variantId, sent, received, reason }) => {
    const difference = (received ?? 0) - (sent ?? 0)
    const moves: Move[] = [
      { storeId, variantId, units: sent ?? 0, kind: 'transfer-in' },
      {
        storeId,
        variantId,
        units: difference,
        kind: 'adjust',
        reason: reason ?? 'correction',
        note: row.number,
      },
    ]
    return moves.filter(({ units }) => units !== 0)
  })
}

export function returnMoves(row: DocumentRow, lines: readonly TransferLineRow[]): Move[] {
  return sendingMoves(row, lines).map(move => ({ ...move, units: -move.units, kind: 'transfer-in' }))
}
