import { ReceiptIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { MyOrderList } from '../shared/my-order-list.tsx'
import { readMyOrders } from '../shared/my-orders.ts'
import { Sheet } from '../shared/sheet.tsx'
import { EmptyState } from '../shared/states.tsx'
import { shopWords } from './shop-words.ts'

export function OrdersSheet({ onClose }: { onClose: () => void }) {
  const say = useWords(shopWords)
  const language = useLanguage()
  const orders = readMyOrders()
  return (
    <Sheet title={say('orders')} closeLabel={say('close')} onClose={onClose}>
      {orders.length === 0 ? (
        <EmptyState icon={<ReceiptIcon />} title={say('ordersEmpty')} text={say('ordersText')} />
      ) : (
        <MyOrderList orders={orders} language={language} />
      )}
    </Sheet>
  )
}
