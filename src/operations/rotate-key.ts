// `rotateKey`: the next version and its certificate under the same profile, switched together or not at all.

import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { certificateProfile } from '../policy/certificate-profiles.ts'
import { findAuthorityById } from '../registry/authorities.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { findNewestValidCertificate, revokeCertificate } from '../registry/certificates.ts'
import type { Key } from '../registry/key.ts'
import {
  activeSigningKey,
  insertKeyVersion,
  listKeyVersions,
  newestKeyVersion,
  setKeyVersionState,
  switchActiveVersion,
} from '../registry/key-versions.ts'
import { findKey, findKeyById } from '../registry/keys.ts'
import { type Scope, serviceScope } from '../registry/scope.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import { certify } from './certify.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId, type Run } from './idempotently.ts'
import { issuingAuthority } from './issue-certificate.ts'
import { formatKeyName, parseKeyName } from './names.ts'
import { providerNamed } from './providers.ts'
import { type Act, recordOnce } from './record.ts'
import { forgetSigners } from './signers.ts'

export interface RotateKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  /** Revoke the old version's certificate as superseded. */
  readonly revokeOld: boolean
  readonly idempotencyKey?: string | null | undefined
}

export interface RotatedKey {
  readonly key: Key
  readonly certificates: readonly IssuedCertificate[]
}

/**
 * @throws ServiceError `NOT_FOUND`, `KEY_NOT_ACTIVE`, `PURPOSE_MISMATCH` for keys that certify, stamp or seal the log;
 *   `CONFLICT` when somebody else rotated it meanwhile; as `requireAccess` and `certify`.
 */
export async function rotateKey(deps: Deps, call: Call, input: RotateKeyInput): Promise<RotatedKey> {
  const { unitPath, name } = parseKeyName(input.name)
  requireAccess(call, 'manage-keys', unitPath)
  return idempotently(deps, call, {
    operation: 'rotateKey',
    key: input.idempotencyKey,
    input: { name: input.name, revokeOld: input.revokeOld },
    run: (run) => rotate(deps, call, { ...input, unitPath, name }, run),
    remember: ({ key }) => ({ id: key.id }),
    recall: async (kept, runId) => {
      // The run that switched may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept))
      const id = keptId(kept)
      return asCaller(deps, call, async (tx, scope) => {
        const key = await findKeyById(tx, scope, id)
        if (key === undefined) throw new ServiceError('NOT_FOUND', 'the key that was rotated is gone')
        const { identity } = await activeSigningKey(tx, scope, id)
        const current = { keyId: id, version: identity.version, at: deps.clock.now() }
        const certificate = await findNewestValidCertificate(tx, scope, current)
        return { key, certificates: certificate === undefined ? [] : [certificate] }
      })
    },
  })
}

async function rotate(
  deps: Deps,
  call: Call,
  input: RotateKeyInput & { readonly unitPath: string },
  run: Run,
): Promise<RotatedKey> {
  const { key, old, certificate, version } = await asCaller(deps, call, async (tx, scope) => {
    const key = await findKey(tx, scope, input.unitPath, input.name)
    if (key === undefined)
      throw new ServiceError('NOT_FOUND', `there is no key ${formatKeyName(input.unitPath, input.name)}`)
    const old = await activeSigningKey(tx, scope, key.id)
    const current = { keyId: key.id, version: old.identity.version, at: deps.clock.now() }
    const newest = await newestKeyVersion(tx, scope, key.id)
    return {
      key,
      old,
      certificate: await findNewestValidCertificate(tx, scope, current),
      version: (newest ?? 0) + 1,
    }
  })
  if (key.purpose !== 'sign-document' && key.purpose !== 'sign-raw') {
    throw new ServiceError('PURPOSE_MISMATCH', `a key of purpose ${key.purpose} is not rotated by itself`)
  }
  const identity = { ...old.identity, version }
  const made = await providerNamed(deps, key.provider).generate(identity, old.unitKey)
  await asCaller(deps, call, (tx, scope) =>
    insertKeyVersion(tx, scope, { keyId: key.id, version, ...made, createdAt: deps.clock.now() }),
  )
  const certificates =
    certificate === undefined
      ? []
      : [await recertify(deps, call, key, certificate, { version, publicKey: made.publicKey })]
  const act: RotationAct = {
    operation: 'rotateKey',
    unitId: key.unitId,
    keyId: key.id,
    keyVersion: version,
    details: {
      from: String(old.identity.version),
      ...(input.revokeOld && certificate !== undefined ? { revoked: toHex(certificate.serial) } : {}),
    },
  }
  await asCaller(deps, call, async (tx, scope) => {
    const at = deps.clock.now()
    await switchActiveVersion(tx, scope, { keyId: key.id, from: old.identity.version, to: version, at })
    if (input.revokeOld && certificate !== undefined) {
      await revokeCertificate(tx, scope, certificate.id, {
        revokedAt: at,
        reason: 'superseded',
        invalidityDate: null,
      })
    }
    await destroyUnfinished(tx, scope, { keyId: key.id, before: version, at })
    // A retry must not rotate again.
    await run.keep(tx, { id: key.id, act })
  })
  forgetSigners(deps)
  await recordOnce(deps, call, run, act)
  return { key, certificates }
}

/** Versions of rotations that crashed or lost a race: nobody will activate them, and nobody shall. */
async function destroyUnfinished(
  tx: Tx,
  scope: Scope,
  { keyId, before, at }: { readonly keyId: string; readonly before: number; readonly at: Date },
): Promise<void> {
  for (const { version, state } of await listKeyVersions(tx, scope, keyId)) {
    if (state !== 'pre_activation' || version >= before) continue
    const certificate = await findNewestValidCertificate(tx, scope, { keyId, version, at })
    if (certificate !== undefined) {
      await revokeCertificate(tx, scope, certificate.id, {
        revokedAt: at,
        reason: 'cessationOfOperation',
        invalidityDate: null,
      })
    }
    await setKeyVersionState(tx, scope, { keyId, version, from: state, to: 'destroyed', at })
  }
}

type RotationAct = Act & { readonly operation: 'rotateKey' }

function keptAct(kept: unknown): RotationAct {
  if (!isKeptRotation(kept)) throw new Error('an idempotency record of rotateKey holds no act')
  return kept.act
}

/** Written by `rotate` alone. */
function isKeptRotation(kept: unknown): kept is { readonly act: RotationAct } {
  return typeof kept === 'object' && kept !== null && 'act' in kept
}

/** The same profile, subject and authority; a new serial number, key and validity. */
async function recertify(
  deps: Deps,
  call: Call,
  key: Key,
  old: IssuedCertificate,
  next: { readonly version: number; readonly publicKey: Uint8Array },
): Promise<IssuedCertificate> {
  const authority = await asService(deps, (tx) => findAuthorityById(tx, serviceScope, old.authorityId))
  return certify(deps, call, {
    operation: 'rotateKey',
    profile: certificateProfile(old.profile),
    issuer: await issuingAuthority(deps, authority?.slug),
    unit: { id: key.unitId, path: key.unitPath },
    subject: old.subject,
    publicKey: next.publicKey,
    keyVersion: { keyId: key.id, version: next.version },
    validityDays: undefined,
  })
}
