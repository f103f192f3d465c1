import { loadStyles } from '../player/late-styles.ts'
import styles from './cover.late.css'

export async function loadCover() {
  const [{ Cover }] = await Promise.all([import('./cover.tsx'), loadStyles(styles)])
  return Cover
}
