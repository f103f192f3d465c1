import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { type Answer, type Route, route } from '../route.ts'
import { slugSchema } from '../wire.ts'
import type { HlsAnswer } from './packager/hls-answer.ts'

/** `find` answers what stands below `/hls/:slug/`; null when there is nothing at this path. */
export function hlsRoutes(find: (slug: string, path: string) => HlsAnswer | null): readonly Route[] {
  const answer = (slug: string, path: string): Answer => {
    const found = find(slug, path)
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
      body: found.body,
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
      answers: { 200: null },
      handle: ({ params }) => answer(params.slug, `${params.rendition}/${params.file}`),
    }),
  ]
}
