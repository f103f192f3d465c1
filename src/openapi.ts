import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Route, type RouteDescription, route } from './route.ts'
import { problemSchema } from './wire.ts'

type Json = { [key: string]: unknown }

/** That of the package. */
export function packageVersion(packageFile: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version
}

/** Serves the document. */
export function openApiRoute(routes: readonly RouteDescription[], version: string): Route {
  const body = openApi(routes, version)
  return route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This API, described',
    access: 'public',
    answers: { 200: null },
    handle: () => ({ status: 200, body }),
  })
}

/** The OpenAPI 3.1 document of the routes below /api, the health checks, the media and WebRTC. */
export function openApi(routes: readonly RouteDescription[], version: string): Json {
  const paths: { [path: string]: Json } = {}
  for (const entry of routes) {
    if (!/^\/(api|livez|readyz|metrics|hls|replays|whip|whep)\b/.test(entry.path)) continue
    const path = entry.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [entry.method.toLowerCase()]: operation(entry) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stallcast',
      version,
      description: 'Times are RFC 3339 in UTC, amounts integer minor units, lists paged by `cursor`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'stallcast_session' },
      },
    },
    paths,
  }
}

function operation(entry: RouteDescription): Json {
  return {
    summary: entry.summary,
    parameters: [...parameters(entry.params, 'path'), ...parameters(entry.query, 'query')],
    ...(entry.access === 'public'
      ? {}
      : { security: [{ token: [] }, { session: [] }], 'x-permission': entry.access }),
    ...requestBody(entry),
    responses: {
      ...Object.fromEntries(
        Object.entries(entry.answers).map(([status, schema]) => [
          status,
          { description: entry.summary, ...(schema && { content: json(schema, 'output') }) },
        ]),
      ),
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: z.toJSONSchema(problemSchema) } },
      },
    },
  }
}

function requestBody(entry: RouteDescription): Json {
  if (entry.rawBody !== undefined) {
    const { types, optional = false } = entry.rawBody
    return {
      requestBody: { required: !optional, content: Object.fromEntries(types.map(type => [type, {}])) },
    }
  }
  return entry.body === undefined
    ? {}
    : { requestBody: { required: true, content: json(entry.body, 'input') } }
}

function json(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) } }
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(shape.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (shape.required ?? []).includes(name),
    schema: property,
  }))
}
