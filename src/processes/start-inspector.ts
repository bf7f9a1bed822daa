// Starts an inspector, the process that reads strangers' bytes, within its memory limit.

import { spawnConfined } from './confined.ts'
import type { LaunchedProcess, ProcessEnd } from './launcher-link.ts'
import { watchMemory } from './memory-watch.ts'

export interface InspectorLimits {
  /** Resident memory of the whole process. */
  readonly maxOctets: number
  /** JavaScript heap; buffers lie outside it. */
  readonly heapMegabytes: number
}

export const inspectorLimits: InspectorLimits = { maxOctets: 256 << 20, heapMegabytes: 160 }

/** Its own sources and the npm packages that parse. */
const readable = [
  'inspection/',
  'validation/',
  'formats/',
  'crypto/',
  'errors.ts',
  'bytes.ts',
  'clock.ts',
  'frames.ts',
  '../package.json',
  '../node_modules/',
]

/**
 * Starts an inspector as a child of the calling process.
 *
 * @param entry another program than the inspector, for tests of the limits; it may be read as well.
 */
export function startInspector(limits = inspectorLimits, entry = 'inspection/inspector.ts'): LaunchedProcess {
  const { child, socket } = spawnConfined(entry, {
    readable: [...readable, entry],
    flags: [`--max-old-space-size=${limits.heapMegabytes}`],
    // What V8 prints when its heap is full is of no use to anybody, and a stranger could have it printed at will.
    stderr: 'ignore',
  })
  child.stdin?.end()
  const exceeded = watchMemory(child, limits.maxOctets)
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      // V8 aborts when its heap is full.
      if (exceeded() || signal === 'SIGABRT' || code === 134) resolve('memory')
      else if (signal === 'SIGKILL') resolve('killed')
      else resolve(code === 0 ? 'ended' : 'crashed')
    })
    child.once('error', () => resolve('crashed'))
  })
  return { socket, kill: () => child.kill('SIGKILL'), ended }
}
