// The file that holds the PIN of a token: its user's alone, as the root key's is. Launcher only.

import { readFileSync, statSync } from 'node:fs'
import { ServiceError } from '../../errors.ts'
import { type SecretBytes, secretCopy } from '../secret-bytes.ts'

/**
 * @returns the PIN in UTF-8, without the end of its line.
 * @throws ServiceError `INVALID_ARGUMENT` when it cannot be read, can be read by others, or is empty.
 */
export function readPinFile(path: string): SecretBytes {
  const { mode, content } = readWhole(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    content.fill(0)
    throw unusable(`can be read by others (mode ${(mode & 0o777).toString(8)}): set it to 600`, path)
  }
  let end = content.length
  if (content[end - 1] === 0x0a) end--
  if (content[end - 1] === 0x0d) end--
  const pin = secretCopy(content.subarray(0, end))
  content.fill(0)
  if (end === 0) throw unusable('is empty', path)
  return pin
}

function readWhole(path: string): { readonly mode: number; readonly content: Uint8Array } {
  try {
    return { mode: statSync(path).mode, content: readFileSync(path) }
  } catch (cause) {
    throw unusable('cannot be read', path, cause)
  }
}

function unusable(how: string, path: string, cause?: unknown): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `CHANCERY_PKCS11_PIN_FILE ${path} ${how}`, { cause })
}
