import { parse, type Session, write } from 'sdp-transform'
import { AppError } from '../../errors.ts'

export type { Candidate, Section, Session, Shared } from 'sdp-transform'

export const sdpType = 'application/sdp'

/** The largest body that is read. Chromium offers about 8 kB. */
export const maxSdpBytes = 64 * 1024

const limits = { lines: 2000, lineLength: 2048, sections: 16 }

/** 400: the text is not what RFC 8866 says. */
export const malformed = (message: string): AppError => new AppError(400, 'malformed-sdp', message)

/** 422: it is SDP, but no session can be made of it. */
export const unusable = (message: string): AppError => new AppError(422, 'unusable-sdp', message)

/** @throws AppError (400), naming the line. */
export function readSdp(body: Buffer): Session {
  const lines = readLines(body, /^[a-z]=/)
  if (lines[0] !== 'v=0') throw malformed("line 1: SDP begins with 'v=0'")
  for (const type of ['o', 's', 't']) {
    if (!lines.some(line => line.startsWith(`${type}=`))) throw malformed(`the line '${type}=' is missing`)
  }
  return parse(lines.join('\r\n'))
}

/** A part of SDP as in RFC 8840, section 9. @throws AppError (400), naming the line. */
export function readFragment(body: Buffer): Session {
  return parse(readLines(body, /^[am]=/).join('\r\n'))
}

export const writeSdp = (session: Session): string => write(session)

function readLines(body: Buffer, allowed: RegExp): string[] {
  const lines = body.toString('utf8').split(/\r\n|\n|\r/)
  while (lines.at(-1) === '') lines.pop()
  if (lines.length === 0) throw malformed('there is no SDP in the body')
  if (lines.length > limits.lines) throw malformed(`SDP of more than ${limits.lines} lines is not read`)
  let sections = 0
  for (const [index, line] of lines.entries()) {
    const fail = (why: string) => malformed(`line ${index + 1} ('${line.slice(0, 40)}'): ${why}`)
    if (line.length > limits.lineLength) throw fail(`is longer than ${limits.lineLength} characters`)
    if (!allowed.test(line)) throw fail('is no line of SDP')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    if (/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/.test(line)) throw fail('has characters that are no text')
    if (line.startsWith('m=')) {
      sections++
      if (!/^m=\w+ \d{1,5} [\w/]+( \S.*)?$/.test(line)) throw fail('is no m-line')
    }
  }
  if (sections > limits.sections) throw malformed(`SDP of more than ${limits.sections} m-lines is not read`)
  return lines
}
