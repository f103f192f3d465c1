import { createServer, type Server, type Socket } from 'node:net'

type Listeners = {
  readonly onListening: () => void
  readonly onRefused: (reason: string) => void
  readonly onClosed: () => void
}

/**
 * Feeds one FFmpeg: one listening socket, one connection, and frame after frame as fast as FFmpeg takes
 * them and never faster. FFmpeg takes one per 1/fps of its own timeline, so there is no second clock that
 * could drift from it; a picture that stalls stalls the cards, and one that jumps takes the missing ones at
 * once. So the frame with index n is always at n / fps seconds of the run.
 */
export class FeedRun {
  readonly #listeners: Listeners
  readonly #server: Server
  #socket: Socket | null = null
  #frame: Uint8Array
  #written = 0
  #closing = false

  constructor(frame: Uint8Array, listeners: Listeners) {
    this.#frame = frame
    this.#listeners = listeners
    this.#server = createServer()
  }

  listen(path: string): void {
    this.#server.once('listening', () => this.#listeners.onListening())
    this.#server.once('error', error => {
      this.#listeners.onRefused(error.message)
      this.#listeners.onClosed()
    })
    this.#server.on('connection', socket => this.#connect(socket))
    this.#server.listen(path)
  }

  /** Returns the index of the first frame that carries it. The frame that is on its way stays as it was. */
  put(frame: Uint8Array): number {
    this.#frame = frame
    return this.#written
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#socket?.destroy()
    if (this.#server.listening) this.#server.close()
    this.#closedWhenAllIs()
  }

  #connect(socket: Socket): void {
    if (this.#socket || this.#closing) return void socket.destroy()
    this.#socket = socket
    this.#server.close()
    // FFmpeg sends nothing; reading is how its hanging up is noticed.
    socket.resume()
    // An error is followed by 'close'.
    socket.on('error', () => {})
    socket.once('close', () => this.close())
    this.#write(socket)
  }

  /**
   * The next frame is chosen only when the last one is wholly in the kernel's hands: whatever waits in a
   * queue of ours would be a card that is already out of date.
   */
  #write(socket: Socket): void {
    if (socket.destroyed) return
    this.#written += 1
    // setImmediate: a reader that is as fast as we are must not keep this thread from its messages.
    socket.write(this.#frame, error => {
      if (!error) setImmediate(() => this.#write(socket))
    })
  }

  #closedWhenAllIs(): void {
    const gone = () => this.#listeners.onClosed()
    if (this.#socket && !this.#socket.closed) this.#socket.once('close', gone)
    else if (this.#server.listening) this.#server.once('close', gone)
    else gone()
  }
}
