import { z } from 'zod'

export const streamStateSchema = z.enum(['offline', 'starting', 'live'])
export type StreamState = z.infer<typeof streamStateSchema>

export const healthViewSchema = z.object({
  kilobitsPerSecond: z.number(),
  framesPerSecond: z.number(),
  droppedFrames: z.int(),
  keyframeSeconds: z.number().nullable(),
  /** What the source sends: pixels, and its own frame rate (0: unknown). */
  source: z.object({
    protocol: z.enum(['rtmp', 'whip']),
    width: z.int(),
    height: z.int(),
    framesPerSecond: z.number(),
    videoCodec: z.string(),
    audioCodec: z.string().nullable(),
  }),
  /** How fast FFmpeg works, as a multiple of real time; null before the first figure. */
  encoderSpeed: z.number().nullable(),
  /** `stopped`: why what follows is not in the replay of the live show; null: it is. */
  recording: z.object({ stopped: z.string().nullable() }),
})
export type HealthView = z.infer<typeof healthViewSchema>
