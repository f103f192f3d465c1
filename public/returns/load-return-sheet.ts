import { loadStyles } from '../player/late-styles.ts'
import styles from '../watch/shop.late.css'

export async function loadReturnSheet() {
  const [{ ReturnSheet }] = await Promise.all([import('./return-sheet.tsx'), loadStyles(styles)])
  return ReturnSheet
}
