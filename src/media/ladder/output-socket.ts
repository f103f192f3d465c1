import { createServer, type Server, type Socket } from 'node:net'
import { listen } from '../../socket-folder.ts'

/** Takes one connection on one unix socket, and what is written there. */
export class OutputSocket {
  readonly url: string
  /** Resolves when the writer has gone and all that it wrote was handed on. */
  readonly drained: Promise<void>
  readonly #server: Server
  #socket: Socket | null = null

  private constructor(path: string, server: Server, onBytes: (bytes: Buffer) => void) {
    this.url = `unix:${path}`
    this.#server = server
    const { promise, resolve } = Promise.withResolvers<void>()
    this.drained = promise
    server.once('connection', socket => {
      this.#socket = socket
      server.close()
      socket.on('data', onBytes)
      socket.on('error', () => {})
      socket.once('close', () => resolve())
    })
    // Closed before anybody came: there is nothing to wait for.
    server.once('close', () => {
      if (!this.#socket) resolve()
    })
  }

  static async start(path: string, onBytes: (bytes: Buffer) => void): Promise<OutputSocket> {
    const server = createServer()
    await listen(server, path)
    return new OutputSocket(path, server, onBytes)
  }

  /** The writer is gone: reads what is left. */
  async finish(): Promise<void> {
    if (this.#server.listening) this.#server.close()
    await this.drained
  }

  async close(): Promise<void> {
    this.#socket?.destroy()
    await this.finish()
  }
}
