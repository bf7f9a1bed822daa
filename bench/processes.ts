// What processes cost: CPU time and resident memory out of /proc (proc(5)), by role of the process.

import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's clock a second; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

export interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  readonly commandLine: string
  /** User and system time of all its threads since it started. */
  readonly cpuSeconds: number
  /** Resident memory at its highest. */
  readonly peakOctets: number
}

/** The process `root` and everything below it. */
export function processTree(root: number): readonly ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
  const found = new Set([root])
  // Children may stand before their parents in the list.
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return all.filter(({ pid }) => found.has(pid))
}

function readProcess(pid: number): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold anything, brackets included.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return {
      pid,
      parent: Number(fields[1]),
      commandLine: readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' '),
      cpuSeconds: ticks / ticksPerSecond,
      peakOctets:
        1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0),
    }
  } catch {
    return undefined
  }
}
