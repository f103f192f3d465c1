// bin/check-hls.ts <url> [--seconds N] [--json] [--low-latency | --plain] [--insecure]: walks a live stream or a
// recording and judges it by draft-pantos-hls-rfc8216bis. Exit code 1: a MUST has failed; 2: nothing to check.
import { parseArgs } from 'node:util'
import { checkHls } from '../test/helpers/hls-check/check-hls.ts'
import { describe } from '../test/helpers/hls-check/report.ts'
import { NothingToCheck } from '../test/helpers/hls-check/walk-presentation.ts'

const usage = 'usage: check-hls <url> [--seconds N] [--json] [--low-latency | --plain] [--insecure]\n'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const asked = readArguments()
if (asked === null) {
  process.stderr.write(usage)
  process.exitCode = 64
} else {
  try {
    const report = await checkHls(asked.url, { ...asked, signal: stop.signal })
    process.stdout.write(asked.json ? `${JSON.stringify(report, null, 2)}\n` : describe(report))
    if (report.failures.some(({ level }) => level === 'MUST')) process.exitCode = 1
  } catch (error) {
    if (!(error instanceof NothingToCheck)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        json: { type: 'boolean', default: false },
        'low-latency': { type: 'boolean', default: false },
        plain: { type: 'boolean', default: false },
        insecure: { type: 'boolean', default: false },
      },
    })
    const [url, ...more] = positionals
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds)
    const badSeconds = seconds !== undefined && !(seconds > 0)
    if (url === undefined || more.length > 0 || !URL.canParse(url) || badSeconds) return null
    const lowLatency = values['low-latency'] ? true : values.plain ? false : undefined
    return {
      url,
      json: values.json,
      insecure: values.insecure,
      expect: lowLatency === undefined ? {} : { lowLatency },
      ...(seconds !== undefined && { seconds }),
    }
  } catch {
    return null
  }
}
