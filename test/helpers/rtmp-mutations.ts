import { encode, type RawMessage } from './rtmp-client.ts'

/** Whole numbers from 0 up to, not including, `below`; the same ones for the same seed (mulberry32). */
export type Random = (below: number) => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random(items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

function flip(random: Random, bytes: Buffer, within = bytes.length): Buffer {
  const copy = Buffer.from(bytes)
  for (let left = 1 + random(4); left > 0 && within > 0; left -= 1) {
    const at = random(within)
    copy[at] = (copy[at] ?? 0) ^ (1 + random(255))
  }
  return copy
}

type Mutation = (random: Random, message: RawMessage, other: RawMessage) => Buffer

const timestamps = [0, 1, 0xfffffe, 0xffffff, 0x1000000, 0x7fffffff, 0x80000000, 0xffffffff]
const lengths = [0, 1, 4, 5, 127, 129, 0xffff, 0xffffff]

/** Weighted by repetition: what leaves the connection alive goes deeper than what ends it. */
const mutations: readonly Mutation[] = [
  (random, message) => encode({ ...message, payload: flip(random, message.payload) }),
  (random, message) => encode({ ...message, payload: flip(random, message.payload) }),
  (random, message) =>
    encode({ ...message, payload: flip(random, message.payload, Math.min(16, message.payload.length)) }),
  (random, message) =>
    encode({ ...message, payload: flip(random, message.payload, Math.min(16, message.payload.length)) }),
  (random, message) =>
    encode({ ...message, payload: message.payload.subarray(0, random(message.payload.length + 1)) }),
  (random, message) => encode({ ...message, timestamp: pick(random, timestamps) }),
  (random, message) => encode({ ...message, timestamp: random(2 ** 32) }),
  (random, message) => encode({ ...message, type: random(25) }),
  (random, message) => encode({ ...message, streamId: random(2 ** 32) }),
  (random, message) => encode({ ...message, chunkStream: 2 + random(70) }),
  (random, message) => encode({ ...message, chunkStream: 2 + random(65_000) }),
  (random, message, other) => {
    const cut = random(message.payload.length + 1)
    const payload = Buffer.concat([message.payload.subarray(0, cut), other.payload.subarray(cut)])
    return encode({ ...message, payload })
  },
  (random, message) => encode({ ...message, declared: pick(random, lengths) }),
  (random, message) => encode({ ...message, declared: random(2 ** 24) }),
  (random, message) => encode(message, 1 + random(300)),
  (random, message) => flip(random, encode(message)),
  (random, message) => flip(random, encode(message), 12),
  (random, message) => {
    const bytes = encode(message)
    return bytes.subarray(0, random(bytes.length))
  },
]

export function mutate(random: Random, messages: readonly RawMessage[]): Buffer {
  return pick(random, mutations)(random, pick(random, messages), pick(random, messages))
}
