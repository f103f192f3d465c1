import { z } from 'zod'
import type { Answer } from '../../route.ts'
import { slugSchema } from '../../wire.ts'
import type { RtcSession } from '../rtc-ports.ts'
import { fragmentType } from './ice-fragment.ts'
import type { Resource } from './resource.ts'
import { sdpType } from './sdp-text.ts'

/** STUN or TURN, as RFC 9725, section 4.6 tells clients of it. */
export type IceServer = {
  /** `stun:stun.example.net`, `turn:turn.example.net?transport=udp` */
  readonly url: string
  readonly username?: string
  readonly credential?: string
}

export const roomParams = z.object({ slug: slugSchema })
export const sessionParams = z.object({ slug: slugSchema, id: z.string().regex(/^[\w-]{22}$/) })

/** 201, or 406 with a counter-offer: the description, and where the session is. */
export function described(
  status: 201 | 406,
  prefix: 'whip' | 'whep',
  resource: Resource<RtcSession>,
  sdp: string,
  iceServers: readonly IceServer[],
): Answer {
  return {
    status,
    headers: {
      'content-type': sdpType,
      location: `/${prefix}/${resource.slug}/${resource.id}`,
      etag: resource.etag,
      'accept-patch': fragmentType,
      ...(iceServers.length > 0 && { link: iceServers.map(link) }),
    },
    body: sdp,
  }
}

/** To a fragment: that it was taken, or how ICE begins anew (RFC 9725, sections 4.3.2 and 4.3.3). */
export function patched(resource: Resource<RtcSession>, fragment: string | null): Answer {
  if (fragment === null) return { status: 204 }
  return { status: 200, headers: { 'content-type': fragmentType, etag: resource.etag }, body: fragment }
}

/** To OPTIONS, and so to a browser that asks before a page of another site may call. */
export function preflight(methods: string, accepts: Readonly<Record<string, string>>): Answer {
  return {
    status: 200,
    headers: {
      allow: methods,
      ...accepts,
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'authorization, content-type, if-match',
      'access-control-max-age': '86400',
    },
    body: '',
  }
}

function link({ url, username, credential }: IceServer): string {
  const secret =
    username === undefined || credential === undefined
      ? ''
      : `; username="${username}"; credential="${credential}"; credential-type="password"`
  return `<${url}>; rel="ice-server"${secret}`
}
