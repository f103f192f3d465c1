import type { Exchange } from './evidence.ts'

export type Asking = {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Milliseconds: OBS waits no longer. */
const patience = 8000

/** One request, redirections not followed. @throws when there is no answer within 8 s. */
export async function ask(method: string, url: string, asking: Asking = {}): Promise<Exchange> {
  const { headers = {}, body } = asking
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
    ...(body !== undefined && { body: Buffer.from(body) }),
  })
  return {
    method,
    url,
    sent: body ?? '',
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}
