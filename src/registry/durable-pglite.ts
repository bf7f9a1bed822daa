// PGlite that survives power loss. Its own NodeFS never reaches fsync(2), whatever `fsync` is set to: measured, zero calls.

import fs from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { columnParsers } from './column-parsers.ts'

/**
 * Opens the cluster in `directory`, creating it at first use. Every commit reaches the disk before it is confirmed.
 * A cluster that was not finished, because the process ended in the middle, is made anew.
 */
export async function openDurablePglite(directory: string): Promise<PGlite> {
  if (!fs.existsSync(directory)) await createCluster(directory)
  return await openCluster(directory)
}

// initdb syncs nothing and marks the folder as a cluster before it has filled it, so it works in a folder of another
// name, which gets the right one when all of it is on the disk.
async function createCluster(directory: string): Promise<void> {
  const unfinished = `${directory}.new`
  fs.rmSync(unfinished, { recursive: true, force: true })
  const cluster = await openCluster(unfinished)
  await cluster.close()
  await syncTree(unfinished)
  fs.renameSync(unfinished, directory)
  await syncPath(dirname(directory))
}

async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true })
  for (let i = 0; i < entries.length; i += 64) {
    await Promise.all(entries.slice(i, i + 64).map((entry) => syncPath(join(folder, entry))))
  }
  await syncPath(folder)
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function openCluster(directory: string): Promise<PGlite> {
  return await PGlite.create({
    fs: new DurableNodeFS(directory),
    parsers: { ...columnParsers },
    startParams: [
      // -F switches fsync off. The default method, fdatasync, is a stub in the WebAssembly runtime.
      ...startParams.filter((parameter) => parameter !== '-F'),
      '-c',
      'fsync=on',
      '-c',
      'wal_sync_method=fsync',
    ],
  })
}

/** A cluster in memory, for tests: gone with the process. */
export async function openMemoryPglite(template?: Blob): Promise<PGlite> {
  return await PGlite.create({
    parsers: { ...columnParsers },
    startParams: [...startParams],
    ...(template === undefined ? {} : { loadDataDir: template }),
  })
}

/**
 * PostgreSQL's own 128 MiB of buffers and a hundred connections are set up page by page at every start: measured, a
 * fifth of it. What does not fit lies in the page cache of the system, and there is one connection.
 */
const startParams = [
  ...PGlite.defaultStartParams,
  '-c',
  'shared_buffers=16MB',
  '-c',
  'max_connections=4',
] as const

type InitOptions = Parameters<NodeFS['init']>[1]

class DurableNodeFS extends NodeFS {
  override async init(pglite: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const initialised = await super.init(pglite, options)
    const preRun = initialised.emscriptenOpts.preRun
    if (preRun === undefined) throw new Error('this version of PGlite has no preRun list')
    preRun.push((module) => {
      const operations = streamOperations(module)
      operations.fsync = (stream) => {
        try {
          fs.fsyncSync(stream.nfd)
        } catch (error) {
          endLikePostgres(error)
        }
        return 0
      }
      const { write } = operations
      operations.write = (stream, ...rest) => {
        try {
          return write(stream, ...rest)
        } catch (error) {
          // A full disk, as a rule. Of other files PostgreSQL tells the client; of its log it panics, and the panic of
          // the WebAssembly build never comes to an end.
          if (stream.path?.includes('/pg_wal/') === true) endLikePostgres(error)
          throw error
        }
      }
    })
    return initialised
  }
}

// The kernel forgets what it could not write, and a second fsync succeeds: PostgreSQL ends in panic, and recovers from its
// log at the next start (its setting data_sync_retry). A process that went on would confirm what is not there.
function endLikePostgres(cause: unknown): never {
  const told = cause instanceof Error ? cause.message : ''
  const reason = told === '' ? `error ${errnoOf(cause)} of its file system` : told
  process.stderr.write(`chancery: ended, since the database could not be brought to the disk: ${reason}\n`)
  process.exit(ownFault)
}

// The runtime's own errors have a number alone.
function errnoOf(error: unknown): string {
  return isObject(error) && 'errno' in error ? String(error.errno) : 'unknown'
}

/** Exit status of the contract. */
const ownFault = 70

interface StreamOperations {
  fsync?: (stream: OpenStream) => number
  write: (stream: OpenStream, ...rest: readonly unknown[]) => number
}

interface OpenStream {
  readonly nfd: number
  readonly path?: string
}

// NODEFS is the runtime's and has no types; a version that shapes it otherwise must fail here, not lose data later.
function streamOperations(module: object): StreamOperations {
  const nodefs: unknown = Reflect.get(module, 'NODEFS')
  const operations: unknown = isObject(nodefs) ? Reflect.get(nodefs, 'stream_ops') : undefined
  if (!isObject(operations) || !areStreamOperations(operations))
    throw new Error('this version of PGlite hides its file system')
  return operations
}

function areStreamOperations(operations: object): operations is StreamOperations {
  return 'write' in operations && typeof operations.write === 'function'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
