// Scheduled: whether the database still takes what is written, and how full the folders are.

import { ServiceError } from '../errors.ts'
import { setLastRun } from '../registry/scheduled-runs.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

export interface StorageWatch {
  /** Writes a row that says nothing but when. Its outcome is what `requireWritable` tells. */
  probe(): Promise<void>
  /** @throws ServiceError `DATABASE_UNAVAILABLE` when the last attempt failed, or does not come to an end. */
  requireWritable(): void
}

/** An attempt that takes longer is stuck: the storage neither writes nor fails. */
const stuckMs = 10_000

/** @param nowMs of a clock that only goes forward. */
export function watchStorage(deps: Pick<Deps, 'database' | 'clock'>, nowMs: () => number): StorageWatch {
  let begunMs: number | undefined
  let failed = false
  return {
    async probe() {
      begunMs = nowMs()
      try {
        await asService(deps, (tx) => setLastRun(tx, 'storage probe', deps.clock.now()))
        failed = false
      } catch (error) {
        failed = true
        throw error
      } finally {
        begunMs = undefined
      }
    },
    requireWritable() {
      if (begunMs !== undefined && nowMs() - begunMs > stuckMs)
        throw new ServiceError(
          'DATABASE_UNAVAILABLE',
          'the database neither writes nor fails: its storage is stuck',
        )
      if (failed)
        throw new ServiceError('DATABASE_UNAVAILABLE', 'the database cannot write: its storage may be full')
    },
  }
}
