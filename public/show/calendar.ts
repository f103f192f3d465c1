type Entry = {
  readonly id: string
  readonly title: string
  /** RFC 3339. */
  readonly startsAt: string
  readonly url: string
}

/** Bytes in a line of RFC 5545 (3.1), without its end. */
const lineBytes = 75

/** A show as a calendar's entry (RFC 5545), an hour long, with a reminder ten minutes before. */
export function calendarText({ id, title, startsAt, url }: Entry, now: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Stallcast//Show//EN',
    'BEGIN:VEVENT',
    `UID:${id}@stallcast`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(Date.parse(startsAt))}`,
    'DURATION:PT1H',
    `SUMMARY:${escaped(title)}`,
    `URL:${url}`,
    `DESCRIPTION:${escaped(url)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT10M',
    `DESCRIPTION:${escaped(title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

function utc(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n|\r/g, '\\n')
}

/** Breaks between characters, never inside one. */
function folded(line: string): string {
  const bytes = new TextEncoder()
  let text = ''
  let length = 0
  for (const character of line) {
    const size = bytes.encode(character).length
    if (length + size > lineBytes) {
      text += '\r\n '
      length = 1
    }
    text += character
    length += size
  }
  return text
}
