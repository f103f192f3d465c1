import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'stallcast-sock-'
const lamp = 'alive.sock'

/**
 * A folder for sockets that only this user may enter, gone after `close()`. What a killed server left is removed by the next start:
 * a folder is in use as long as somebody answers on its `alive.sock`, which no process id can tell so surely.
 */
export class SocketFolder {
  readonly path: string
  readonly #lamp: Server

  private constructor(path: string, server: Server) {
    this.path = path
    this.#lamp = server
  }

  static async start(parent = tmpdir()): Promise<SocketFolder> {
    await removeStale(parent)
    const path = await mkdtemp(join(parent, prefix))
    const server = createServer(socket => socket.destroy())
    try {
      await listen(server, join(path, lamp))
    } catch (error) {
      await rm(path, { recursive: true, force: true })
      throw error
    }
    server.unref()
    return new SocketFolder(path, server)
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#lamp.close(() => resolve())
    await promise
    await rm(this.path, { recursive: true, force: true })
  }
}

/** Listens on a unix socket. @throws when the path is taken or too long. */
export function listen(server: Server, path: string): Promise<void> {
  // The kernel cuts longer paths silently on some systems.
  if (Buffer.byteLength(path) > 103) throw new Error(`the path of the socket ${path} is too long`)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(path, () => {
    server.off('error', reject)
    resolve()
  })
  return promise
}

async function removeStale(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter(name => name.startsWith(prefix))
  await Promise.all(names.map(name => removeIfStale(join(parent, name)).catch(() => {})))
}

async function removeIfStale(path: string): Promise<void> {
  const entry = await lstat(path)
  if (!entry.isDirectory() || entry.uid !== process.getuid?.()) return
  const state = await probe(join(path, lamp))
  // Without a lamp it is either being made at this moment, or its maker died in the making.
  const young = Date.now() - entry.mtimeMs < 60_000
  if (state === 'dead' || (state === 'missing' && !young)) await rm(path, { recursive: true, force: true })
}

function probe(path: string): Promise<'alive' | 'dead' | 'missing'> {
  const { promise, resolve } = Promise.withResolvers<'alive' | 'dead' | 'missing'>()
  const socket = connect(path)
  socket.once('connect', () => {
    socket.destroy()
    resolve('alive')
  })
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') resolve('missing')
    else resolve(error.code === 'ECONNREFUSED' ? 'dead' : 'alive')
  })
  return promise
}
