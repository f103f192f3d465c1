import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenOverlay, OverlayInput } from '../../src/media/ports.ts'

/** Luma (0..255, 0: nothing is shown) of the card's frame n; 'stall' and 'end' are how a feed goes wrong. */
export type CardFrame = (n: number) => number | 'stall' | 'end'

/** A card feed on a real socket: a frame is made when the socket has taken the one before. */
export class CardServer implements OverlayInput {
  readonly url: string
  readonly pixelFormat = 'yuva420p'
  readonly box = { x: 16, y: 16, width: 160, height: 80 }
  readonly framesPerSecond = 30
  closed = false
  /** Frames that were handed over. */
  frames = 0
  readonly pictureTime: (seconds: number) => number
  readonly #folder: string
  readonly #server: Server
  #socket: Socket | null = null

  private constructor(folder: string, server: Server, pictureTime: (seconds: number) => number) {
    this.url = `unix:${join(folder, 'card.sock')}`
    this.#folder = folder
    this.#server = server
    this.pictureTime = pictureTime
  }

  static async start(frame: CardFrame, pictureTime: (seconds: number) => number): Promise<CardServer> {
    const folder = await mkdtemp(join(tmpdir(), 'card-'))
    const server = createServer()
    const card = new CardServer(folder, server, pictureTime)
    server.once('connection', socket => card.#feed(socket, frame))
    const { promise, resolve } = Promise.withResolvers<void>()
    server.listen(join(folder, 'card.sock'), () => resolve())
    await promise
    return card
  }

  async close(): Promise<void> {
    this.closed = true
    this.#socket?.destroy()
    this.#server.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #feed(socket: Socket, frame: CardFrame): void {
    this.#socket = socket
    socket.on('error', () => {})
    const next = () => {
      for (;;) {
        if (socket.destroyed) return
        const luma = frame(this.frames)
        if (luma === 'stall') return
        if (luma === 'end') {
          socket.end()
          return
        }
        this.frames++
        if (!socket.write(this.#picture(luma))) {
          socket.once('drain', next)
          return
        }
      }
    }
    next()
  }

  #picture(luma: number): Buffer {
    const pixels = this.box.width * this.box.height
    const chroma = pixels / 2
    return Buffer.concat([
      Buffer.alloc(pixels, luma),
      Buffer.alloc(chroma, 128),
      Buffer.alloc(pixels, luma === 0 ? 0 : 255),
    ])
  }
}

/** An OpenOverlay that remembers what it opened. */
export function cardServers(frame: CardFrame): { open: OpenOverlay; opened: CardServer[] } {
  const opened: CardServer[] = []
  const open: OpenOverlay = async (_slug, _picture, pictureTime) => {
    const card = await CardServer.start(frame, pictureTime)
    opened.push(card)
    return card
  }
  return { open, opened }
}
