export type Protocol = 'whip' | 'whep'

/** What was asked, in the order in which it is asked. */
export const steps = [
  'options',
  'preflight',
  'get',
  'wrong-type',
  'malformed',
  'no-token',
  'wrong-token',
  'two-pictures',
  'wrong-direction',
  'unknown-codec',
  'simulcast',
  'open',
  'get-session',
  'patch-wrong-type',
  'patch-malformed',
  'patch-unconditional',
  'patch-stale',
  'trickle',
  'trickle-odd',
  'restart',
  'trickle-restarted',
  'patch-outdated',
  'open-second',
  'answer',
  'delete',
  'after-delete',
  'delete-second',
] as const
export type Step = (typeof steps)[number]

/** A request and its answer; header names in lower case. */
export type Exchange = {
  readonly method: string
  readonly url: string
  readonly sent: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What was seen of a server; rules look at nothing else. */
export type Evidence = {
  readonly protocol: Protocol
  readonly endpoint: string
  readonly exchanges: Readonly<Partial<Record<Step, Exchange>>>
  /** ICE and DTLS came to be; null: there was no description to try it with. */
  readonly connected: boolean | null
  /** WHIP: receiver reports about what was sent. WHEP: packets of media that came. By kind. */
  readonly media: Readonly<Record<'audio' | 'video', number>> | null
  /** Whether STUN checks of the session were answered: while it lived, after ICE was restarted, after the DELETE. */
  readonly stun: {
    readonly alive: boolean | null
    readonly restarted: boolean | null
    readonly deleted: boolean | null
  }
}
