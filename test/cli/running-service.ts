// A whole service of its own for a test: launcher, gateway and signer, as `npm start` runs them.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabaseOnServer } from '../fixtures/database.ts'

export interface RunningService {
  readonly url: string
  readonly folder: string
  /** What the command needs to find it. */
  readonly env: { readonly CHANCERY_URL: string; readonly CHANCERY_DATA_DIR: string }
  stop(): Promise<number | null>
}

/**
 * On the engine that the tests run on.
 *
 * @param settings beside port, data directory, database and log level.
 */
export async function runningService(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-service-'))
  const dataDirectory = join(folder, 'data')
  const database = await testDatabaseOnServer()
  const start = (...options: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['src/main.ts', ...options], {
      env: {
        PATH: process.env['PATH'],
        CHANCERY_PORT: '0',
        CHANCERY_DATA_DIR: dataDirectory,
        CHANCERY_LOG_LEVEL: 'error',
        ...(database === undefined ? {} : { CHANCERY_DATABASE_URL: database.address.url }),
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  if (database !== undefined) await founded(start('--init-practice'))
  const child = start()
  const url = await readyAt(child)
  return {
    url,
    folder,
    env: { CHANCERY_URL: url, CHANCERY_DATA_DIR: dataDirectory },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const [status] = await ended
      await database?.drop()
      await rm(folder, { recursive: true, force: true })
      return typeof status === 'number' ? status : null
    },
  }
}

/** PostgreSQL is founded by whoever asks for it, never by a start. */
async function founded(child: ChildProcess): Promise<void> {
  child.stdout?.resume()
  const [status] = await once(child, 'exit')
  if (status !== 0) throw new Error(`the practice office was not founded: status ${status}`)
}

async function readyAt(child: ChildProcess): Promise<string> {
  let printed = ''
  for await (const piece of child.stdout ?? []) {
    printed += String(piece)
    const url = /ready at (https?:\S+)/.exec(printed)?.[1]
    if (url !== undefined) {
      child.stdout?.resume()
      return url
    }
  }
  throw new Error(`the service did not start: ${printed}`)
}
