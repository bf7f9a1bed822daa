// Checkpoints: what the log's key signs about the tree. C2SP tlog-checkpoint.

import { fromBase64, toBase64 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'

export interface Checkpoint {
  /** Name of the log, unique in the world: an address without scheme. */
  readonly origin: string
  readonly treeSize: number
  readonly rootHash: Uint8Array
}

/** The text of the note; its UTF-8 octets are signed. */
export function encodeCheckpoint(checkpoint: Checkpoint): string {
  if (checkpoint.origin === '' || /[\n\r]/.test(checkpoint.origin))
    throw new Error('the origin of a log is one line')
  return `${checkpoint.origin}\n${checkpoint.treeSize}\n${toBase64(checkpoint.rootHash)}\n`
}

/** Extension lines after the third are allowed and ignored. @throws ServiceError `INVALID_ARGUMENT`. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n')
  const [origin, size, root] = lines
  if (lines.length < 4 || lines.at(-1) !== '' || origin === undefined || origin === '')
    throw malformed('its lines')
  if (size === undefined || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw malformed('its size')
  const rootHash = root === undefined ? undefined : fromBase64(root)
  if (rootHash === undefined || rootHash.length !== 32) throw malformed('its root hash')
  if (lines.slice(3, -1).includes('')) throw malformed('an empty line')
  return { origin, treeSize: Number(size), rootHash }
}

function malformed(what: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the checkpoint is malformed: ${what}`)
}
