import type { IceParameters } from '../rtc-ports.ts'
import { type Candidate, malformed, readFragment } from './sdp-text.ts'

export const fragmentType = 'application/trickle-ice-sdpfrag'

/** What a client tells of its ICE agent later on. `ice`: null when it does not say which session it speaks of. */
export type IceFragment = { readonly ice: IceParameters | null }

/**
 * Reads and checks a fragment (RFC 8840, section 4.4). Candidates are not kept: this server is ICE-lite and answers
 * whoever knows the password. One of a transport or with a name that is unknown here is no fault
 * (RFC 9725, section 4.3.2).
 * @throws AppError (400), naming the line or attribute.
 */
export function readIceFragment(body: Buffer): IceFragment {
  const fragment = readFragment(body)
  const parts = [...fragment.media, fragment]
  for (const { invalid = [] } of parts) {
    const line = invalid.find(({ value }) => String(value).startsWith('candidate'))
    if (line !== undefined) throw malformed(`'a=${String(line.value).slice(0, 60)}' is no candidate`)
  }
  const candidates = parts.flatMap(part => part.candidates ?? [])
  for (const candidate of candidates) check(candidate)
  const usernameFragment = String(parts.find(part => part.iceUfrag !== undefined)?.iceUfrag ?? '')
  const password = String(parts.find(part => part.icePwd !== undefined)?.icePwd ?? '')
  const ended = parts.some(part => part.endOfCandidates !== undefined)
  if (usernameFragment === '' && password === '') {
    if (candidates.length === 0 && !ended)
      throw malformed('there are neither candidates nor ICE parameters in it')
    return { ice: null }
  }
  if (!/^[A-Za-z0-9+/]{4,256}$/.test(usernameFragment))
    throw malformed("'a=ice-ufrag' is missing or no ICE ufrag")
  if (!/^[A-Za-z0-9+/]{22,256}$/.test(password)) throw malformed("'a=ice-pwd' is missing or no ICE password")
  return { ice: { usernameFragment, password } }
}

function check({ foundation, component, priority, port, type }: Candidate): void {
  const isOf = (value: unknown, max: number) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max
  const good =
    /^[A-Za-z0-9+/]{1,32}$/.test(String(foundation)) &&
    isOf(component, 256) &&
    isOf(priority, 2 ** 32 - 1) &&
    isOf(port, 65_535) &&
    ['host', 'srflx', 'prflx', 'relay'].includes(type)
  if (!good) throw malformed(`'a=candidate:${String(foundation).slice(0, 40)}' is no candidate of RFC 8839`)
}
