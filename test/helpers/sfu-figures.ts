import { observer } from 'mediasoup'
import type { Router, WebRtcServer, Worker } from 'mediasoup/types'

/** What mediasoup's workers hold, by their own account. */
export type SfuFigures = {
  readonly routers: number
  readonly transports: number
  readonly streams: number
  readonly names: number
}

/** Begin before the workers are started. */
export function watchWorkers() {
  const workers: Worker[] = []
  const routers = new Set<Router>()
  const servers = new Set<WebRtcServer>()
  const take = (worker: Worker) => {
    workers.push(worker)
    worker.observer.on('newrouter', router => routers.add(router))
    worker.observer.on('newwebrtcserver', server => servers.add(server))
  }
  observer.on('newworker', take)
  return {
    pids: () => workers.map(({ pid }) => pid),
    died: () => workers.filter(({ died }) => died).length,
    stop: () => observer.off('newworker', take),
    async figures(): Promise<SfuFigures> {
      const sum = { routers: 0, transports: 0, streams: 0, names: 0 }
      for (const router of routers) {
        // One may be closed in this very moment.
        const dump = router.closed ? null : await router.dump().catch(() => null)
        if (!dump) continue
        sum.routers++
        sum.transports += dump.transportIds.length
        sum.streams += dump.mapProducerIdConsumerIds.length + dump.mapConsumerIdProducerId.length
      }
      for (const server of servers) {
        const { localIceUsernameFragments, webRtcTransportIds } = await server.dump()
        sum.names += localIceUsernameFragments.length + webRtcTransportIds.length
      }
      return sum
    },
  }
}
