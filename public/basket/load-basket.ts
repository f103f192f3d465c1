import { loadStyles } from '../player/late-styles.ts'
import styles from '../watch/shop.late.css'

/** The basket where no stage is: on an order's page. */
export async function loadBasket() {
  const [{ BasketSheet }] = await Promise.all([import('./basket-sheet.tsx'), loadStyles(styles)])
  return BasketSheet
}
