import { networkInterfaces } from 'node:os'
import type { Config } from '../config/schema.ts'

/** Where people reach this server: what the config says, else the address that the caller used (`used`). */
export function addresses(config: Config, used: string, rtmpPort: number): { site: string; rtmp: string } {
  const site = config.http.publicUrl?.replace(/\/$/, '') ?? used
  const { hostname } = URL.canParse(site) ? new URL(site) : { hostname: 'localhost' }
  return { site, rtmp: `rtmp://${hostname}${rtmpPort === 1935 ? '' : `:${rtmpPort}`}` }
}

/** A host name that reaches a server which listens on `host`: from this machine, and from others near it. */
export function hostNames(host: string): { readonly local: string; readonly near: string } {
  const everywhere = host === '0.0.0.0' || host === '::'
  return everywhere ? { local: '127.0.0.1', near: lanAddress() ?? 'localhost' } : { local: host, near: host }
}

/** An address of this machine that a phone in the same network can open. */
function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap(found => found ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
