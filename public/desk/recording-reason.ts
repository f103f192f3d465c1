import type { Say, Words } from '../shared/i18n.ts'

export const recordingReasonWords = {
  full: ['磁盘满了。请清理服务器的磁盘空间。', 'The disk is full. Free some space on the server.'],
  almostFull: [
    '磁盘快满了：要留出 {size} MB（replay.reserveMegabytes）。请清理服务器的磁盘空间，或删除旧回放。',
    'The disk is almost full: {size} MB are kept free (replay.reserveMegabytes). Free some space on the server, or delete old replays.',
  ],
  quota: [
    '回放最多占 {size} GB（replay.maxGigabytes），已经没有更早的回放可删。请调大这个上限。',
    'Replays may take {size} GB (replay.maxGigabytes), and no older one is left to remove. Raise this limit.',
  ],
  slow: [
    '磁盘写入太慢。请关掉服务器上占用磁盘的程序，或换更快的磁盘。',
    'The disk is too slow. Close what else uses it on the server, or use a faster one.',
  ],
  write: [
    '磁盘写不进去（{code}）。请检查服务器的磁盘和数据文件夹的权限。',
    'The disk does not take what is written ({code}). Check the server’s disk and who may write to the data folder.',
  ],
  unreadable: [
    '这一场之前的录像读不出来，已原样保留。请检查服务器的磁盘。',
    'What was recorded of this show before cannot be read; it is left as it is. Check the server’s disk.',
  ],
} as const satisfies Words<string>

/** The server's own words for what it knows how to name (src/media/replay). */
const known: readonly (readonly [RegExp, keyof typeof recordingReasonWords])[] = [
  [/^The disk is full\.$/, 'full'],
  [/^The disk is almost full: (?<size>[\d.]+) MB /, 'almostFull'],
  [/^Replays may take (?<size>[\d.]+) GB/, 'quota'],
  [/^The disk is too slow\.$/, 'slow'],
  [/^The disk does not take what is written \((?<code>.*)\)\.$/, 'write'],
  [/^What was recorded of this show before cannot be read/, 'unreadable'],
]

/** Why a recording stopped and what to do about it; what has no words here is said as it came. */
export function recordingReason(reason: string, say: Say<keyof typeof recordingReasonWords>): string {
  for (const [pattern, name] of known) {
    const match = pattern.exec(reason)
    if (match) return say(name, match.groups ?? {})
  }
  return reason
}
