import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type CrowdJob, type CrowdTally, crowdTally } from './crowd-job.ts'

export type Crowd = AsyncDisposable & {
  readonly pid: number
  tally(): Promise<CrowdTally>
}

/** Starts a crowd of viewers in a process of its own, and waits until all are connected. */
export async function startCrowd(job: CrowdJob): Promise<Crowd> {
  const script = job.kind === 'webrtc' ? 'rtc-crowd-process.ts' : 'crowd-process.ts'
  const child = fork(join(import.meta.dirname, script), [JSON.stringify(job)])
  const exited = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    exited.then(() => {
      throw new Error('the crowd could not be started')
    }),
  ])
  return {
    pid: child.pid ?? 0,
    async tally() {
      const answer = once(child, 'message')
      child.send('tally')
      const [message] = await answer
      return crowdTally.parse(message)
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.send('stop')
      await exited
    },
  }
}
