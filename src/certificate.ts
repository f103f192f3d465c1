import { X509Certificate } from 'node:crypto'
import { type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Config } from '../config/schema.ts'
import { ConfigError } from './errors.ts'
import type { Logger } from './log.ts'

/** Paths of PEM files. */
export type CertificateFiles = { readonly certificate: string; readonly key: string }

/** A certificate with its chain, and its key. */
export type KeyPair = { readonly cert: Buffer; readonly key: Buffer }

/** A folder on a network tells nobody of its changes: so it is looked at as well. Milliseconds. */
const pollEvery = 60_000
/** Two files are not replaced at once: they are read when they have been left alone for so long. */
const settleAfter = 500

const withoutTls = "Or set 'http.tls.certificate' and 'http.tls.key' to null, to go without HTTPS."

/** The pair in two files, read again when they change; a new pair that cannot be used changes nothing. */
export class Certificate {
  readonly #files: CertificateFiles
  readonly #onChange: (pair: KeyPair) => void
  readonly #log: Logger
  #pair: KeyPair
  /** What was last read, good or bad: so that a bad pair is told of once. */
  #seen: KeyPair
  #watchers: FSWatcher[] = []
  #poll: NodeJS.Timeout | undefined
  #settling: NodeJS.Timeout | undefined
  #reading: Promise<void> = Promise.resolve()
  #closed = false

  private constructor(
    files: CertificateFiles,
    pair: KeyPair,
    onChange: (pair: KeyPair) => void,
    log: Logger,
  ) {
    this.#files = files
    this.#pair = pair
    this.#seen = pair
    this.#onChange = onChange
    this.#log = log
  }

  /** @throws ConfigError that says what to do when the pair cannot be used. */
  static async start(
    files: CertificateFiles,
    onChange: (pair: KeyPair) => void,
    log: Logger,
  ): Promise<Certificate> {
    const pair = await readPair(files)
    check(files, pair)
    const certificate = new Certificate(files, pair, onChange, log)
    certificate.#tell('a certificate is used')
    certificate.#watch()
    return certificate
  }

  get pair(): KeyPair {
    return this.#pair
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const watcher of this.#watchers) watcher.close()
    clearInterval(this.#poll)
    clearTimeout(this.#settling)
    await this.#reading
  }

  /** Folders are watched, not files: tools that renew put a new file, or a link to one, in the old one's place. */
  #watch(): void {
    this.#poll = setInterval(() => this.#readSoon(0), pollEvery)
    for (const folder of new Set([dirname(this.#files.certificate), dirname(this.#files.key)])) {
      try {
        const watcher = watch(folder, () => this.#readSoon(settleAfter))
        watcher.on('error', () => watcher.close())
        this.#watchers.push(watcher)
      } catch (error) {
        this.#log.debug({ err: error, folder }, 'a folder cannot be watched: it is looked at each minute')
      }
    }
  }

  #readSoon(after: number): void {
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => {
      this.#reading = this.#reading.then(() => this.#read())
    }, after)
  }

  async #read(): Promise<void> {
    try {
      const pair = await readPair(this.#files)
      if (this.#closed || same(pair, this.#seen)) return
      this.#seen = pair
      if (same(pair, this.#pair)) return
      check(this.#files, pair)
      this.#onChange(pair)
      this.#pair = pair
      this.#tell('a new certificate is used')
    } catch (error) {
      this.#log.error({ err: error }, 'the new certificate cannot be used: the old one stays')
    }
  }

  #tell(what: string): void {
    const { subject, subjectAltName, validTo, validToDate } = new X509Certificate(this.#pair.cert)
    const facts = { subject: subjectAltName ?? subject, validTo }
    if (validToDate.getTime() < Date.now())
      this.#log.warn(facts, 'the certificate has expired: browsers refuse it')
    else this.#log.info(facts, what)
  }
}

async function readPair({ certificate, key }: CertificateFiles): Promise<KeyPair> {
  return {
    cert: await readPem('http.tls.certificate', certificate),
    key: await readPem('http.tls.key', key),
  }
}

async function readPem(setting: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const what =
      code === 'ENOENT'
        ? `there is no file ${file}. Name the PEM file`
        : code === 'EACCES'
          ? `${file} may not be read by the user that runs this server. Let it be read by that user`
          : `${file} cannot be read (${code ?? cause}). Name a PEM file`
    throw new ConfigError(`'${setting}': ${what}. ${withoutTls}`, { cause })
  }
}

/** @throws ConfigError when TLS cannot use the pair. */
function check({ certificate, key }: CertificateFiles, pair: KeyPair): void {
  try {
    createSecureContext(pair)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(
      `'http.tls': the certificate in ${certificate} and the key in ${key} cannot be used together (${reason}). ` +
        `Both must be PEM, the key without a password, and of that certificate. ${withoutTls}`,
      { cause },
    )
  }
}

const same = (one: KeyPair, other: KeyPair): boolean =>
  one.cert.equals(other.cert) && one.key.equals(other.key)

/** @throws ConfigError when one file is named without the other. */
export function tlsOf({ http: { tls } }: Config): (CertificateFiles & { readonly port: number }) | null {
  const { port, certificate, key } = tls
  if (certificate !== null && key !== null) return { port, certificate, key }
  if (certificate === null && key === null) return null
  const missing = certificate === null ? 'certificate' : 'key'
  throw new ConfigError(`'http.tls.${missing}' is missing: for HTTPS name both files, else neither`)
}
