import { loadStyles } from '../player/late-styles.ts'
import styles from './shop.late.css'

/** The shop's part of the page: it must not delay the picture, and it must be there before anybody taps. */
export async function loadShop() {
  const [shop] = await Promise.all([import('./shop.tsx'), loadStyles(styles)])
  return shop
}
