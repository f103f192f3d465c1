import { useEffect, useState } from 'preact/hooks'
import type { Basket } from './basket.ts'
import { readBasket, watchBasket } from './basket-store.ts'

export function useBasket(): Basket {
  const [basket, setBasket] = useState(readBasket)
  useEffect(() => watchBasket(() => setBasket(readBasket())), [])
  return basket
}
