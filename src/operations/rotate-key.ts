// `rotateKey`: the next version and its certificate under the same profile, switched together or not at all. Also brings
// back a key that has no active version left, after a compromise or at the end of a usage period.

import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { certificateProfile } from '../policy/certificate-profiles.ts'
import { findAuthorityById } from '../registry/authorities.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import {
  findNewestCertificateOfKey,
  findNewestValidCertificate,
  revokeCertificate,
} from '../registry/certificates.ts'
import type { Key, KeyVersion } from '../registry/key.ts'
import { lockKey } from '../registry/key-lifecycle.ts'
import {
  insertKeyVersion,
  listKeyVersions,
  setKeyVersionState,
  switchActiveVersion,
} from '../registry/key-versions.ts'
import { findKey, findKeyById } from '../registry/keys.ts'
import { type Scope, serviceScope } from '../registry/scope.ts'
import { requireActiveUnit } from '../registry/unit.ts'
import { findUnitById } from '../registry/units.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import { certify } from './certify.ts'
import { keptAct, noSuchKey, requireHeldByUnit } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId, type Run } from './idempotently.ts'
import { issuingAuthority } from './issue-certificate.ts'
import { formatKeyName, parseKeyName } from './names.ts'
import { discardUnregistered, providerNamed } from './providers.ts'
import { reachUnit } from './reach-unit.ts'
import { recordOnce } from './record.ts'
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
 * @throws ServiceError `NOT_FOUND`; `KEY_NOT_ACTIVE` when it is disabled or waits for its destruction;
 *   `PURPOSE_MISMATCH` for keys that certify, stamp or seal the log; `CONFLICT` when somebody else rotated it meanwhile; as `requireAccess` and `certify`.
 */
export async function rotateKey(deps: Deps, call: Call, input: RotateKeyInput): Promise<RotatedKey> {
  const { unitPath, name } = parseKeyName(input.name)
  await reachUnit(deps, call, 'manage-keys', unitPath)
  return idempotently(deps, call, {
    operation: 'rotateKey',
    key: input.idempotencyKey,
    input: { name: input.name, revokeOld: input.revokeOld },
    run: (run) => rotate(deps, call, { ...input, unitPath, name }, run),
    remember: ({ key }) => ({ id: key.id }),
    recall: async (kept, runId) => {
      // The run that switched may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, 'rotateKey'))
      const id = keptId(kept)
      return asCaller(deps, call, async (tx, scope) => {
        const key = await findKeyById(tx, scope, id)
        if (key === undefined) throw new ServiceError('NOT_FOUND', 'the key that was rotated is gone')
        const active = (await listKeyVersions(tx, scope, id)).find(({ state }) => state === 'active')
        if (active === undefined) return { key, certificates: [] }
        const current = { keyId: id, version: active.version, at: deps.clock.now() }
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
  const { key, from, certificate, version, unitKey, unitKeyGeneration } = await asCaller(
    deps,
    call,
    (tx, scope) => whatIsRotated(deps, tx, scope, input),
    'manage-keys',
  )
  const { unitId, id: keyId, purpose, algorithm, provider, attributes } = key
  const identity = { unitId, keyId, version, purpose, algorithm, provider, attributes }
  const keyProvider = providerNamed(deps, provider)
  const made = await keyProvider.generate(identity, unitKey)
  try {
    await asCaller(deps, call, (tx, scope) =>
      insertKeyVersion(tx, scope, {
        keyId,
        unitId,
        version,
        ...made,
        unitKeyGeneration,
        createdAt: deps.clock.now(),
      }),
    )
  } catch (error) {
    await discardUnregistered(keyProvider, { identity, unitKey, ...made }, error)
    throw error
  }
  const certificates =
    certificate === undefined
      ? []
      : [await recertify(deps, call, key, certificate, { version, publicKey: made.publicKey })]
  const revoked = input.revokeOld && certificate?.revocation === null ? certificate : undefined
  const act = {
    operation: 'rotateKey',
    unitId,
    keyId,
    keyVersion: version,
    details: {
      from: String(from ?? 'none'),
      ...(revoked === undefined ? {} : { revoked: toHex(revoked.serial) }),
    },
  }
  await asCaller(deps, call, async (tx, scope) => {
    const at = deps.clock.now()
    // Officers may have disabled the key, or asked for its destruction, while the new version was made.
    requireRotatable(await lockKey(tx, scope, keyId), await listKeyVersions(tx, scope, keyId))
    await switchActiveVersion(tx, scope, { keyId, from, to: version, at })
    if (revoked !== undefined) {
      await revokeCertificate(tx, scope, revoked.id, {
        revokedAt: at,
        reason: 'superseded',
        invalidityDate: null,
      })
    }
    await destroyUnfinished(tx, scope, { keyId, before: version, at })
    // A retry must not rotate again.
    await run.keep(tx, { id: keyId, act })
  })
  forgetSigners(deps)
  await recordOnce(deps, call, run, act)
  return { key, certificates }
}

async function whatIsRotated(
  deps: Deps,
  tx: Tx,
  scope: Scope,
  { unitPath, name }: { readonly unitPath: string; readonly name: string },
) {
  const key = await findKey(tx, scope, unitPath, name)
  if (key === undefined) throw noSuchKey(formatKeyName(unitPath, name))
  requireHeldByUnit(key.purpose)
  const versions = await listKeyVersions(tx, scope, key.id)
  requireRotatable(key, versions)
  const found = await findUnitById(tx, scope, key.unitId)
  if (found === undefined) throw new Error('a key is visible and its unit is not')
  const unit = requireActiveUnit(found)
  const active = versions.find(({ state }) => state === 'active')
  const at = deps.clock.now()
  return {
    key,
    from: active?.version ?? null,
    // Without an active version the newest certificate, revoked or ended, still tells profile, subject and authority.
    certificate:
      active === undefined
        ? await findNewestCertificateOfKey(tx, scope, key.id)
        : await findNewestValidCertificate(tx, scope, { keyId: key.id, version: active.version, at }),
    version: (versions.at(-1)?.version ?? 0) + 1,
    unitKey: { unitId: unit.id, wrapped: unit.wrappedUnitKey },
    unitKeyGeneration: unit.unitKeyGeneration,
  }
}

/** @throws ServiceError `KEY_NOT_ACTIVE`: a new version would bring back what officers put out of use. */
function requireRotatable(key: Key, versions: readonly KeyVersion[]): void {
  if (key.destroyAt !== null) {
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `the key waits for its destruction on ${key.destroyAt.toISOString()}`,
    )
  }
  if (versions.some(({ state }) => state === 'suspended')) {
    throw new ServiceError('KEY_NOT_ACTIVE', 'the key is disabled: enable it first')
  }
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
