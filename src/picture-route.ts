import { z } from 'zod'
import { NotFoundError } from './errors.ts'
import { type Route, route } from './route.ts'

/** Serves pictures by the last part of their address. A new picture has a new address, so they are kept for ever. */
export function pictureRoute(
  folder: string,
  summary: string,
  read: (file: string) => Promise<Buffer>,
): Route {
  return route({
    method: 'GET',
    path: `/media/${folder}/:file`,
    summary,
    access: 'public',
    params: z.object({ file: z.string().max(100) }),
    answers: { 200: null },
    handle: async ({ params }) => {
      if (!/^[\w.-]+$/.test(params.file)) throw new NotFoundError('The picture')
      const headers = {
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
      }
      return { status: 200, headers, body: await read(params.file) }
    },
  })
}
