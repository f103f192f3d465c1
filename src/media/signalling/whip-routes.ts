import { UnauthorizedError } from '../../errors.ts'
import { type Route, route } from '../../route.ts'
import type { HostSession } from '../rtc-ports.ts'
import { readDescription } from './description.ts'
import { hostMedia } from './host-media.ts'
import { described, patched, roomParams, sessionParams } from './http-answers.ts'
import { fragmentType } from './ice-fragment.ts'
import { plainRoutes } from './plain-routes.ts'
import { bundleOf, Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { maxSdpBytes, sdpType } from './sdp-text.ts'
import type { HostSource, SignallingOptions } from './signalling.ts'
import { hostAnswer } from './written-sdp.ts'

/** Of what GET does. */
const source = 'RFC 9725, section 4.1'

/** A host's connection, and what is made of its media. */
export class HostResource extends Resource<HostSession> {
  readonly source: HostSource

  constructor(source: HostSource, ...rest: ConstructorParameters<typeof Resource<HostSession>>) {
    super(...rest)
    this.source = source
  }
}

/**
 * WHIP, RFC 9725. The bearer token is the room's stream key, at each call; whatever is wrong with it, or with the
 * room, the answer is the same 401: it tells nobody which rooms and keys there are.
 */
export function whipRoutes(
  options: SignallingOptions,
  hosts: Resources<HostSession, HostResource>,
): readonly Route[] {
  const { sfu, authorize, onHost, iceServers = [], perMinute, log } = options
  const demandKey = async (slug: string, authorization: string | undefined): Promise<void> => {
    const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    const opened = key === undefined ? null : await authorize(key)
    if (opened?.slug !== slug) {
      throw new UnauthorizedError("Send this room's stream key as a bearer token (Authorization: Bearer …).")
    }
  }
  const shared = { access: 'public', anyOrigin: true } as const
  const endpoint = { ...shared, path: '/whip/:slug', params: roomParams } as const
  const session = { ...shared, path: '/whip/:slug/:id', params: sessionParams } as const
  return [
    ...plainRoutes({ protocol: 'whip', source, patchTypes: [fragmentType] }),
    route({
      ...endpoint,
      method: 'POST',
      summary: "Go live by WebRTC (WHIP, RFC 9725): an SDP offer; the bearer token is the room's stream key",
      rawBody: { maxBytes: maxSdpBytes, types: [sdpType] },
      perMinute: perMinute.hosts,
      answers: { 201: null },
      handle: async ({ params: { slug }, body, address, header }) => {
        await demandKey(slug, header('authorization'))
        const offer = readDescription(body)
        const media = hostMedia(offer)
        const host = await sfu.host(slug)
        try {
          await host.connect({ role: 'client', fingerprint: offer.fingerprint })
          const source = await onHost({ session: host, media, slug })
          const answer = hostAnswer(offer, media, host)
          const bundle = bundleOf(
            offer,
            media.map(({ mid }) => mid),
          )
          const resource = new HostResource(source, slug, host, bundle, offer.ice)
          hosts.add(resource)
          log.info({ slug, address, layers: media.map(({ encodings }) => encodings.length) }, 'host connects')
          return described(201, 'whip', resource, answer, iceServers)
        } catch (error) {
          host.close('it could not be set up')
          throw error
        }
      },
    }),
    route({
      ...session,
      method: 'PATCH',
      summary: 'More ICE candidates, or a restart of ICE',
      rawBody: { maxBytes: maxSdpBytes, types: [fragmentType] },
      perMinute: perMinute.patches,
      answers: { 200: null, 204: null },
      handle: async ({ params: { slug, id }, body, header }) => {
        await demandKey(slug, header('authorization'))
        const resource = hosts.get(slug, id)
        return patched(resource, await resource.patch(header('if-match'), body))
      },
    }),
    route({
      ...session,
      method: 'DELETE',
      summary: 'The host stops',
      perMinute: perMinute.patches,
      answers: { 200: null },
      handle: async ({ params: { slug, id }, header }) => {
        await demandKey(slug, header('authorization'))
        const resource = hosts.get(slug, id)
        hosts.remove(resource)
        resource.source.goodbye()
        resource.session.close('the host stopped')
        return { status: 200, body: '' }
      },
    }),
    route({
      ...session,
      method: 'GET',
      summary: `Nothing: ${source}`,
      answers: { 204: null },
      handle: async ({ params: { slug, id }, header }) => {
        await demandKey(slug, header('authorization'))
        hosts.get(slug, id)
        return { status: 204 }
      },
    }),
  ]
}
