import type { Route } from '../../route.ts'
import { apiTokensRoutes } from './api-tokens-routes.ts'
import { type InvitationsRoutesOptions, invitationsRoutes } from './invitations-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { sessionRoutes } from './session-routes.ts'

export function staffRoutes(options: InvitationsRoutesOptions): readonly Route[] {
  return [
    ...sessionRoutes(options),
    ...peopleRoutes(options),
    ...invitationsRoutes(options),
    ...apiTokensRoutes(options),
  ]
}
