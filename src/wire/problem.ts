import { z } from 'zod'

/** RFC 9457. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})
export type Problem = z.infer<typeof problemSchema>
