import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { type Answer, type Route, route } from '../route.ts'
import { slugSchema } from '../wire.ts'
import type { FindMedia, MediaBody } from './media-answer.ts'

/** `find` answers what stands below `/hls/:slug/`; null when there is nothing at this path. */
export function hlsRoutes(find: FindMedia): readonly Route[] {
  const answer = async (slug: string, path: string, query: object = {}): Promise<Answer> => {
    const found = await find(slug, path, toSearchParams(query), new AbortController().signal)
    if (found === null) throw new NotFoundError(`A broadcast at '/hls/${slug}/${path}'`)
    return {
      status: found.status,
      headers: {
        'content-type': found.type,
        'cache-control': found.cacheControl,
        // Players on other sites, and CDNs, may take it: a live show is public.
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Content-Length, Date',
        'cross-origin-resource-policy': 'cross-origin',
        ...(found.retryAfter !== undefined && { 'retry-after': String(found.retryAfter) }),
      },
      body: whole(found.body),
    }
  }
  return [
    route({
      method: 'GET',
      path: '/hls/:slug/index.m3u8',
      summary: 'The multivariant playlist of a broadcast',
      access: 'public',
      params: z.object({ slug: slugSchema }),
      answers: { 200: null },
      handle: ({ params }) => answer(params.slug, 'index.m3u8'),
    }),
    route({
      method: 'GET',
      path: '/hls/:slug/:rendition/:file',
      summary: "A rendition's playlist, initialisation or segment",
      access: 'public',
      params: z.object({ slug: slugSchema, rendition: z.string().max(10), file: z.string().max(40) }),
      query: z.looseObject({}),
      answers: { 200: null },
      handle: ({ params, query }) => answer(params.slug, `${params.rendition}/${params.file}`, query),
    }),
  ]
}

function toSearchParams(query: object): URLSearchParams {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map(one => [name, String(one)]),
  )
  return new URLSearchParams(pairs)
}

function whole(body: MediaBody): string | Buffer {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body
  if ('file' in body) throw new Error('a live segment is not in a file')
  return Buffer.concat([...body])
}
