// A pool of inspectors: one job each at a time, bounded waiting, budgets of time; whoever exceeds one is ended and replaced.

import type { Duplex } from 'node:stream'
import { ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import type { TrustMaterial } from '../validation/input.ts'
import { type InspectorConnection, JobInterrupted, openInspector } from './inspector-connection.ts'
import { type JobHeader, type Message, restingOctets } from './protocol.ts'

/** An inspector that was started: by the launcher for the gateway, or directly. */
export interface InspectorProcess {
  readonly socket: Duplex
  kill(): void
  /** `memory`: ended for taking more than it may. */
  readonly ended: Promise<'ended' | 'crashed' | 'killed' | 'memory'>
}

export interface InspectionBudget {
  readonly inspectors: number
  /** Jobs that may wait for an inspector. */
  readonly maxWaiting: number
  /** For a document of up to 1 MiB, contents included, from the first octet sent to the answer; see deadline.ts. */
  readonly smallMs: number
  /** For a larger one. */
  readonly largeMs: number
  /** Added for each further 64 MiB: its octets have to be read and digested. */
  readonly per64MiBMs: number
}

export const inspectionBudget: InspectionBudget = {
  inspectors: 2,
  maxWaiting: 256,
  smallMs: 5_000,
  largeMs: 10_000,
  per64MiBMs: 2_000,
}

export interface Job {
  readonly header: JobWithoutSources
  readonly sources: readonly ByteSource[]
  readonly trust?: TrustMaterial
}

type WithoutSources<T> = T extends unknown ? Omit<T, 'sources' | 'trustId'> : never
export type JobWithoutSources = WithoutSources<JobHeader>

export interface InspectionLoad {
  readonly running: number
  /** Of `maxWaiting`. */
  readonly waiting: number
}

export interface InspectorPool {
  run(job: Job): Promise<Message>
  load(): InspectionLoad
  close(): Promise<void>
}

interface Waiting {
  readonly job: Job
  attempts: number
  readonly result: PromiseWithResolvers<Message>
}

const maxAttempts = 2
const restartAfterMs = 250
const smallOctets = 1 << 20

export function inspectorPool(
  start: () => Promise<InspectorProcess>,
  budget: InspectionBudget,
): InspectorPool {
  const waiting: Waiting[] = []
  const idle: InspectorConnection[] = []
  const all = new Set<InspectorConnection>()
  let starting = 0
  let closed = false

  const next = (): void => {
    while (waiting.length > 0) {
      const inspector = idle.pop()
      if (inspector === undefined) break
      const entry = waiting.shift()
      if (entry !== undefined) void work(inspector, entry)
    }
    const wanted = Math.min(budget.inspectors, all.size - idle.length + Math.max(1, waiting.length))
    while (!closed && all.size + starting < wanted) void startOne()
  }

  const startOne = async (): Promise<void> => {
    starting++
    try {
      const inspector = await openInspector(await start())
      starting--
      if (closed) {
        inspector.kill()
        return
      }
      all.add(inspector)
      idle.push(inspector)
      void inspector.gone.then(() => {
        all.delete(inspector)
        const place = idle.indexOf(inspector)
        if (place >= 0) idle.splice(place, 1)
        next()
      })
    } catch {
      // The launcher paces and reports; jobs wait.
      await new Promise((resolve) => setTimeout(resolve, restartAfterMs))
      starting--
    }
    next()
  }

  const work = async (inspector: InspectorConnection, entry: Waiting): Promise<void> => {
    const limitMs = timeLimit(entry.job, budget)
    try {
      const message = await inspector.run(entry.job, limitMs)
      entry.result.resolve(message)
    } catch (error) {
      entry.attempts++
      if (!(error instanceof JobInterrupted)) {
        entry.result.reject(error)
      } else if (error.end === 'time' || error.end === 'memory') {
        entry.result.reject(exceeded(error.end, limitMs))
      } else if (entry.attempts < maxAttempts && !closed) {
        // Perhaps somebody else ended it. A document that ends two of them has done it itself.
        waiting.unshift(entry)
      } else {
        entry.result.reject(
          new ServiceError(
            'UNSUPPORTED_FORMAT',
            'the document cannot be read: its reader ended without an answer',
          ),
        )
      }
    }
    if (inspector.usable && inspector.residentOctets <= restingOctets && !closed) idle.push(inspector)
    else inspector.kill()
    next()
  }

  next()
  return {
    run: (job) => {
      if (closed) return Promise.reject(new ServiceError('SHUTTING_DOWN', 'the inspectors were closed'))
      if (waiting.length >= budget.maxWaiting) {
        return Promise.reject(new ServiceError('BUSY', `${waiting.length} documents wait for an inspector`))
      }
      const entry: Waiting = { job, attempts: 0, result: Promise.withResolvers() }
      waiting.push(entry)
      next()
      return entry.result.promise
    },
    load: () => ({ running: all.size - idle.length, waiting: waiting.length }),
    close: async () => {
      closed = true
      for (const { result } of waiting.splice(0)) {
        result.reject(new ServiceError('SHUTTING_DOWN', 'the inspectors were closed'))
      }
      const gone = [...all].map((inspector) => inspector.gone)
      for (const inspector of all) inspector.kill()
      await Promise.all(gone)
    },
  }
}

function timeLimit({ sources }: Job, budget: InspectionBudget): number {
  const octets = sources.reduce((sum, source) => sum + source.size, 0)
  if (octets <= smallOctets) return budget.smallMs
  return budget.largeMs + Math.floor(octets / (64 << 20)) * budget.per64MiBMs
}

function exceeded(what: 'time' | 'memory', limitMs: number): ServiceError {
  const limit = what === 'time' ? `longer than ${limitMs / 1000} s` : 'more memory than an inspector may have'
  return new ServiceError('LIMIT_EXCEEDED', `the document takes ${limit} to read`)
}
