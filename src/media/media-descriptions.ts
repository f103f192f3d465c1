import { z } from 'zod'
import type { RouteDescription } from '../route.ts'
import { slugSchema } from '../wire.ts'

const slug = z.object({ slug: slugSchema })
const show = z.object({ showId: z.string() })
const rendition = z.object({ rendition: z.string() })
const file = z.object({ rendition: z.string(), file: z.string() })

/** Blocking playlist reload and delta updates of low-latency HLS (rfc8216bis §6.2.5). */
const delivery = z.object({
  _HLS_msn: z.int().min(0).optional(),
  _HLS_part: z.int().min(0).optional(),
  _HLS_skip: z.enum(['YES', 'v2']).optional(),
})

const get = (path: string, summary: string, params: z.ZodType, query?: z.ZodType): RouteDescription => ({
  method: 'GET',
  path,
  summary,
  access: 'public',
  params,
  query,
  answers: { 200: null },
})

/** What media lanes answer, for the OpenAPI document. */
export const mediaDescriptions: readonly RouteDescription[] = [
  get('/hls/:slug/index.m3u8', 'The multivariant playlist of a broadcast', slug),
  get('/hls/:slug/:rendition/index.m3u8', "A rendition's playlist", slug.extend(rendition.shape), delivery),
  get(
    '/hls/:slug/:rendition/:file',
    "A rendition's initialisation, segment or part",
    slug.extend(file.shape),
  ),
  get('/replays/:showId/index.m3u8', 'The multivariant playlist of a show, from its beginning', show),
  get('/replays/:showId/:rendition/index.m3u8', "A rendition's playlist", show.extend(rendition.shape)),
  get(
    '/replays/:showId/:rendition/:file',
    "A rendition's initialisation or segment",
    show.extend(file.shape),
  ),
  get(
    '/replays/:showId/thumbnails/:file',
    'Small pictures of a show for the seek bar',
    show.extend({ file: z.string() }),
  ),
  get('/replays/:showId/cover.jpg', 'A picture of a show', show),
]
