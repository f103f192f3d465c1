// bin/bench.ts [names]: figures of speed, as ratios where there is something to compare with.
import { benchBackup } from '../bench/backup.ts'
import { benchCpu } from '../bench/cpu.ts'
import { benchCycles } from '../bench/cycles.ts'
import { say } from '../bench/figures.ts'
import { benchFirstSegment } from '../bench/first-segment.ts'
import { benchLatency } from '../bench/latency.ts'
import { benchMoney } from '../bench/money.ts'
import { benchOrders } from '../bench/orders.ts'
import { benchPin } from '../bench/pin.ts'
import { benchRooms } from '../bench/rooms.ts'
import { benchScale } from '../bench/scale.ts'
import { benchSkew } from '../bench/skew.ts'
import { benchStampede } from '../bench/stampede.ts'
import { benchViewers } from '../bench/viewers.ts'
import { benchWebRtc } from '../bench/webrtc.ts'
import { benchWebRtcViewers } from '../bench/webrtc-viewers.ts'

const all = {
  orders: benchOrders,
  stampede: benchStampede,
  money: benchMoney,
  'first-segment': benchFirstSegment,
  pin: benchPin,
  cpu: benchCpu,
  viewers: benchViewers,
  rooms: benchRooms,
  cycles: benchCycles,
  latency: benchLatency,
  webrtc: benchWebRtc,
  skew: benchSkew,
  'webrtc-viewers': benchWebRtcViewers,
  scale: benchScale,
  backup: benchBackup,
}

const wanted = process.argv.slice(2)
const unknown = wanted.find(name => !Object.hasOwn(all, name))
if (unknown !== undefined) {
  say(`There is no bench '${unknown}'; there are: ${Object.keys(all).join(', ')}`)
  process.exit(64)
}
for (const [name, run] of Object.entries(all)) {
  if (wanted.length === 0 || wanted.includes(name)) await run()
}
