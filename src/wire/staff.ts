import { z } from 'zod'
import { permissions, roles } from '../permissions.ts'
import { id, time } from './fields.ts'

const roleSchema = z.enum(roles)

export const staffViewSchema = z.object({
  id,
  name: z.string(),
  role: roleSchema,
  /** null: all stores. */
  storeId: id.nullable(),
  disabled: z.boolean(),
  createdAt: time,
  /** Whether who asks may change this person. */
  manageable: z.boolean(),
})
export type StaffView = z.infer<typeof staffViewSchema>

/** Who is logged in. */
export const ownSessionViewSchema = z.object({
  id,
  name: z.string(),
  role: roleSchema,
  storeId: id.nullable(),
  permissions: z.array(z.enum(permissions)),
  /** What prices are in unless they say otherwise: ISO 4217. */
  currency: z.string(),
})
export type OwnSessionView = z.infer<typeof ownSessionViewSchema>

export const sessionViewSchema = z.object({
  id,
  /** What the browser calls itself, in short; empty: unknown. */
  device: z.string(),
  createdAt: time,
  /** To the minute. */
  seenAt: time,
  /** The one that asks. */
  current: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

export const invitationViewSchema = z.object({
  id,
  /** `join`: for a new person; `reset`: for a new password of one who is there. */
  kind: z.enum(['join', 'reset']),
  staffId: id.nullable(),
  name: z.string().nullable(),
  role: roleSchema,
  storeId: id.nullable(),
  madeBy: z.string(),
  createdAt: time,
  expiresAt: time,
})
export type InvitationView = z.infer<typeof invitationViewSchema>

/** What the holder of an invitation's link sees before they accept. */
export const openInvitationViewSchema = z.object({
  kind: z.enum(['join', 'reset']),
  name: z.string().nullable(),
  role: roleSchema,
  storeName: z.string().nullable(),
})
export type OpenInvitationView = z.infer<typeof openInvitationViewSchema>

export const tokenViewSchema = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.enum(permissions)),
  storeId: id.nullable(),
  madeBy: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  /** To the minute; null: never used. */
  usedAt: time.nullable(),
})
export type TokenView = z.infer<typeof tokenViewSchema>
