// Watches the memory of a child process and ends it at its limit. A busy child cannot watch itself.

import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

const watchEveryMs = 25
const pageOctets = 4096

/**
 * Kills `child` when its resident memory exceeds `limitOctets`. Where there is no /proc (macOS, Windows) only the
 * heap limit given to the child holds.
 *
 * @returns whether it was this that ended the child.
 */
export function watchMemory(child: ChildProcess, limitOctets: number): () => boolean {
  let exceeded = false
  if (process.platform !== 'linux') return () => exceeded
  const timer = setInterval(() => {
    if (residentOctets(child.pid) <= limitOctets) return
    exceeded = true
    child.kill('SIGKILL')
  }, watchEveryMs)
  timer.unref()
  child.on('exit', () => clearInterval(timer))
  return () => exceeded
}

/** The second field of /proc/PID/statm: resident pages (proc(5)). */
function residentOctets(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')
    return Number(fields[1] ?? 0) * pageOctets
  } catch {
    return 0
  }
}
