// PGlite that survives power loss. Its own NodeFS never reaches fsync(2), whatever `fsync` is set to: measured, zero calls.

import fs from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { columnParsers } from './column-parsers.ts'

/** Opens the cluster in `directory`, creating it at first use. Every commit reaches the disk before it is confirmed. */
export async function openDurablePglite(directory: string): Promise<PGlite> {
  return await PGlite.create({
    fs: new DurableNodeFS(directory),
    parsers: { ...columnParsers },
    startParams: [
      // -F switches fsync off. The default method, fdatasync, is a stub in the WebAssembly runtime.
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
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
    ...(template === undefined ? {} : { loadDataDir: template }),
  })
}

type InitOptions = Parameters<NodeFS['init']>[1]

class DurableNodeFS extends NodeFS {
  override async init(pglite: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const initialised = await super.init(pglite, options)
    const preRun = initialised.emscriptenOpts.preRun
    if (preRun === undefined) throw new Error('this version of PGlite has no preRun list')
    preRun.push((module) => {
      streamOperations(module).fsync = (stream) => {
        fs.fsyncSync(stream.nfd)
        return 0
      }
    })
    return initialised
  }
}

interface StreamOperations {
  fsync?: (stream: { readonly nfd: number }) => number
}

// NODEFS is the runtime's and has no types; a version that shapes it otherwise must fail here, not lose data later.
function streamOperations(module: object): StreamOperations {
  const nodefs: unknown = Reflect.get(module, 'NODEFS')
  const operations: unknown = isObject(nodefs) ? Reflect.get(nodefs, 'stream_ops') : undefined
  if (!isObject(operations)) throw new Error('this version of PGlite hides its file system')
  return operations
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
