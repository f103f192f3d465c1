import styles from './controls.late.css'
import { loadStyles } from './late-styles.ts'

export async function loadControls() {
  const [{ Controls }, { Delay }, { openServerClock }] = await Promise.all([
    import('./controls.tsx'),
    import('./delay.tsx'),
    import('./server-clock.ts'),
    loadStyles(styles),
  ])
  return { Controls, Delay, openServerClock }
}
