import styles from './controls.late.css'
import { loadStyles } from './late-styles.ts'

export async function loadControls() {
  const [{ Backdrop }, { Controls }, { Delay }, { openServerClock }] = await Promise.all([
    import('./backdrop.tsx'),
    import('./controls.tsx'),
    import('./delay.tsx'),
    import('./server-clock.ts'),
    loadStyles(styles),
  ])
  return { Backdrop, Controls, Delay, openServerClock }
}
