import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const maxBytes = 64_000_000

export type PrebuiltOptions = {
  /** Version of mediasoup. */
  readonly version: string
  /** Where the binary is to stand. */
  readonly output: string
  /** Releases: the archive is `<baseUrl>/<version>/<name>`. */
  readonly baseUrl: string
  /** Milliseconds until an answer must have begun. */
  readonly answerTimeout: number
  /** Milliseconds that the whole download may take. */
  readonly timeout: number
}

/** The name that mediasoup's own npm-scripts.mjs gives to the archive for this machine. */
export function archiveName(version: string): string {
  const kernel = os.platform() === 'linux' ? `-kernel${Number(os.release().split('.')[0])}` : ''
  return `mediasoup-worker-${version}-${os.platform()}-${os.arch()}${kernel}.tgz`
}

/** Downloads the official worker and puts it in place once it was seen to run here; throws if there is none. */
export async function fetchPrebuilt(options: PrebuiltOptions): Promise<void> {
  const url = `${options.baseUrl}/${options.version}/${archiveName(options.version)}`
  const archive = await download(url, options)
  const folder = path.dirname(options.output)
  mkdirSync(folder, { recursive: true })
  // On the same file system as the output, so that a rename puts it there whole.
  const temporary = mkdtempSync(path.join(folder, 'prebuilt-'))
  try {
    const binary = path.join(temporary, 'mediasoup-worker')
    writeFileSync(binary, unpack(archive, path.join(temporary, 'archive.tgz')))
    chmodSync(binary, 0o755)
    checkRuns(binary)
    renameSync(binary, options.output)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

async function download(url: string, { answerTimeout, timeout }: PrebuiltOptions): Promise<Buffer> {
  const answer = new AbortController()
  const timer = setTimeout(
    () => answer.abort(new Error(`no answer within ${answerTimeout} ms`)),
    answerTimeout,
  )
  const signal = AbortSignal.any([answer.signal, AbortSignal.timeout(timeout)])
  try {
    const response = await fetch(url, { signal })
    clearTimeout(timer)
    if (!response.ok || response.body === null) throw new Error(`the answer is ${response.status}`)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response.body) {
      chunks.push(Buffer.from(chunk))
      size += chunk.length
      if (size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
    }
    return Buffer.concat(chunks)
  } catch (cause) {
    throw new Error(`cannot download ${url}`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** Takes the one file that is wanted out of the archive, whatever else that may hold. */
function unpack(archive: Buffer, file: string): Buffer {
  writeFileSync(file, archive)
  const tar = spawnSync('tar', ['-xzOf', file, 'mediasoup-worker'], { maxBuffer: maxBytes, timeout: 60_000 })
  if (tar.error || tar.status !== 0 || tar.stdout.length === 0) {
    throw new Error(`the archive cannot be unpacked: ${tar.error?.message ?? tar.stderr.toString().trim()}`)
  }
  return tar.stdout
}

/** A sound worker ends with 41 when it is started without MEDIASOUP_VERSION. */
function checkRuns(binary: string): void {
  const { status, signal, error } = spawnSync(binary, { env: {}, stdio: 'ignore', timeout: 10_000 })
  if (status !== 41) throw new Error(`it does not run on this machine: ${error?.message ?? signal ?? status}`)
}

if (import.meta.main) {
  const [packageFolder, output] = process.argv.slice(2)
  if (packageFolder === undefined || output === undefined) {
    throw new Error('usage: prebuilt.ts <mediasoup package> <output file>')
  }
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'))
  await fetchPrebuilt({
    version,
    output,
    // The variable is mediasoup's own, for a mirror.
    baseUrl:
      process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ||
      'https://github.com/versatica/mediasoup/releases/download',
    answerTimeout: 10_000,
    timeout: 180_000,
  })
}
