import { ConflictError, NotAcceptableError, NotFoundError } from '../../errors.ts'
import { type Answer, type Route, route } from '../../route.ts'
import type { ViewerSession } from '../rtc-ports.ts'
import { readDescription } from './description.ts'
import { HalfOpen } from './half-open.ts'
import { described, patched, roomParams, sessionParams } from './http-answers.ts'
import { fragmentType } from './ice-fragment.ts'
import { plainRoutes } from './plain-routes.ts'
import { bundleOf, Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { maxSdpBytes, sdpType, unusable } from './sdp-text.ts'
import type { SignallingOptions } from './signalling.ts'
import { readViewerAnswer } from './viewer-answer.ts'
import { viewerMedia } from './viewer-media.ts'
import { viewerAnswer, viewerOffer } from './written-sdp.ts'

/** Of what GET does. */
const source = 'draft-ietf-wish-whep-04, section 4.1'

/** Seconds after which to ask again whether a show has begun. */
const notLiveRetry = 5

/**
 * WHEP, draft-ietf-wish-whep-04, for anyone. Whoever posts nothing is sent an offer at once (201 instead of 406), and
 * answers it by PATCH: so the server's own player saves the time in which an offer would be made.
 */
export function whepRoutes(options: SignallingOptions, viewers: Resources<ViewerSession>): readonly Route[] {
  const {
    sfu,
    isLive,
    isRoom,
    iceServers = [],
    perMinute,
    offerHoldsMs = 30_000,
    mostHalfOpen = 100,
  } = options
  const halfOpen = new HalfOpen(mostHalfOpen)
  const demandLive = async (slug: string): Promise<void> => {
    if (isLive(slug)) return
    if (!(await isRoom(slug))) throw new NotFoundError(`The room '${slug}'`)
    throw new ConflictError('not-live', 'Nobody is live in this room now.', { retryAfter: notLiveRetry })
  }
  const offer = async (slug: string, address: string, status: 201 | 406): Promise<Answer> => {
    const viewer = await halfOpen.open(address, () => sfu.viewer(slug, null))
    try {
      // The show may have ended meanwhile, and with it the sessions that there were.
      await demandLive(slug)
      const sdp = viewerOffer(viewer.media, viewer)
      const offered = readDescription(Buffer.from(sdp))
      const bundle = bundleOf(
        offered,
        viewer.media.map(({ mid }) => mid),
      )
      const resource = new Resource(slug, viewer, bundle, null)
      viewers.add(resource)
      const timer = setTimeout(() => {
        if (!resource.answered) viewer.close('its offer was not answered')
      }, offerHoldsMs)
      void viewer.closed.then(() => clearTimeout(timer))
      return described(status, 'whep', resource, sdp, iceServers)
    } catch (error) {
      viewer.close('it could not be set up')
      throw error
    }
  }
  const answer = async (slug: string, address: string, body: Buffer): Promise<Answer> => {
    const offered = readDescription(body)
    const wanted = viewerMedia(offered)
    const viewer = await halfOpen.open(address, () => sfu.viewer(slug, wanted))
    try {
      await demandLive(slug)
      await viewer.connect({ role: 'client', fingerprint: offered.fingerprint })
      const sdp = viewerAnswer(offered, viewer.media, viewer)
      const mids = viewer.media.map(({ mid }) => mid)
      const resource = new Resource(slug, viewer, bundleOf(offered, mids), offered.ice)
      viewers.add(resource)
      return described(201, 'whep', resource, sdp, iceServers)
    } catch (error) {
      viewer.close('it could not be set up')
      throw error
    }
  }
  const shared = { access: 'public', anyOrigin: true } as const
  const endpoint = { ...shared, path: '/whep/:slug', params: roomParams } as const
  const session = { ...shared, path: '/whep/:slug/:id', params: sessionParams } as const
  return [
    ...plainRoutes({ protocol: 'whep', source, patchTypes: [fragmentType, sdpType] }),
    route({
      ...endpoint,
      method: 'POST',
      summary: 'Watch a room by WebRTC (WHEP): an SDP offer, or nothing to be sent one',
      rawBody: { maxBytes: maxSdpBytes, types: [sdpType], optional: true },
      perMinute: perMinute.viewers,
      answers: { 201: null, 406: null },
      handle: async ({ params: { slug }, address, body }) => {
        await demandLive(slug)
        if (body.length === 0) return offer(slug, address, 201)
        try {
          return await answer(slug, address, body)
        } catch (error) {
          if (!(error instanceof NotAcceptableError)) throw error
          return offer(slug, address, 406)
        }
      },
    }),
    route({
      ...session,
      method: 'PATCH',
      summary: "The answer to the server's offer, more ICE candidates, or a restart of ICE",
      rawBody: { maxBytes: maxSdpBytes, types: [fragmentType, sdpType] },
      perMinute: perMinute.patches,
      answers: { 200: null, 204: null },
      handle: async ({ params: { slug, id }, body, header }) => {
        const resource = viewers.get(slug, id)
        if (header('content-type')?.toLowerCase().startsWith(fragmentType)) {
          return patched(resource, await resource.patch(header('if-match'), body))
        }
        if (resource.answered) throw unusable('this session has been negotiated already; only ICE can change')
        const { ice, remote } = readViewerAnswer(body, resource.session.media)
        await resource.answer(ice, () => resource.session.connect(remote))
        return { status: 204 }
      },
    }),
    route({
      ...session,
      method: 'DELETE',
      summary: 'The viewer stops',
      perMinute: perMinute.patches,
      answers: { 200: null },
      handle: ({ params: { slug, id } }) => {
        const resource = viewers.get(slug, id)
        viewers.remove(resource)
        resource.session.close('the viewer stopped')
        return { status: 200, body: '' }
      },
    }),
    route({
      ...session,
      method: 'GET',
      summary: `Nothing: ${source}`,
      answers: { 204: null },
      handle: ({ params: { slug, id } }) => {
        viewers.get(slug, id)
        return { status: 204 }
      },
    }),
  ]
}
