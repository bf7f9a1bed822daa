// Starts an inspector, the process that reads strangers' bytes, within its memory limit.

import { type ConfinedProcess, type Confinement, spawnConfined } from './confined.ts'
import { watchMemory } from './memory-watch.ts'

export interface InspectorLimits {
  /** Resident memory of the whole process. */
  readonly maxOctets: number
  /** JavaScript heap; buffers lie outside it. */
  readonly heapMegabytes: number
}

export const inspectorLimits: InspectorLimits = { maxOctets: 256 << 20, heapMegabytes: 160 }

/** Its own sources and the npm packages that parse. What V8 prints when it runs out of memory is of no use to anybody. */
export const inspectorConfinement = (limits: InspectorLimits): Confinement => ({
  readable: [
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
  ],
  flags: [`--max-old-space-size=${limits.heapMegabytes}`],
  stderr: 'ignore',
})

/** Exit status of V8 when the heap is full: abort. */
const abortSignal = 'SIGABRT'

export interface SpawnedInspector extends ConfinedProcess {
  /** Whether it ended for want of memory. Ask after its exit. */
  outOfMemory(): boolean
}

/** @param entry another program than the inspector, for tests of the limits. */
export function spawnInspector(
  limits = inspectorLimits,
  entry = 'inspection/inspector.ts',
): SpawnedInspector {
  const inspector = spawnConfined(entry, inspectorConfinement(limits))
  inspector.child.stdin?.end()
  const exceeded = watchMemory(inspector.child, limits.maxOctets)
  return { ...inspector, outOfMemory: () => exceeded() || inspector.child.signalCode === abortSignal }
}
