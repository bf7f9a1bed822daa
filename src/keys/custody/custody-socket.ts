// Where custodians' commands find the keeper: a local socket in the folder of secrets, which its owner alone can enter.

import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'

const name = 'custody.sock'
/** What every system takes (macOS: 104 with the zero at the end). */
const longestOctets = 100

export interface CustodySocket extends Disposable {
  /** Use it before the end of the scope. */
  readonly path: string
}

/** @param secrets the folder of secrets, absolute. @throws Error when its path is too long for this system. */
export function custodySocket(secrets: string): CustodySocket {
  const path = join(secrets, name)
  if (process.platform === 'win32') {
    const id = createHash('sha256').update(path).digest('hex').slice(0, 32)
    return { path: `\\\\.\\pipe\\chancery-${id}`, [Symbol.dispose]: () => undefined }
  }
  if (Buffer.byteLength(path) <= longestOctets) return { path, [Symbol.dispose]: () => undefined }
  if (process.platform !== 'linux') throw new Error(`the path of the data directory is too long: ${path}`)
  // The same place under a short name, for as long as the folder is open.
  const folder = openSync(secrets, 'r')
  return { path: `/proc/self/fd/${folder}/${name}`, [Symbol.dispose]: () => closeSync(folder) }
}
