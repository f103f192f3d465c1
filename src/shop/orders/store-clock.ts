// Its home is src/shop/stores; this goes when no branch imports it from here any more.
export { StoreClock } from '../stores/store-clock.ts'
