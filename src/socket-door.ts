import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { clientKey, forwardedAddress } from './client-address.ts'

export type SocketDoorOptions = {
  /** How many sockets may be open: of all, and of one address. */
  readonly limits: { readonly sockets: number; readonly socketsPerAddress: number }
  /** As `HttpOptions` has it. */
  readonly trustProxy: boolean | number
}

/** Who may open a socket at `/ws`: our own pages, and no more of them from one address than leaves room for others. */
export class SocketDoor {
  readonly #options: SocketDoorOptions
  readonly #byAddress = new Map<string, number>()

  constructor(options: SocketDoorOptions) {
    this.#options = options
  }

  /**
   * Lets an upgrade in and counts it until its socket closes, or refuses it.
   * @param open how many there are already.
   */
  admits(request: IncomingMessage, socket: Duplex, open: number): boolean {
    const { limits } = this.#options
    if (new URL(request.url ?? '', 'http://server').pathname !== '/ws') return refuse(socket, '404 Not Found')
    const origin = request.headers.origin
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== this.#host(request))) {
      return refuse(socket, '403 Forbidden')
    }
    const address = clientKey(this.#address(request))
    const own = this.#byAddress.get(address) ?? 0
    if (open >= limits.sockets || own >= limits.socketsPerAddress) {
      return refuse(socket, '503 Service Unavailable')
    }
    this.#byAddress.set(address, own + 1)
    socket.once('close', () => this.#release(address))
    return true
  }

  #release(address: string): void {
    const open = (this.#byAddress.get(address) ?? 1) - 1
    if (open > 0) this.#byAddress.set(address, open)
    else this.#byAddress.delete(address)
  }

  #address(request: IncomingMessage): string {
    const header = request.headers['x-forwarded-for']
    const forwarded = forwardedAddress(String(header ?? ''), Number(this.#options.trustProxy))
    return forwarded || (request.socket.remoteAddress ?? '')
  }

  #host(request: IncomingMessage): string | undefined {
    const forwarded = this.#options.trustProxy ? request.headers['x-forwarded-host'] : undefined
    return (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host
  }
}

function refuse(socket: Duplex, status: string): false {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  return false
}
