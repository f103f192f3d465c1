import { z } from 'zod'

/** One member of what was sent, and the rule that it breaks. */
export const fieldErrorSchema = z.object({
  path: z.string().describe('For example `lines.0.quantity`; `body`, `query` or `path` for all of it.'),
  rule: z
    .string()
    .describe(
      '`required`, `too-short`, `too-long`, `too-few`, `too-many`, `too-small`, `too-large`, `choice`, `unknown` or `format`.',
    ),
  limit: z
    .number()
    .optional()
    .describe('What is allowed at most or at least: characters, items, or the number.'),
  message: z.string(),
})
export type FieldError = z.infer<typeof fieldErrorSchema>

/** RFC 9457. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  rule: z
    .string()
    .optional()
    .describe('Of a problem of type `invalid`: the rule of the shop that is broken.'),
  errors: z
    .array(fieldErrorSchema)
    .optional()
    .describe('Of a problem of type `invalid`: each member that breaks the schema.'),
})
export type Problem = z.infer<typeof problemSchema>
