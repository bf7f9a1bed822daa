// What processes cost: CPU time and resident memory out of /proc (proc(5)), by role of the process.

import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's clock a second; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

export interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  readonly commandLine: string
  /** User and system time of all its threads since it started, and of its children that ended. */
  readonly cpuSeconds: number
  /** Resident memory at its highest. */
  readonly peakOctets: number
}

/** The process `root` and everything below it. */
export function processTree(root: number): readonly ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
  const found = new Set([root])
  // Children may stand before their parents in the list.
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  // Of the many others no more is read: whoever looks shares the machine with what is measured.
  return all.filter(({ pid }) => found.has(pid)).flatMap((stat) => readProcess(stat) ?? [])
}

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly cpuSeconds: number
}

function readStat(pid: number): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold anything, brackets included.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // User and system time, its own and that of children that ended: PostgreSQL's come and go.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return { pid, parent: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond }
  } catch {
    return undefined
  }
}

function readProcess({ pid, parent, cpuSeconds }: Stat): ProcessFacts | undefined {
  try {
    return {
      pid,
      parent,
      commandLine: readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' '),
      cpuSeconds,
      peakOctets:
        1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0),
    }
  } catch {
    return undefined
  }
}
