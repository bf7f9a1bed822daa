// The waist: the one place where bytes to be signed, a key and the right to use it meet. No permit, no signature.

import { hash } from 'node:crypto'
import { verifySignature } from '#primitives'
import { verificationScheme } from '../crypto/algorithms.ts'
import type { SignatureValue } from '../crypto/signature-value.ts'
import { verifyDigest } from '../crypto/verify-digest.ts'
import { ServiceError } from '../errors.ts'
import type { Unsigned } from '../formats/unsigned.ts'
import type { KeyProvider } from '../keys/provider.ts'
import type { AuditEntry } from '../log/entry.ts'
import { requireAlgorithm } from '../policy/algorithm-policy.ts'
import { approvalDetails } from '../policy/approvals.ts'
import { isGenuinePermit, type Permit, signingOperations } from '../policy/authorise.ts'
import { requireUsagePeriod } from '../policy/key-lifecycle.ts'
import type { Deps } from './deps.ts'
import { providerNamed } from './providers.ts'
import { auditedCaller, grantDetails, requireDurable } from './require-durable.ts'
import { spendUsage } from './spend-usage.ts'

export interface Signed<T> {
  readonly value: T
  /** The entry that is durable by now; null for checkpoints, which are no entries of the log they seal. */
  readonly auditEntryId: string | null
}

type Needs = Pick<Deps, 'providers' | 'auditLog' | 'clock' | 'newId' | 'database' | 'caches' | 'logGuard'>

/** What the journey adds to the entry: no secrets, no personal content. */
export type AuditDetails = Readonly<Record<string, string>>

/**
 * Signs `unsigned` with the key of `permit` and returns once the audit entry is durable.
 *
 * @throws ServiceError as `signAllWith`.
 */
export async function signWith<T>(
  deps: Needs,
  permit: Permit<'sign'>,
  unsigned: Unsigned<T>,
  details: AuditDetails = {},
): Promise<Signed<T>> {
  const [signed] = await signAllWith(deps, permit, [unsigned], details)
  if (signed === undefined) throw new Error('one signature was asked for and none came')
  return signed
}

/**
 * Signs all of `unsigned`, in order, or none: algorithm against key and policy, provider, own check of what the
 * service vouches for, durable audit entries, and only then completion. Never called inside a transaction.
 *
 * @throws ServiceError `ALGORITHM_NOT_ALLOWED`, `KEY_NOT_ACTIVE`, `QUOTA_EXCEEDED`, `UNAUTHENTICATED` (the token ended
 *   meanwhile), `CONFLICT` (a unit moved meanwhile), `AUDIT_UNAVAILABLE`, `LOG_ROLLED_BACK`, `PROVIDER_UNAVAILABLE`, `BUSY`.
 */
export async function signAllWith<T>(
  deps: Needs,
  permit: Permit<'sign'>,
  unsigned: readonly Unsigned<T>[],
  details: AuditDetails = {},
): Promise<readonly Signed<T>[]> {
  if (!isGenuinePermit(permit)) throw new Error('the permit was not made by authorise')
  await deps.logGuard.requireWhole()
  const { key, operation } = permit
  const now = deps.clock.now()
  requireAlgorithm(key.identity.algorithm, now)
  requireUsagePeriod(key, now)
  for (const { algorithm } of unsigned) {
    if (algorithm !== key.identity.algorithm)
      throw new Error(`a ${key.identity.algorithm} key was to make a ${algorithm} signature`)
  }
  const provider = providerNamed(deps, key.identity.provider)
  await spendUsage(deps, permit, unsigned.length)
  const signatures = await signaturesOf(provider, permit, unsigned)
  if (operation !== 'sign' || key.identity.provider === 'pkcs11')
    await requireValid(permit, unsigned, signatures)

  if (operation === 'publishCheckpoint') {
    return unsigned.map((one, i) => ({ value: one.complete(at(signatures, i)), auditEntryId: null }))
  }
  const common = commonFacts(now, permit, details)
  const entries = unsigned.map((one, i) => ({
    ...common,
    id: deps.newId(),
    toBeSignedSha256: sha256Hex(one.toBeSigned),
    signatureSha256: sha256Hex(at(signatures, i)),
  }))
  const { keyId, version, unitId } = key.identity
  await requireDurable(deps, permit.call, entries, {
    grant: permit.grant,
    // What anyone may ask for concerns no unit of the one who asks.
    unitId: signingOperations[operation].caller === 'anyone' ? null : permit.unitId,
    keyVersion: { keyId, version, unitId },
  })
  return unsigned.map((one, i) => ({
    value: one.complete(at(signatures, i)),
    auditEntryId: at(entries, i).id,
  }))
}

