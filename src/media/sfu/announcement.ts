import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Logger } from '../../log.ts'

/** `ip`: where to listen; `announced`: what clients are told instead, if that is something else. */
export type Listening = { readonly ip: string; readonly announced: string | null }

/** Milliseconds that a host name's address is believed: a shop's line may get another one at night. */
const freshness = 60_000
/** More own addresses than these make offers long and connections no better. */
const mostAddresses = 6
/** Networks between the programs of one machine: nobody outside reaches these addresses. */
const inner = /^(docker|br-|veth|virbr|vnet|cni|flannel|cali|podman|lxc|lxd|kube)/

/**
 * Which addresses the workers listen on, and which ones clients hear of. Without a configured address these are the
 * machine's own, each with a socket of its own: an answer then always leaves from the address that was asked, which
 * ICE wants (RFC 8445 §7.2.5.2.1), and with one socket for all of them the kernel would choose.
 */
export class Announcement {
  readonly #configured: string | null
  readonly #log: Logger
  #resolved: readonly string[] = []
  #resolvedAt = -Infinity

  constructor(configured: string | null, log: Logger) {
    this.#configured = configured
    this.#log = log
  }

  /** @throws Error with what is wrong with the configured address. */
  async listening(): Promise<readonly Listening[]> {
    const own = ownAddresses()
    if (this.#configured === null) return own.map(ip => ({ ip, announced: null }))
    const announced = await this.#resolve(this.#configured)
    // An address of this machine needs no socket that listens on all of them.
    if (announced.every(address => own.includes(address)))
      return announced.map(ip => ({ ip, announced: null }))
    const first = (family: number) => announced.find(address => isIP(address) === family)
    const [v4, v6] = [first(4), first(6)]
    return [...(v4 ? [{ ip: '0.0.0.0', announced: v4 }] : []), ...(v6 ? [{ ip: '::', announced: v6 }] : [])]
  }

  /** What to tell clients now instead of an address that a worker announced when it was started. */
  async current(address: string): Promise<string> {
    if (this.#configured === null || isIP(this.#configured) > 0) return address
    try {
      const announced = await this.#resolve(this.#configured)
      return announced.find(other => isIP(other) === isIP(address)) ?? address
    } catch (error) {
      this.#log.warn({ err: error }, 'rtc.announcedAddress is not found now: clients get the last address')
      this.#resolvedAt = performance.now()
      return address
    }
  }

  async #resolve(configured: string): Promise<readonly string[]> {
    if (performance.now() - this.#resolvedAt < freshness && this.#resolved.length > 0) return this.#resolved
    const found = isIP(configured) > 0 ? [configured] : await addressesOf(configured)
    const usable = found.filter(address => !isNowhere(address))
    if (usable.length === 0) {
      throw new Error(`'rtc.announcedAddress' ${configured} is no address that a client can reach`)
    }
    this.#resolved = usable
    this.#resolvedAt = performance.now()
    return usable
  }
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true })
    return [...new Set(found.map(({ address }) => address))]
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Error(`'rtc.announcedAddress' ${name} is not found (${code})`, { cause: error })
  }
}

/** What clients may reach this machine at, and 127.0.0.1 for those on it. */
function ownAddresses(): readonly string[] {
  const outer = Object.entries(networkInterfaces())
    .filter(([name]) => !inner.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ address, internal }) => !internal && !isNowhere(address))
    .map(({ address }) => address)
  // IPv4 first: it is what a shop's network has.
  const sorted = outer.toSorted((a, b) => isIP(a) - isIP(b))
  return [...new Set(sorted)].slice(0, mostAddresses - 1).concat('127.0.0.1')
}

/** Unspecified, link-local, multicast or broadcast. */
function isNowhere(address: string): boolean {
  if (isIP(address) === 6) return /^(::$|fe[89ab]|ff)/i.test(address)
  return /^(0\.|169\.254\.|22[4-9]\.|2[3-5]\d\.)/.test(address)
}
