import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Test } from 'tap'

/** What stands before a server: a line that can break or fall silent, and that can change what is said. */
export type Front = {
  /** `http://127.0.0.1:<port>`. */
  readonly site: string
  /** `silent`: requests are taken and not answered; those are broken off with the next change. */
  line(state: 'up' | 'silent' | 'broken'): void
  /** Changes the text of what is answered at this path. */
  rewrite: ((path: string, text: string) => string) | null
}

export async function startFront(t: Test, site: string): Promise<Front> {
  const { hostname, port } = new URL(site)
  let state: 'up' | 'silent' | 'broken' = 'up'
  const held = new Set<IncomingMessage>()
  const pass = (asked: IncomingMessage, answer: ServerResponse) => {
    if (state === 'silent') return held.add(asked)
    if (state === 'broken') return asked.destroy()
    const { method, url: path, headers } = asked
    const plain = front.rewrite === null ? headers : { ...headers, 'accept-encoding': 'identity' }
    const onward = request({ hostname, port, method, path, headers: plain }, async from => {
      const { rewrite } = front
      const text = /javascript|html/.test(from.headers['content-type'] ?? '')
      if (rewrite === null || !text) {
        answer.writeHead(from.statusCode ?? 502, from.headers)
        return from.pipe(answer)
      }
      const body = rewrite(path ?? '', Buffer.concat(await from.toArray()).toString())
      const { 'content-length': _, ...kept } = from.headers
      answer.writeHead(from.statusCode ?? 502, kept)
      return answer.end(body)
    })
    onward.on('error', () => answer.destroy())
    return asked.pipe(onward)
  }
  const server = createServer(pass)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the front has no port')
  const front: Front = {
    site: `http://127.0.0.1:${address.port}`,
    line(next) {
      state = next
      for (const asked of held) asked.destroy()
      held.clear()
    },
    rewrite: null,
  }
  return front
}
