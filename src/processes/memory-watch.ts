// Watches the memory of a child process and ends it at its limit. A busy child cannot watch itself.

import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readSync } from 'node:fs'

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
  const statm = process.platform === 'linux' ? openStatm(child.pid) : undefined
  if (statm === undefined) return () => exceeded
  const timer = setInterval(() => {
    if (residentOctets(statm) <= limitOctets) return
    exceeded = true
    child.kill('SIGKILL')
  }, watchEveryMs)
  timer.unref()
  child.on('exit', () => {
    clearInterval(timer)
    closeSync(statm)
  })
  return () => exceeded
}

/** Kept open: opening it forty times a second costs more than reading it. */
function openStatm(pid: number | undefined): number | undefined {
  try {
    return openSync(`/proc/${pid}/statm`, 'r')
  } catch {
    return undefined
  }
}

const text = Buffer.alloc(128)

/** The second field of /proc/PID/statm: resident pages (proc(5)). */
function residentOctets(statm: number): number {
  try {
    const fields = text.toString('latin1', 0, readSync(statm, text, 0, text.length, 0)).split(' ')
    return Number(fields[1] ?? 0) * pageOctets
  } catch {
    // It has ended, and `exit` comes.
    return 0
  }
}
