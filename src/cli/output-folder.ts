// A folder for what a ceremony hands out: its owner's alone; what is written is whole and durable.

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommandError, exitStatus } from './exit-status.ts'

export interface OutputFolder {
  readonly path: string
  /** Mode 0600. @throws CommandError when there is such a file: nothing is replaced. */
  write(name: string, text: string): void
  /** As `write`, over what is there. */
  replace(name: string, text: string): void
  /** Takes back what was written, and the folder if this made it. */
  remove(): void
}

/** @throws CommandError 64 when the folder holds anything that a ceremony would not have left there. */
export function outputFolder(path: string): OutputFolder {
  const folder = resolve(path)
  const isNew = !existsSync(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const strangers = readdirSync(folder).filter(
    (name) => !/^(share-\d+\.(txt|json)|officer-\d+\.token|transcript\.txt)$/.test(name),
  )
  if (strangers.length > 0) {
    throw new CommandError(exitStatus.usage, `${path} is not empty: name a new folder`)
  }
  const written: string[] = []
  const write = (name: string, text: string): void => {
    const file = openNew(join(folder, name))
    written.push(name)
    writeSync(file, text)
    fsyncSync(file)
    closeSync(file)
  }
  return {
    path: folder,
    write,
    replace: (name, text) => {
      rmSync(join(folder, name), { force: true })
      write(name, text)
    },
    remove: () => {
      for (const name of written) rmSync(join(folder, name), { force: true })
      if (isNew && readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
    },
  }
}

/** A folder of its own for a rehearsal, and the settings that keep it from touching anything else. */
export function rehearsal(): {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
  remove(): void
} {
  const path = mkdtempSync(join(tmpdir(), 'chancery-rehearsal-'))
  return {
    path,
    env: {
      CHANCERY_DATA_DIR: join(path, 'data'),
      CHANCERY_DATABASE_URL: '',
      CHANCERY_MIGRATE_DATABASE_URL: '',
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') {
      throw new CommandError(exitStatus.usage, `${path} is there already; nothing is replaced`, {
        cause: error,
      })
    }
    throw error
  }
}
