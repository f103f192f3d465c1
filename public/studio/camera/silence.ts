const lookEveryMs = 500
/** While it gets pictures a server reports several times a second, and each second at the least. */
const silentLooks = 3

/**
 * Resolves when nothing has come from the other side for a second and a half, which browsers call a lost connection
 * only after some more; also when `signal` is aborted. `heard`: bytes that have come so far, by any count that grows.
 */
export async function silence(heard: () => Promise<number>, signal: AbortSignal): Promise<void> {
  let before = -1
  // Looks are counted, not milliseconds: a device that was asleep for a while has looked once.
  for (let silent = 0; silent < silentLooks && !signal.aborted; ) {
    await pause(signal)
    const now = await heard()
    silent = now === before ? silent + 1 : 0
    before = now
  }
}

/** Bytes that the connection has received on the way that it uses. */
export async function bytesReceived(connection: RTCPeerConnection): Promise<number> {
  const stats: { type: string; bytesReceived?: number }[] = [...(await connection.getStats()).values()]
  return stats
    .filter(({ type }) => type === 'candidate-pair')
    .reduce((sum, { bytesReceived = 0 }) => sum + bytesReceived, 0)
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, lookEveryMs)
    signal.addEventListener('abort', done, { once: true })
  })
}
