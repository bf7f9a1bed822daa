// Where custodians' commands find the keeper: a local socket in the folder of secrets, which its owner alone can enter.

import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '../../bytes.ts'
import type { Random } from '../wrapping.ts'

const form = /^custody(-[0-9a-f]{16})?\.sock$/
/** What every system takes (macOS: 104 with the zero at the end). */
const longestOctets = 100

export interface CustodySocket extends Disposable {
  /** Use it before the end of the scope. */
  readonly path: string
}

/**
 * For the launcher, which has the lock of the directory: what one that was killed has left is removed.
 *
 * The gateway belongs to the same user, and Node's permission model, which keeps it from looking into the folder, does not
 * keep it from connecting to a path that it knows. So nobody knows the name who cannot look.
 *
 * @param secrets the folder of secrets, absolute. @throws Error when its path is too long for this system.
 */
export function newCustodySocket(secrets: string, random: Random): CustodySocket {
  for (const name of namesIn(secrets)) rmSync(join(secrets, name), { force: true })
  // Elsewhere the gateway is not confined (`gateway-permissions.ts`), and paths may be short.
  return placeOf(secrets, process.platform === 'linux' ? `custody-${toHex(random(8))}.sock` : 'custody.sock')
}

/** For commands. @throws Error as `newCustodySocket`, and when the folder may not be looked into. */
export function custodySocket(secrets: string): CustodySocket {
  return placeOf(secrets, namesIn(secrets)[0] ?? 'custody.sock')
}

function namesIn(secrets: string): readonly string[] {
  try {
    return readdirSync(secrets).filter((name) => form.test(name))
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return []
    throw error
  }
}

/** @param name of the socket. Where pipes have names of their own kind, the place alone gives it. */
function placeOf(secrets: string, name: string): CustodySocket {
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
