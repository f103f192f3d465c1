import { z } from 'zod'

const port = z.int().min(0).max(65535)
const count = z.int().min(1)
const renditionName = z.stringFormat('rendition', /^[1-9][0-9]{1,3}p$/, {
  error: 'must look like 720p',
})

/** The whole configuration; `config/default.yaml` says what each key means, and in what unit. */
export const configSchema = z.strictObject({
  data: z.string().min(1),
  database: z.strictObject({
    url: z
      .stringFormat('database URL', /^postgres(ql)?:\/\/./, { error: 'must begin with postgresql://' })
      .nullable(),
    connections: z.int().min(2).max(200),
  }),
  media: z.boolean(),
  http: z.strictObject({
    host: z.string(),
    port,
    publicUrl: z.url({ protocol: /^https?$/ }).nullable(),
    trustProxy: z.union([z.boolean(), z.int().min(1).max(5)]),
    tls: z.strictObject({
      port,
      certificate: z.string().min(1).nullable(),
      key: z.string().min(1).nullable(),
    }),
  }),
  rtmp: z.strictObject({
    host: z.string(),
    port,
    loginSeconds: z.number().min(1).max(60),
    maxPending: count,
    maxPendingPerAddress: count,
    idleSeconds: z.number().min(2).max(120),
    maxKbps: count,
  }),
  rtc: z.strictObject({
    port,
    announcedAddress: z.string().min(1).nullable(),
    workers: count.nullable(),
    viewers: z.int().min(0),
    viewersPerWorker: count,
  }),
  ladder: z.strictObject({
    renditions: z.array(renditionName).min(1).max(6),
    maxFramesPerSecond: z.number().min(10).max(60),
    preset: z.enum(['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium']),
    audioKbps: z.int().min(32).max(320),
  }),
  hls: z.strictObject({
    segmentSeconds: z.int().min(1).max(10),
    partSeconds: z.number().min(0.2).max(1),
    playlistSegments: z.int().min(6).max(60),
    lingerSeconds: z.number().min(0).max(3600),
  }),
  live: z.strictObject({
    graceSeconds: z.number().min(0).max(3600),
    stopSeconds: z.number().min(0).max(3600),
  }),
  shows: z.strictObject({ earlyMinutes: z.int().min(0).max(1440) }),
  replay: z.strictObject({
    record: z.boolean(),
    keepDays: z.number().min(0).max(36500),
    maxGigabytes: z.number().min(0),
    reserveMegabytes: z.number().min(16),
  }),
  card: z.strictObject({ framesPerSecond: z.int().min(5).max(60), language: z.enum(['zh', 'en']) }),
  shop: z.strictObject({
    name: z.string().min(1).max(60),
    currency: z.stringFormat('currency', /^[A-Z]{3}$/, { error: 'must be an ISO 4217 code such as CNY' }),
    timeZone: z.string().refine(isTimeZone, { error: 'must be a time zone such as Asia/Shanghai' }),
    pickupHold: z.union([z.literal('closing'), z.int().min(1).max(43200)], {
      error: 'must be "closing" or a number of minutes from 1 to 43200',
    }),
    holdMinimumMinutes: z.int().min(0).max(1440),
    paymentHoldMinutes: z.int().min(1).max(1440),
    visitGraceMinutes: z.int().min(0).max(1440),
    pickupDays: z.int().min(1).max(365),
    maxQuantity: z.int().min(1).max(9999),
    lowStock: z.int().min(0).max(1_000_000),
    struckPrice: z.enum(['lowest-7-days', 'lowest-30-days']),
  }),
  staff: z.strictObject({
    sessionIdleDays: z.number().min(1).max(90),
    sessionDays: z.number().min(1).max(365),
  }),
  limits: z.strictObject({
    loginsPerMinute: count,
    ordersPerMinute: count,
    pickupsPerMinute: count,
    sockets: count,
    socketsPerAddress: count,
    imageMegabytes: z.number().min(1).max(50),
    importMegabytes: z.number().min(1).max(100),
  }),
  log: z.strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']) }),
})

export type Config = z.infer<typeof configSchema>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
