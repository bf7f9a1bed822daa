// `exportKey`: a key that was made to be exported, wrapped for whoever holds the private half of a given key.

import { hash } from 'node:crypto'
import { z } from 'zod'
import { toBase64 } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { KeyIdentity } from '../keys/handle.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { activeKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller } from './as-caller.ts'
import { noSuchKey } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently } from './idempotently.ts'
import { parseKeyName } from './names.ts'
import { octetsInJson } from './octets-in-json.ts'
import { type ActDefinition, identifier, keyName, nameOfKey } from './proposable-act.ts'
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
 *   recipient, `NOT_FOUND`, `KEY_NOT_ACTIVE`; `APPROVAL_REQUIRED`, `APPROVAL_INVALID`.
 */
export async function exportKey(deps: Deps, call: Call, input: ExportKeyInput): Promise<ExportedKey> {
  const { unitPath, name } = parseKeyName(input.name)
  const path = await reachUnit(deps, call, 'manage-keys', unitPath)
  const { needed } = await demandOf(deps, 'exportKey', [path])
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
  const { unitId, keyId, version } = key.identity
  requireExportable(key.identity)
  requireApproval(call, exportAct(key.identity, input), needed)
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

export const proposedExport: ActDefinition<ExportKeyInput> = {
  async resolve(deps, call, input) {
    const { unitPath, name } = parseKeyName(input.name)
    const path = await reachUnit(deps, call, 'read', unitPath)
    const { key, active } = await asCaller(deps, call, async (tx, scope) => {
      const key = await findKey(tx, scope, unitPath, name)
      if (key === undefined) throw noSuchKey(input.name)
      return { key, active: await activeKey(tx, scope, key.id) }
    })
    requireExportable(active.identity)
    const names = { key: keyName(key), recipientSha256: hash('sha256', input.recipient, 'hex') }
    return { act: exportAct(active.identity, input), names, paths: [path] }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { keyId, recipient } = approved.parse(parameters)
    const input = { name: await nameOfKey(deps, keyId), recipient }
    const exported = await idempotently(deps, call, {
      operation: 'exportKey',
      key: idempotencyKey,
      input,
      run: () => exportKey(deps, call, input),
      // What leaves is kept nowhere, so it leaves once.
      remember: () => ({}),
      recall: async () => {
        throw new ServiceError(
          'PROPOSAL_NOT_OPEN',
          'the key was given out once on this proposal: propose it again',
        )
      },
    })
    return { act: 'exportKey', exported }
  },
}

const approved = z.object({ keyId: identifier, recipient: octetsInJson })

/** What is approved: this version, for this recipient. */
function exportAct(
  { unitId, keyId, version }: Pick<KeyIdentity, 'unitId' | 'keyId' | 'version'>,
  { recipient }: Pick<ExportKeyInput, 'recipient'>,
): Act {
  return {
    act: 'exportKey',
    unitId,
    parameters: { keyId, keyVersion: version, recipient: toBase64(recipient) },
  }
}

/** @throws ServiceError `NOT_PERMITTED`. */
function requireExportable({ attributes }: Pick<KeyIdentity, 'attributes'>): void {
  if (!attributes.includes('exportable'))
    throw new ServiceError('NOT_PERMITTED', 'the key was not made to be exported (attribute exportable)')
}
