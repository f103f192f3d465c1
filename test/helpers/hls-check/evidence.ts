import type { MediaDigest } from './media-digest.ts'

export type Directives = { readonly msn?: number; readonly part?: number; readonly skip?: boolean }

/** What a probe asks that no player would: to see how the server refuses it. */
export type Probe = 'part-without-msn' | 'too-far' | 'long-gone' | 'skip-not-offered' | 'after-end'

/** Why something was asked for. Renditions are named by the address of their playlist. */
export type Ask =
  | { readonly kind: 'multivariant' }
  | {
      readonly kind: 'playlist'
      readonly rendition: string
      /** Each client asks one thing after another, so that its answers are in order. */
      readonly client: 'plain' | 'low-latency' | 'delta' | 'probe'
      readonly directives: Directives
      readonly probe?: Probe
    }
  | { readonly kind: 'map'; readonly rendition: string; readonly encrypted: boolean }
  | {
      readonly kind: 'segment'
      readonly rendition: string
      readonly msn: number
      readonly map: string | null
      readonly encrypted: boolean
    }
  | {
      readonly kind: 'part'
      readonly rendition: string
      /** As listed; null: it was fetched by its hint, before it was listed. */
      readonly place: { readonly msn: number; readonly part: number } | null
      readonly map: string | null
    }
  /** What has left the playlist, and must still be there until then. */
  | {
      readonly kind: 'kept'
      readonly rendition: string
      readonly what: 'segment' | 'part'
      readonly owedUntil: number
    }
  | { readonly kind: 'unknown'; readonly rendition: string }

export type Body =
  | { readonly kind: 'text'; readonly text: string; readonly validUtf8: boolean }
  | { readonly kind: 'media'; readonly media: MediaDigest }

/** A request and its answer. Times in ms since the walk began. */
export type Exchange = {
  readonly ask: Ask
  /** As asked, with its directives, and with its byte range behind a blank. */
  readonly url: string
  readonly askedAt: number
  readonly beganAt: number
  readonly endedAt: number
  /** null: no answer came, for the reason in `error`. */
  readonly status: number | null
  readonly error: string | null
  readonly httpVersion: '1.1' | '2'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body | null
}

/** All that a walk has seen: what the rules judge. */
export type Evidence = {
  readonly url: string
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt: number
  readonly expect: { readonly lowLatency?: boolean }
  /** In the order in which they ended. */
  readonly exchanges: readonly Exchange[]
  /** The longest that the walker itself has been held up, in ms. */
  readonly lagMs: number
  /** Every segment of every rendition was fetched: what is measured is the whole. */
  readonly complete: boolean
}
