// One process per data directory: PGlite itself lets two processes destroy each other's work.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ServiceError } from '../errors.ts'

export interface DirectoryLock {
  release(): void
}

/**
 * Takes the lock of `directory`, making the directory (0700) if it is missing. SQLite's file lock serves because
 * the kernel frees it when the process ends, however it ends.
 *
 * @throws ServiceError `CONFLICT` when another process, or this one, has it already.
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(join(directory, 'lock.sqlite'), { timeout: 0 })
  try {
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (error instanceof Error && Reflect.get(error, 'errcode') === 5) {
      throw new ServiceError(
        'CONFLICT',
        `the data directory ${directory} is in use by another Chancery process; only one may open it at a time`,
        { cause: error },
      )
    }
    throw error
  }
  return { release: () => file.close() }
}
