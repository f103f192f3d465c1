import { open, readFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type IndexEntry, indexEntrySchema } from './index-entry.ts'

/** An entry with the offset at which its line ends in the file. */
export type IndexLine = { readonly entry: IndexEntry; readonly end: number }

/** An end line with all that it holds is far smaller, unless the show had a thousand gaps. */
const tailBytes = 64 << 10

/** An index of six hours takes a quarter of a second to parse, in which live streams would stand still. */
const linesPerTurn = 200

export function encodeEntry(entry: IndexEntry): Buffer {
  return Buffer.from(`${JSON.stringify(entry)}\n`)
}

export type Index = {
  /** Up to the first that is not whole: a crash may have left half of one, a power cut zeros. */
  readonly lines: readonly IndexLine[]
  /** The next line is whole, but of another version of this server. */
  readonly foreign: boolean
}

export async function readIndex(path: string): Promise<Index> {
  const bytes = await readFile(path)
  const lines: IndexLine[] = []
  for (let at = 0; ; ) {
    const newline = bytes.indexOf(0x0a, at)
    const entry = newline < 0 ? null : parseEntry(bytes.toString('utf8', at, newline))
    if (entry === null) return { lines, foreign: newline >= 0 }
    at = newline + 1
    lines.push({ entry, end: at })
    if (lines.length % linesPerTurn === 0) await nextTurn()
  }
}

/** The last line, when it is whole and small; reads no more than the end of the file. */
export async function readLastEntry(path: string): Promise<IndexEntry | null> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, tailBytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    if (bytesRead < length || buffer.at(-1) !== 0x0a) return null
    const before = buffer.lastIndexOf(0x0a, length - 2)
    return before < 0 && length < size ? null : parseEntry(buffer.toString('utf8', before + 1, length - 1))
  } finally {
    await handle.close()
  }
}

function parseEntry(line: string): IndexEntry | null {
  try {
    return indexEntrySchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
