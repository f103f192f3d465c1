import { z } from 'zod'

export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})
export type Readiness = z.infer<typeof readinessSchema>

export const settingsViewSchema = z.object({
  version: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  /** Folder on the server with the database, the pictures and the owner's config.yaml. */
  data: z.string(),
  shop: z.object({ name: z.string(), currency: z.string(), timeZone: z.string() }),
  /** Where people reach it. `publicUrl`: the owner has said so; otherwise it is the address that was asked at. */
  addresses: z.object({ site: z.string(), rtmp: z.string(), publicUrl: z.boolean() }),
})
export type SettingsView = z.infer<typeof settingsViewSchema>
