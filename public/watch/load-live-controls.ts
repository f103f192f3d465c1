import { loadControls } from '../player/load-controls.ts'

export async function loadLiveControls() {
  const [parts, { LiveControls }] = await Promise.all([loadControls(), import('./live-controls.tsx')])
  return { ...parts, LiveControls }
}
