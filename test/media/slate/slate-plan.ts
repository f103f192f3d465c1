import { configWith } from '../../../config/load.ts'
import { type LadderPlan, planLadder } from '../../../src/media/ladder/plan.ts'

type Changes = {
  readonly width?: number
  readonly height?: number
  /** As FFmpeg reads it. */
  readonly rate?: string
  readonly renditions?: readonly string[]
}

/** What the ladder plans for a source of this kind. */
export function slatePlan(changes: Changes = {}): LadderPlan {
  const { width = 640, height = 360, rate = '30', renditions = ['360p', '240p'] } = changes
  const [pictures = 0, seconds = 1] = rate.split('/').map(Number)
  const { ladder, hls } = configWith({ ladder: { renditions, preset: 'superfast', maxFramesPerSecond: 60 } })
  const source = { videoCodec: 'h264', audioCodec: 'aac', width, height, framesPerSecond: pictures / seconds }
  return planLadder(source, ladder, hls)
}
