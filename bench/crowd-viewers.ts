import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import type { CrowdAnswer, CrowdConnection } from './crowd-connection.ts'

/** Counted over all viewers of a crowd. */
export type Tally = { requests: number; errors: number; late: number }

export type Viewer = (connection: CrowdConnection, tally: Tally, stopped: AbortSignal) => Promise<void>

type PartName = { readonly msn: number; readonly part: number }

/** What a player of low-latency HLS asks for: each playlist as soon as there is a new part in it, and the part. */
export function lowLatencyViewer(folder: string): Viewer {
  // All that were blocked are given the same playlist: one of them reads it.
  const hints = new Map<string, Promise<PartName | null>>()
  return async (connection, tally, stopped) => {
    let wanted: PartName | null = null
    while (!stopped.aborted) {
      const query: string = wanted === null ? '' : `?_HLS_msn=${wanted.msn}&_HLS_part=${wanted.part}`
      const reader = Promise.withResolvers<PartName | null>()
      const hint: Promise<PartName | null> = hints.get(query) ?? reader.promise
      const reads = hint === reader.promise
      if (reads && wanted !== null) hints.set(query, hint)
      const answer = await asked(connection, `${folder}/index.m3u8${query}`, reads, tally)
      if (reads) reader.resolve(answer && hinted(text(answer)))
      if (answer === null) return
      if (wanted !== null) {
        const { msn, part }: PartName = wanted
        if ((await asked(connection, `${folder}/${msn}.${part}.m4s`, false, tally)) === null) return
      }
      wanted = await hint
      if (wanted === null) await sleep(200)
    }
  }
}

/** The part that the playlist says comes next. */
function hinted(playlist: string): PartName | null {
  const match = /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)\.m4s"/.exec(playlist)
  return match === null ? null : { msn: Number(match[1]), part: Number(match[2]) }
}

/** A playlist each target duration (half of it when it has not changed), and each new segment. */
export function plainViewer(folder: string, segmentSeconds: number): Viewer {
  return async (connection, tally, stopped) => {
    await sleep(Math.random() * segmentSeconds * 1000)
    let last = ''
    while (!stopped.aborted) {
      const began = performance.now()
      const answer = await asked(connection, `${folder}/index.m3u8`, true, tally)
      if (answer === null) return
      const segment =
        text(answer)
          .match(/^\d+\.m4s$/gm)
          ?.at(-1) ?? last
      const changed = segment !== last
      if (changed && (await asked(connection, `${folder}/${segment}`, false, tally)) === null) return
      last = segment
      const wait = (changed ? 1 : 0.5) * segmentSeconds * 1000
      await sleep(Math.max(0, wait - (performance.now() - began)))
    }
  }
}

/** The same addresses again and again at a fixed pace: what a server of files can be asked. */
export function pacedViewer(
  rounds: readonly (readonly string[])[],
  everyMs: number,
  together: boolean,
): Viewer {
  const start = performance.now()
  return async (connection, tally, stopped) => {
    const phase = together ? 0 : Math.random() * everyMs
    for (let round = 1; !stopped.aborted; round++) {
      const wait = start + phase + round * everyMs - performance.now()
      if (wait > 0) await sleep(wait)
      else if (wait < -everyMs) tally.late++
      for (const path of rounds[round % rounds.length] ?? []) {
        if ((await asked(connection, path, false, tally)) === null) return
      }
    }
  }
}

/** Null when the answer was none that a player can go on with. */
async function asked(
  connection: CrowdConnection,
  path: string,
  keep: boolean,
  tally: Tally,
): Promise<CrowdAnswer | null> {
  tally.requests++
  try {
    const answer = await connection.get(path, keep)
    if (answer.status === 200) return answer
  } catch {
    // Counted below.
  }
  tally.errors++
  return null
}

function text({ gzip, body }: CrowdAnswer): string {
  return (gzip ? gunzipSync(body) : body).toString('latin1')
}
