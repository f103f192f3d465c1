import { z } from 'zod'
import { text } from '../../fields.ts'
import { roles } from '../../permissions.ts'

export const personNameField = text(1, 40)
/** Length is what counts: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver */
export const passwordField = z.string().min(10).max(200)
export const secretField = z.string().min(1).max(100)
export const roleField = z.enum(roles)
