// The waist of data: the one place where a key that encrypts or authenticates, what it is used on and the right to it meet.
// What opens envelopes passes through the same function (open-with.ts).

import { hash } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import type { Ciphertext, DataKey, KeyProvider, MessageMac, Plaintext } from '../keys/provider.ts'
import type { AuditEntry } from '../log/entry.ts'
import { requireAlgorithm } from '../policy/algorithm-policy.ts'
import { type DataUse, isGenuinePermit, type Permit } from '../policy/authorise.ts'
import { requireUsagePeriod } from '../policy/key-lifecycle.ts'
import type { Deps } from './deps.ts'
import { providerNamed } from './providers.ts'
import { auditedCaller, grantDetails, requireDurable } from './require-durable.ts'
import type { AuditDetails } from './sign-with.ts'
import { spendUsage } from './spend-usage.ts'

export type UsesKeys = Pick<
  Deps,
  'providers' | 'auditLog' | 'clock' | 'newId' | 'database' | 'caches' | 'logGuard'
>

/** What came of one item, with the entry that is durable by now: failures have theirs too. */
export interface Used<T> {
  readonly value: T | ServiceError
  readonly auditEntryId: string
}

/**
 * Each of these works on all of its items, in order, and answers once every item has its durable entry. Never called
 * inside a transaction. All throw ServiceError `ALGORITHM_NOT_ALLOWED`, `KEY_NOT_ACTIVE`, `QUOTA_EXCEEDED`,
 * `UNAUTHENTICATED` (the token ended meanwhile), `CONFLICT` (a unit moved meanwhile), `AUDIT_UNAVAILABLE`,
 * `LOG_ROLLED_BACK`, `PROVIDER_UNAVAILABLE`, `BUSY`.
 *
 * @returns records.
 */
export function encryptWith(
  deps: UsesKeys,
  permit: Permit<'encrypt'>,
  items: readonly Plaintext[],
): Promise<readonly Used<Uint8Array>[]> {
  const use = (provider: KeyProvider) => provider.encrypt(permit.key, items)
  return useKey(deps, permit, items.length, use, (record) => recordDetails(record))
}

/** @returns plaintexts, or why there is none. */
export function decryptWith(
  deps: UsesKeys,
  permit: Permit<'decrypt'>,
  items: readonly Ciphertext[],
): Promise<readonly Used<Uint8Array>[]> {
  const use = (provider: KeyProvider) => provider.decrypt(permit.key, items)
  return useKey(deps, permit, items.length, use, (_, i) => recordDetails(items[i]?.ciphertext))
}

/** @returns records of the key of `to`, or why there is none. Both keys live in one provider. */
export function reencryptWith(
  deps: UsesKeys,
  permit: Permit<'decrypt'>,
  to: Permit<'encrypt'>,
  items: readonly Ciphertext[],
): Promise<readonly Used<Uint8Array>[]> {
  requireProtecting(deps, to)
  const use = (provider: KeyProvider) => provider.reencrypt(permit.key, to.key, items)
  const newer = String(to.key.identity.version)
  return useKey(deps, permit, items.length, use, (_, i) => ({
    ...recordDetails(items[i]?.ciphertext),
    to: newer,
  }))
}

/** @returns data keys with their records. The caller disposes of what it was given in the open. */
export function generateDataKeysWith(
  deps: UsesKeys,
  permit: Permit<'encrypt'>,
  associatedData: readonly Uint8Array[],
  withPlaintext: boolean,
): Promise<readonly Used<DataKey>[]> {
  const use = (provider: KeyProvider) => provider.generateDataKeys(permit.key, associatedData, withPlaintext)
  const details = (made: DataKey | ServiceError) => ({
    ...recordDetails(made instanceof ServiceError ? undefined : made.ciphertext),
    plaintext: withPlaintext ? 'given' : 'kept',
  })
  const discard = ({ plaintext }: DataKey) => plaintext?.[Symbol.dispose]()
  return useKey(deps, permit, associatedData.length, use, details, discard)
}

