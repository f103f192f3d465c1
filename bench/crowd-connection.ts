import { connect, type Socket } from 'node:net'

export type CrowdAnswer = { readonly status: number; readonly gzip: boolean; readonly body: Buffer }

const headEnd = Buffer.from('\r\n\r\n')

/**
 * One kept-alive HTTP/1.1 connection of a viewer, as bare as can be: what asks must cost less than what answers.
 * All connections read into one buffer; a body is kept only when `keep` says so, else its bytes are counted.
 */
export class CrowdConnection {
  readonly #socket: Socket
  readonly #host: string
  #waiting: {
    readonly keep: boolean
    resolve(answer: CrowdAnswer): void
    reject(error: Error): void
  } | null = null
  #head: Buffer | null = null
  #answer: { readonly status: number; readonly gzip: boolean; left: number; readonly kept: Buffer[] } | null =
    null
  bytes = 0

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#host = host
  }

  static async open(port: number, shared: Buffer): Promise<CrowdConnection> {
    let connection: CrowdConnection | null = null
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length, buffer) => {
          if (connection !== null) connection.#read(Buffer.from(buffer.buffer, buffer.byteOffset, length))
          return true
        },
      },
    })
    connection = new CrowdConnection(socket, `127.0.0.1:${port}`)
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    socket.on('error', () => undefined)
    socket.on('close', () => connection.#waiting?.reject(new Error('the server closed a connection')))
    return connection
  }

  /** With the header fields that Chromium sends for hls.js. */
  get(path: string, keep: boolean): Promise<CrowdAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { keep, resolve, reject }
      this.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nConnection: keep-alive\r\n` +
          'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36\r\n' +
          'Accept: */*\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n' +
          `Referer: http://${this.#host}/r/a\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n` +
          'Accept-Language: zh-CN,zh;q=0.9\r\n\r\n',
        'latin1',
      )
    })
  }

  close(): void {
    this.#waiting = null
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.bytes += chunk.length
    if (this.#answer === null) {
      const bytes = this.#head === null ? chunk : Buffer.concat([this.#head, chunk])
      const end = bytes.indexOf(headEnd)
      if (end === -1) {
        this.#head = Buffer.from(bytes)
        return
      }
      this.#head = null
      const head = bytes.toString('latin1', 0, end)
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
      this.#answer = {
        status: Number(head.slice(9, 12)),
        gzip: /\r\ncontent-encoding: *gzip/i.test(head),
        left: Number(length),
        kept: [],
      }
      chunk = bytes.subarray(end + 4)
    }
    const answer = this.#answer
    answer.left -= chunk.length
    // The buffer is read into again.
    if (this.#waiting?.keep) answer.kept.push(Buffer.from(chunk))
    if (answer.left > 0) return
    this.#answer = null
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve({ status: answer.status, gzip: answer.gzip, body: Buffer.concat(answer.kept) })
  }
}