/** @returns as many signatures, in order: a batch may hold messages and digests. */
async function signaturesOf(
  provider: KeyProvider,
  { key, operation }: Permit<'sign'>,
  unsigned: readonly Unsigned<unknown>[],
): Promise<readonly SignatureValue[]> {
  const messages = unsigned.filter(({ digested }) => digested === undefined)
  const digests = unsigned.filter(({ digested }) => digested === true)
  // What the service vouches for it has digested itself.
  if (digests.length > 0 && operation !== 'sign') throw new Error(`${operation} was to sign a given digest`)
  const octets = (ones: readonly Unsigned<unknown>[]) => ones.map(({ toBeSigned }) => toBeSigned)
  const ofMessages = messages.length === 0 ? [] : await provider.sign(key, octets(messages))
  const ofDigests = digests.length === 0 ? [] : await provider.signDigests(key, octets(digests))
  if (ofMessages.length !== messages.length || ofDigests.length !== digests.length)
    throw new Error('the provider answered another number of signatures')
  if (digests.length === 0) return ofMessages
  let [message, digest] = [0, 0]
  return unsigned.map(({ digested }) =>
    digested === true ? at(ofDigests, digest++) : at(ofMessages, message++),
  )
}

/** A faulty module or a flipped bit in memory must not leave the house as a signature. */
async function requireValid(
  permit: Permit<'sign'>,
  unsigned: readonly Unsigned<unknown>[],
  signatures: readonly SignatureValue[],
): Promise<void> {
  const { identity, publicKey } = permit.key
  const scheme = verificationScheme(identity.algorithm)
  for (const [i, { toBeSigned, digested }] of unsigned.entries()) {
    const verifies = digested === true ? verifyDigest : verifySignature
    if (!(await verifies(scheme, publicKey, toBeSigned, at(signatures, i)))) {
      throw new ServiceError(
        'PROVIDER_UNAVAILABLE',
        'the provider answered a signature that does not verify; it was discarded',
      )
    }
  }
}

/** What all entries of one call say. */
function commonFacts(
  now: Date,
  permit: Permit<'sign'>,
  details: AuditDetails,
): Omit<AuditEntry, 'id' | 'toBeSignedSha256' | 'signatureSha256'> {
  const { identity } = permit.key
  return {
    at: now.toISOString(),
    requestId: permit.call.requestId,
    caller: auditedCaller(permit.call),
    operation: permit.operation,
    outcome: 'done',
    unitId: permit.unitId,
    keyId: identity.keyId,
    keyVersion: identity.version,
    algorithm: identity.algorithm,
    details: { ...details, ...grantDetails(permit.grant), ...approvalDetails(permit.call) },
  }
}

/** The entry of whatever is no checkpoint. */
export function entryOf({ auditEntryId }: Signed<unknown>): string {
  if (auditEntryId === null) throw new Error('a signature has no entry')
  return auditEntryId
}

function sha256Hex(data: Uint8Array): string {
  return hash('sha256', data, 'hex')
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`nothing at ${index} of ${list.length}`)
  return item
}
