import { createLog } from '../../src/log.ts'
import { Overlays, type OverlaysOptions } from '../../src/overlay/overlays.ts'

type Test = { teardown(task: () => unknown): void }

export const epoch = 1_700_000_000_000
export const pictureTime = (seconds: number): number => epoch + 1000 * seconds

export async function startOverlays(t: Test, options: Partial<OverlaysOptions> = {}): Promise<Overlays> {
  const overlays = await Overlays.start({ log: createLog('silent'), framesPerSecond: 30, ...options })
  t.teardown(() => overlays.close())
  return overlays
}
