import { z } from 'zod'

const crowd = { port: z.int(), viewers: z.int() }

/** What a crowd does. */
export const crowdJob = z.discriminatedUnion('kind', [
  z.object({ ...crowd, kind: z.literal('low-latency'), folder: z.string() }),
  z.object({ ...crowd, kind: z.literal('plain'), folder: z.string(), segmentSeconds: z.number() }),
  z.object({
    ...crowd,
    kind: z.literal('paced'),
    rounds: z.array(z.array(z.string())),
    everyMs: z.number(),
    together: z.boolean(),
  }),
  z.object({ ...crowd, kind: z.literal('webrtc') }),
])
export type CrowdJob = z.infer<typeof crowdJob>

/** Since the crowd began. By WebRTC, `requests` are packets. */
export const crowdTally = z.object({
  requests: z.int(),
  errors: z.int(),
  late: z.int(),
  bytes: z.int(),
})
export type CrowdTally = z.infer<typeof crowdTally>
