/**
 * What a live stream is watched by, and when something else is tried. Times are milliseconds of one clock that only
 * goes forward; at `until` the event `due` is to come. `failures`: tries of WebRTC that came to nothing, or did not
 * last, one after the other.
 */
export type LiveChoice =
  /** Nothing plays; WebRTC is being opened. */
  | { readonly kind: 'joining'; readonly failures: number; readonly until: number }
  /** WebRTC plays. */
  | { readonly kind: 'whep'; readonly failures: number; readonly until: number }
  /** The picture of WebRTC stands still; another session is tried beside it. */
  | { readonly kind: 'rejoining'; readonly failures: number; readonly until: number }
  | { readonly kind: 'hls'; readonly failures: number; readonly until: number }
  /** HLS plays; WebRTC is tried beside it. */
  | { readonly kind: 'probing'; readonly failures: number; readonly until: number }
  /** Nobody looks: nothing plays. */
  | { readonly kind: 'resting'; readonly failures: number; readonly until: number }

export type LiveEvent =
  /** The session that is tried has shown that it has a picture. */
  | { readonly kind: 'picture' }
  /** The session that had stood still goes on. */
  | { readonly kind: 'resumed' }
  /** Of the session that is tried, or else of the one that plays: no picture any more, or no connection. */
  | { readonly kind: 'broken' }
  /** The server gave no session. `counts`: it was there, and the stream too. */
  | { readonly kind: 'refused'; readonly counts: boolean; readonly retryAfterMs: number }
  /** `fit`: somebody watches the live edge, so that it is worth trying. */
  | { readonly kind: 'due'; readonly fit: boolean }
  | { readonly kind: 'idle' }
  | { readonly kind: 'wanted' }

const joinMs = 3_000
const rejoinMs = 2_000
const probeMs = 5_000
const firstPauseMs = 30_000
const longestPauseMs = 5 * 60_000
/** HLS plays, but nobody looks. */
const lookAgainMs = 5_000
/** What has played so long is good again. */
const steadyMs = 60_000
const mostRejoins = 3

export function firstChoice(at: number, canWhep: boolean): LiveChoice {
  return canWhep ? joining(0, at) : { kind: 'hls', failures: 0, until: Number.POSITIVE_INFINITY }
}

/** For a stream that is opened anew after `last`: what did not work is not waited for. */
export function choiceAfter(last: LiveChoice, at: number): LiveChoice {
  const byHls = last.kind === 'hls' || last.kind === 'probing'
  if (!byHls || (last.failures === 0 && Number.isFinite(last.until))) return joining(last.failures, at)
  return { kind: 'hls', failures: last.failures, until: last.kind === 'hls' ? last.until : at }
}

export function nextChoice(
  choice: LiveChoice,
  event: LiveEvent,
  at: number,
  random: () => number = Math.random,
): LiveChoice {
  switch (choice.kind) {
    case 'joining':
    case 'rejoining':
    case 'probing':
      return afterTry(choice, event, at, random)
    case 'whep':
      if (event.kind === 'idle') return resting(choice)
      if (event.kind === 'due') return { ...choice, failures: 0, until: Number.POSITIVE_INFINITY }
      if (event.kind !== 'broken') return choice
      return choice.failures < mostRejoins
        ? { kind: 'rejoining', failures: choice.failures + 1, until: at + rejoinMs }
        : byHls(choice.failures + 1, at, 0, random)
    case 'hls':
      if (event.kind !== 'due') return choice
      return event.fit
        ? { ...choice, kind: 'probing', until: at + probeMs }
        : { ...choice, until: at + lookAgainMs }
    case 'resting':
      return event.kind === 'wanted' ? joining(choice.failures, at) : choice
  }
}

function afterTry(choice: LiveChoice, event: LiveEvent, at: number, random: () => number): LiveChoice {
  const { kind, failures } = choice
  // The failure that led to it counts already.
  const more = kind === 'rejoining' ? failures : failures + 1
  switch (event.kind) {
    case 'picture':
      return plays(failures, at)
    case 'resumed':
      return kind === 'rejoining' ? plays(failures, at) : choice
    case 'refused':
      return byHls(event.counts ? more : failures, at, event.retryAfterMs, random)
    case 'broken':
    case 'due':
      return byHls(more, at, 0, random)
    case 'idle':
      return kind === 'probing' ? { kind: 'hls', failures, until: at + lookAgainMs } : resting(choice)
    case 'wanted':
      return choice
  }
}

const joining = (failures: number, at: number): LiveChoice => ({
  kind: 'joining',
  failures,
  until: at + joinMs,
})

const plays = (failures: number, at: number): LiveChoice => ({
  kind: 'whep',
  failures,
  until: failures === 0 ? Number.POSITIVE_INFINITY : at + steadyMs,
})

const resting = ({ failures }: LiveChoice): LiveChoice => ({
  kind: 'resting',
  failures,
  until: Number.POSITIVE_INFINITY,
})

/** With jitter: whom a server could not serve must not all come again at once. */
function byHls(failures: number, at: number, leastMs: number, random: () => number): LiveChoice {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1))
  const wait = Math.max(pause * (0.75 + 0.5 * random()), leastMs * (1 + 0.25 * random()))
  return { kind: 'hls', failures, until: at + wait }
}
