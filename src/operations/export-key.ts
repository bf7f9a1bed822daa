// `exportKey`: a key that was made to be exported, wrapped for whoever holds the private half of a given key.

import { hash } from 'node:crypto'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { activeKey } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { asCaller } from './as-caller.ts'
import { noSuchKey } from './change-key.ts'
import type { Deps } from './deps.ts'
import { parseKeyName } from './names.ts'
import { providerNamed } from './providers.ts'
import { reachUnit } from './reach-unit.ts'
import { record } from './record.ts'

export interface ExportKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  /** DER of SubjectPublicKeyInfo of an RSA key of 2048 bits or more. */
  readonly recipient: Uint8Array
}

export interface ExportedKey {
  readonly version: number
  /** RSAES-OAEP (SHA-256) of an AES-256 key, then AES-KWP of DER of PKCS#8 or of the secret key. */
  readonly material: Uint8Array
}

/**
 * Gives the active version away. The entry, which names the recipient by the digest of its key, is durable before
 * anything leaves.
 *
 * @throws ServiceError `NOT_PERMITTED` when the key was not made to be exported, `INVALID_ARGUMENT` for another
 *   recipient, `NOT_FOUND`, `KEY_NOT_ACTIVE`.
 */
export async function exportKey(deps: Deps, call: Call, input: ExportKeyInput): Promise<ExportedKey> {
  const { unitPath, name } = parseKeyName(input.name)
  await reachUnit(deps, call, 'manage-keys', unitPath)
  await deps.logGuard.requireWhole()
  const key = await asCaller(
    deps,
    call,
    async (tx, scope) => {
      const found = await findKey(tx, scope, unitPath, name)
      if (found === undefined) throw noSuchKey(input.name)
      return activeKey(tx, scope, found.id)
    },
    'manage-keys',
  )
  const { unitId, keyId, version, attributes } = key.identity
  if (!attributes.includes('exportable'))
    throw new ServiceError('NOT_PERMITTED', 'the key was not made to be exported (attribute exportable)')
  const material = await providerNamed(deps, key.identity.provider).exportKey(key, input.recipient)
  await record(deps, call, {
    operation: 'exportKey',
    unitId,
    keyId,
    keyVersion: version,
    details: { recipientSha256: hash('sha256', input.recipient, 'hex') },
  })
  return { version, material }
}