/** @returns MACs. */
export function macWith(
  deps: UsesKeys,
  permit: Permit<'mac'>,
  messages: readonly Uint8Array[],
): Promise<readonly Used<Uint8Array>[]> {
  const use = (provider: KeyProvider) => provider.mac(permit.key, messages)
  return useKey(deps, permit, messages.length, use, (_, i) => messageDetails(messages[i]))
}

/** @returns for each item whether its MAC holds. */
export function verifyMacWith(
  deps: UsesKeys,
  permit: Permit<'verify-mac'>,
  items: readonly MessageMac[],
): Promise<readonly Used<boolean>[]> {
  const use = (provider: KeyProvider) => provider.verifyMac(permit.key, items)
  return useKey(deps, permit, items.length, use, (holds, i) => ({
    ...messageDetails(items[i]?.message),
    holds: String(holds === true),
  }))
}

type PermitOfUse = { readonly [U in DataUse | 'open']: Permit<U> }[DataUse | 'open']

/**
 * Policy, limits, provider, durable entries, and only then the answer. For the functions of this file and `openWith`.
 *
 * @param discard wipes what would have been given, when its entry could not be made durable.
 */
export async function useKey<T>(
  deps: UsesKeys,
  permit: PermitOfUse,
  count: number,
  use: (provider: KeyProvider) => Promise<readonly (T | ServiceError)[]>,
  details: (value: T | ServiceError, index: number) => AuditDetails,
  discard: (value: T) => void = () => undefined,
): Promise<readonly Used<T>[]> {
  if (!isGenuinePermit(permit)) throw new Error('the permit was not made by authorise')
  await deps.logGuard.requireWhole()
  const { key } = permit
  if (protects(permit)) requireProtecting(deps, permit)
  await spendUsage(deps, permit, count)
  const values = await use(providerNamed(deps, key.identity.provider))
  if (values.length !== count) throw new Error('the provider answered another number of items')
  const common = commonFacts(deps, permit)
  const entries = values.map((value, i): AuditEntry => {
    const failed = value instanceof ServiceError
    return {
      ...common,
      id: deps.newId(),
      outcome: failed ? 'failed' : 'done',
      details: {
        ...details(value, i),
        ...grantDetails(permit.grant),
        ...(failed ? { code: value.code } : {}),
      },
    }
  })
  const { keyId, version, unitId } = key.identity
  try {
    await requireDurable(deps, permit.call, entries, {
      grant: permit.grant,
      unitId: permit.unitId,
      keyVersion: { keyId, version, unitId, ...(protects(permit) ? {} : { use: 'process' }) },
    })
  } catch (error) {
    for (const value of values) if (!(value instanceof ServiceError)) discard(value)
    throw error
  }
  return values.map((value, i) => ({ value, auditEntryId: entries[i]?.id ?? '' }))
}

function protects(permit: PermitOfUse): permit is Permit<'encrypt'> | Permit<'mac'> {
  return permit.use === 'encrypt' || permit.use === 'mac'
}

/** What makes something new is held to the policy of today and to its usage period; what reads is not. */
function requireProtecting(deps: Pick<Deps, 'clock'>, { key }: Permit<'encrypt'> | Permit<'mac'>): void {
  const now = deps.clock.now()
  requireAlgorithm(key.identity.algorithm, now)
  requireUsagePeriod(key, now)
}

function commonFacts(
  deps: Pick<Deps, 'clock'>,
  { call, operation, unitId, key }: PermitOfUse,
): Omit<AuditEntry, 'id' | 'outcome' | 'details'> {
  return {
    at: deps.clock.now().toISOString(),
    requestId: call.requestId,
    caller: auditedCaller(call),
    operation,
    unitId,
    keyId: key.identity.keyId,
    keyVersion: key.identity.version,
    algorithm: key.identity.algorithm,
    toBeSignedSha256: null,
    signatureSha256: null,
  }
}

/** Says which record it was to whoever has the record, and to nobody else. */
function recordDetails(record: Uint8Array | ServiceError | undefined): AuditDetails {
  return record instanceof Uint8Array ? { recordSha256: hash('sha256', record, 'hex') } : {}
}

function messageDetails(message: Uint8Array | undefined): AuditDetails {
  return message === undefined ? {} : { messageSha256: hash('sha256', message, 'hex') }
}
