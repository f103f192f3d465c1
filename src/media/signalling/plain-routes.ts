import { type Route, route } from '../../route.ts'
import { preflight, roomParams, sessionParams } from './http-answers.ts'
import { sdpType } from './sdp-text.ts'

export type PlainRoutesOptions = {
  readonly protocol: 'whip' | 'whep'
  /** Where it says that GET is reserved. */
  readonly source: string
  /** What a session's PATCH takes. */
  readonly patchTypes: readonly string[]
}

/** What is alike in both protocols and touches no session: OPTIONS, and GET of the endpoint. */
export function plainRoutes({ protocol, source, patchTypes }: PlainRoutesOptions): readonly Route[] {
  const shared = { access: 'public', anyOrigin: true } as const
  const endpoint = { ...shared, path: `/${protocol}/:slug`, params: roomParams }
  return [
    route({
      ...endpoint,
      method: 'OPTIONS',
      summary: 'What can be posted here',
      answers: { 200: null },
      handle: () => preflight('OPTIONS, GET, POST', { 'accept-post': sdpType }),
    }),
    route({
      ...endpoint,
      method: 'GET',
      summary: `Nothing: ${source}`,
      answers: { 204: null },
      handle: () => ({ status: 204 }),
    }),
    route({
      ...shared,
      path: `/${protocol}/:slug/:id`,
      params: sessionParams,
      method: 'OPTIONS',
      summary: 'What can be done with a session',
      answers: { 200: null },
      handle: () => preflight('OPTIONS, GET, PATCH, DELETE', { 'accept-patch': patchTypes.join(', ') }),
    }),
  ]
}
