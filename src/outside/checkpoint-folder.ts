// A folder that keeps the newest checkpoint of the audit log outside the database: what no restored database can undo.

import { access, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../errors.ts'
import { replaceFile } from './trust-folder.ts'

export interface CheckpointFolder {
  readonly path: string
  /**
   * The signed note that was kept last; undefined before the first.
   *
   * @throws ServiceError `NOT_FOUND` without the folder: one that is not mounted is not empty.
   */
  read(): Promise<string | undefined>
  keep(note: string): Promise<void>
  /** Takes the kept one aside, under a name that tells its size: it stays as evidence. */
  setAside(treeSize: number): Promise<void>
}

export function checkpointFolder(path: string): CheckpointFolder {
  const file = join(path, 'checkpoint')
  return {
    path,
    read: async () => {
      try {
        await access(path)
      } catch (cause) {
        throw new ServiceError('NOT_FOUND', `the folder ${path}, which keeps checkpoints, is not there`, {
          cause,
        })
      }
      return readFile(file, 'utf8').catch(absent)
    },
    keep: (note) => replaceFile(file, note),
    setAside: async (treeSize) => {
      await rename(file, join(path, `lost-${treeSize}.checkpoint`)).catch(absent)
    },
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined
  throw error
}
