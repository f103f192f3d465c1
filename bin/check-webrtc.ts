// bin/check-webrtc.ts whip|whep <url> [--token T] [--json]: walks through a session of any WHIP or WHEP server and
// judges it by RFC 9725 or draft-ietf-wish-whep. Exit code 1: a MUST has failed; 2: nothing to check.
import { parseArgs } from 'node:util'
import { checkWebrtc } from '../test/helpers/webrtc-check/check-webrtc.ts'
import { describe } from '../test/helpers/webrtc-check/report.ts'
import { NothingToCheck } from '../test/helpers/webrtc-check/walk.ts'

const usage = 'usage: check-webrtc whip|whep <url> [--token T] [--json]\n'

const asked = readArguments()
if (asked === null) {
  process.stderr.write(usage)
  process.exitCode = 64
} else {
  try {
    const report = await checkWebrtc(asked)
    process.stdout.write(asked.json ? `${JSON.stringify(report, null, 2)}\n` : describe(report))
    if (report.findings.some(({ level, result }) => level === 'MUST' && result === 'fail'))
      process.exitCode = 1
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
      options: { token: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [protocol, url, ...more] = positionals
    if (protocol !== 'whip' && protocol !== 'whep') return null
    if (url === undefined || more.length > 0 || !URL.canParse(url)) return null
    return { protocol, url, token: values.token ?? null, json: values.json } as const
  } catch {
    return null
  }
}
