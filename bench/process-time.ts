import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second, as Linux reports times in /proc (USER_HZ is 100 on every machine that Node runs on). */
const ticks = 100

/** CPU seconds that a process and all its living descendants have used so far; `only`: of those with such a name. */
export function treeSeconds(pid: number, only = /^/): number {
  const children = new Map<number, number[]>()
  const used = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = readStat(name)
    if (stat === null) continue
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)])
    if (only.test(stat.name)) used.set(Number(name), stat.seconds)
  }
  const sum = (of: number): number =>
    (used.get(of) ?? 0) + (children.get(of) ?? []).reduce((total, child) => total + sum(child), 0)
  return sum(pid)
}

/** Of the one process, without its children. */
export function ownSeconds(pid: number): number {
  return readStat(String(pid))?.seconds ?? 0
}

/** Bytes of memory that a process holds, as the kernel counts them. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}

/** `name`: the first 15 characters of the program's. */
function readStat(pid: string): { name: string; parent: number; seconds: number } | null {
  try {
    const [, name = '', rest = ''] =
      /^\d+ \((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const fields = rest.split(' ')
    return { name, parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticks }
  } catch {
    // It has ended since the folder was read.
    return null
  }
}
