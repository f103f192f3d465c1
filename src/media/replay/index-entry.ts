import { z } from 'zod'
import { configSchema } from '../../../config/schema.ts'
import type { LadderPlan } from '../ladder/plan.ts'

/** Names become files: nothing else is one. */
const renditionName = z.string().regex(/^[1-9]\d{0,4}p$/)
const bytes = z.int().min(0)
const length = z.number().positive()

const planSchema: z.ZodType<LadderPlan> = z.object({
  renditions: z.tuple([rendition()], rendition()),
  frameRate: z.object({ text: z.string(), value: length }),
  framesPerPart: z.int().min(1),
  partsPerSegment: z.int().min(1),
  keyframes: z.array(bytes),
  preset: configSchema.shape.ladder.shape.preset,
  // Null in recordings of the time when a run could be without sound.
  audioKbps: z
    .number()
    .nullable()
    .transform(kbps => kbps ?? 0),
})

function rendition() {
  return z.object({
    name: renditionName,
    width: z.int().min(1),
    height: z.int().min(1),
    videoKbps: z.number(),
    level: z.string(),
  })
}

/** An FFmpeg run begins. Its initialisation segments stand in the media files like all else. */
const runSchema = z.object({
  type: z.literal('run'),
  /** Epoch milliseconds at its timeline's 0. */
  startedAt: z.number(),
  plan: planSchema,
  inits: z.record(
    renditionName,
    z.object({
      at: bytes,
      length: bytes,
      width: z.int().min(1),
      height: z.int().min(1),
      codecs: z.array(z.string().regex(/^[\w.]+$/)).min(1),
    }),
  ),
})

/** A segment of the run before it. Seconds on the run's timeline; by rendition offset, length and CRC-32. */
const segmentSchema = z.object({
  type: z.literal('segment'),
  start: z.number(),
  duration: length,
  media: z.record(renditionName, z.tuple([bytes, bytes, bytes])),
})

const sizeSchema = z.object({ width: z.int().min(1), height: z.int().min(1) })

/** What can be told of a recording without reading its index. */
export const summarySchema = z.object({
  /** Epoch milliseconds of the first picture. */
  startedAt: z.number(),
  durationSeconds: z.number(),
  /** Stretches without a gap: `at` seconds into the replay, the picture is of the time `since` (epoch ms). */
  spans: z.array(z.object({ at: z.number(), since: z.number(), durationSeconds: z.number() })),
  thumbnails: sizeSchema.extend({ count: z.int().min(1) }).nullable(),
  hasCover: z.boolean(),
  bytes,
  /** Of the last run. */
  plan: planSchema,
})
export type Summary = z.infer<typeof summarySchema>

export const indexEntrySchema = z.discriminatedUnion('type', [
  runSchema,
  segmentSchema,
  /** All thumbnails have this size. */
  sizeSchema.extend({ type: z.literal('thumbnails') }),
  z.object({ type: z.literal('thumbnail'), at: bytes, length: bytes }),
  /** Takes the place of the one before it. */
  z.object({ type: z.literal('cover'), at: bytes, length: bytes }),
  /** Nothing follows, unless the show goes on after all. */
  z.object({ type: z.literal('end'), at: z.number(), summary: summarySchema }),
])
/** A line of a recording's index. */
export type IndexEntry = z.infer<typeof indexEntrySchema>
export type RunEntry = z.infer<typeof runSchema>
export type SegmentEntry = z.infer<typeof segmentSchema>
