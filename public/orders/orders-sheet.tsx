import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { OrderList } from './order-list.tsx'
import { ordersWords } from './words.ts'

const scroller = () => document.querySelector('dialog[open] .sheet-body')

export function OrdersSheet({ onClose }: { onClose: () => void }) {
  const say = useWords(ordersWords)
  return (
    <Sheet title={say('title')} closeLabel={say('close')} onClose={onClose}>
      <OrderList scroller={scroller} />
    </Sheet>
  )
}
