/** What of sdp-transform 3 is used here; the package has no types of its own. */
declare module 'sdp-transform' {
  /** Text; what is digits alone comes as a number. */
  export type Value = string | number

  export type Candidate = {
    foundation: Value
    component: number
    transport: string
    priority: number
    ip: string
    port: number
    type: string
    tcptype?: string
  }

  /** What may stand both before the first m-line and in a section. */
  export type Shared = {
    direction?: string
    iceUfrag?: Value
    icePwd?: Value
    iceOptions?: string
    icelite?: string
    fingerprint?: { type?: Value; hash?: Value }
    setup?: string
    candidates?: Candidate[]
    endOfCandidates?: string
    ext?: { value: number; direction?: string; uri: string }[]
    /** Lines that it does not know, or cannot read. */
    invalid?: { value: string }[]
  }

  export type Section = Shared & {
    type: string
    port: number
    protocol: string
    payloads?: Value
    connection?: { version: number; ip: string }
    mid?: Value
    rtp: { payload: number; codec: string; rate?: number; encoding?: number }[]
    fmtp: { payload: number; config: string }[]
    rtcpFb?: { payload: Value; type: string; subtype?: string }[]
    rtcpMux?: string
    rtcpRsize?: string
    bundleOnly?: string
    msid?: { id: string; appdata?: string }[]
    ssrcs?: { id: number; attribute: string; value?: Value }[]
    ssrcGroups?: { semantics: string; ssrcs: string }[]
    rids?: { id: Value; direction: string; params?: Value }[]
    simulcast?: { dir1: string; list1: Value; dir2?: string; list2?: Value }
  }

  export type Session = Shared & {
    version?: number
    origin?: {
      username: string
      sessionId: number
      sessionVersion: number
      netType: string
      ipVer: number
      address: string
    }
    name?: string
    timing?: { start: number; stop: number }
    groups?: { type: string; mids: Value }[]
    msidSemantic?: { semantic: string; token: string }
    media: Section[]
  }

  export function parse(sdp: string): Session
  export function write(session: Session): string
}
