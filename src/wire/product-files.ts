import { z } from 'zod'

export const importSummarySchema = z.object({
  /** `applied`: it was written. */
  mode: z.enum(['preview', 'applied']),
  rows: z.int(),
  products: z.object({ new: z.int(), changed: z.int(), unchanged: z.int() }),
  variants: z.object({ new: z.int(), changed: z.int(), unchanged: z.int() }),
  /** Categories that would be made, as `茶叶 > 绿茶`. */
  newCategories: z.array(z.string()),
  /** Rows that cannot be taken, at most 100 of them are listed; `row` counts the header as 1. */
  errorCount: z.int(),
  errors: z.array(
    z.object({ row: z.int(), column: z.string(), code: z.string(), value: z.string(), message: z.string() }),
  ),
  /** The first rows that change something. */
  changes: z.array(
    z.object({
      row: z.int(),
      kind: z.enum(['new', 'changed']),
      sku: z.string(),
      title: z.string(),
      fields: z.array(z.object({ column: z.string(), from: z.string().nullable(), to: z.string() })),
    }),
  ),
})
export type ImportSummary = z.infer<typeof importSummarySchema>
