import { useEffect, useRef, useState } from 'preact/hooks'
import { useStaff } from '../../desk/session.tsx'
import type { KeptSale } from '../outbox/kept-sale.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { useRefusalText } from '../outbox/use-refusal-text.ts'
import type { Payment } from '../pay/payment.ts'
import { refreshed, shortened, totalOf } from './basket.ts'
import type { GoodsBook } from './goods-book.ts'
import { shortLines } from './short-lines.ts'
import { type Drafts, draftKey, newDraft } from './use-draft.ts'

type Deps = {
  readonly storeId: string
  readonly shiftId: string | null
  readonly drafts: Drafts
  readonly outbox: Outbox
  readonly sales: readonly KeptSale[]
  readonly book: GoodsBook
  /** The basket is on the screen. */
  readonly shown: boolean
  /** The device could not keep it: nothing was sold, and it is in hand again. */
  failed(): void
  /** In hand again, for this reason. */
  cameBack(reason: string): void
}

export type SaleOf = {
  /** The last one, while nothing else is in hand. */
  readonly sold: KeptSale | null
  finish(payments: readonly Payment[]): Promise<void>
  /** What the server did not take comes back into hand, as a sale of its own. */
  takeBack(sale: KeptSale): void
  /** The next customer. */
  forget(): void
}

/** The end of a sale: onto the device, off to the server, and back into hand if that says no. */
export function useSale(deps: Deps): SaleOf {
  const { storeId, shiftId, drafts, outbox, sales, book, shown } = deps
  const staff = useStaff()
  const sayRefusal = useRefusalText()
  const [soldKey, setSoldKey] = useState<string | null>(null)
  const sold = sales.find(({ key }) => key === soldKey) ?? null

  const finish = async (payments: readonly Payment[]) => {
    const { draft } = drafts
    const total = totalOf(draft.basket)
    if (shiftId === null || total === null) return
    const next = newDraft()
    setSoldKey(draft.id)
    try {
      await drafts.replace(next, () =>
        outbox.put(
          {
            key: draft.id,
            body: {
              storeId,
              shiftId,
              lines: draft.basket.map(({ item, quantity }) => ({ variantId: item.variantId, quantity })),
              tenders: payments,
              soldAt: new Date().toISOString(),
              soldBy: staff.id,
            },
            seller: staff.name,
            basket: draft.basket,
            total,
            state: 'waiting',
            tries: 0,
          },
          { [draftKey(storeId)]: next },
        ),
      )
    } catch {
      drafts.park()
      await drafts.replace(draft, async () => {})
      deps.failed()
    }
  }

  const takeBack = (sale: KeptSale) => {
    if (sale.state !== 'refused') return
    drafts.park()
    const next = newDraft(shortened(sale.basket, shortLines(sale.refusal.members)))
    void drafts.replace(next, () => outbox.settle(sale.key, { [draftKey(storeId)]: next }))
    setSoldKey(null)
    deps.cameBack(sayRefusal(sale.refusal))
    for (const { item } of sale.basket) {
      book.find(item.sku).then(
        items => drafts.refresh(now => refreshed(now, items)),
        () => {},
      )
    }
  }
  // Refused at once, still on the screen and nothing else begun: the assistant stands before the customer, and can change
  // it. One that had to wait is not: that customer has gone.
  const onScreen =
    sold?.state === 'refused' && sold.tries === 0 && drafts.draft.basket.length === 0 && shown ? sold : null
  const back = useRef(takeBack)
  back.current = takeBack
  useEffect(() => {
    if (onScreen) back.current(onScreen)
  }, [onScreen])

  return { sold, finish, takeBack, forget: () => setSoldKey(null) }
}
