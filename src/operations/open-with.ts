// The twin of sign-with: the one place where an opening key, what was sealed to it and the right to open meet.

import { hash } from 'node:crypto'
import type { WrappedContentKey } from '../crypto/wrapped-content-key.ts'
import { ServiceError } from '../errors.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import type { AuditEntry } from '../log/entry.ts'
import { isGenuinePermit, type Permit } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import { auditedCaller, grantDetails, requireDurable } from './require-durable.ts'
import type { AuditDetails } from './sign-with.ts'
import { spendUsage } from './spend-usage.ts'

export type Opened =
  | { readonly kind: 'opened'; readonly contentKey: SecretBytes; readonly auditEntryId: string }
  | { readonly kind: 'refused'; readonly error: ServiceError; readonly auditEntryId: string }

type Needs = Pick<Deps, 'providers' | 'auditLog' | 'clock' | 'newId' | 'database' | 'caches' | 'logGuard'>

/**
 * Opens all of `items` with the key of `permit`, in order. Each has its entry, the failed ones too, and all entries are
 * durable before anything is given. Never called inside a transaction.
 *
 * @returns for each item its content key, which the caller disposes of, or why there is none.
 * @throws ServiceError `KEY_NOT_ACTIVE`, `UNAUTHENTICATED` (the token ended meanwhile), `CONFLICT` (a unit moved
 *   meanwhile), `AUDIT_UNAVAILABLE`, `LOG_ROLLED_BACK`, `PROVIDER_UNAVAILABLE`, `BUSY`.
 */
export async function openWith(
  deps: Needs,
  permit: Permit<'open'>,
  items: readonly WrappedContentKey[],
  details: AuditDetails = {},
): Promise<readonly Opened[]> {
  if (!isGenuinePermit(permit)) throw new Error('the permit was not made by authorise')
  await deps.logGuard.requireWhole()
  const { key } = permit
  const provider = deps.providers.get(key.identity.provider)
  if (provider === undefined)
    throw new ServiceError(
      'PROVIDER_UNAVAILABLE',
      `the key lives in ${key.identity.provider}, which is not set up here`,
    )
  await spendUsage(deps, permit, items.length)
  const answers = await provider.unwrap(key, items)
  if (answers.length !== items.length) throw new Error('the provider answered another number of content keys')
  const now = deps.clock.now()
  const entries = items.map((item, i): AuditEntry => {
    const answer = answers[i]
    return {
      id: deps.newId(),
      at: now.toISOString(),
      requestId: permit.call.requestId,
      caller: auditedCaller(permit.call),
      operation: permit.operation,
      outcome: 'done',
      unitId: permit.unitId,
      keyId: key.identity.keyId,
      keyVersion: key.identity.version,
      algorithm: key.identity.algorithm,
      toBeSignedSha256: null,
      signatureSha256: null,
      details: {
        ...details,
        ...grantDetails(permit.grant),
        // Says which envelope it was to whoever has the envelope, and to nobody else.
        encryptedKeySha256: hash('sha256', item.encryptedKey, 'hex'),
        ...(answer instanceof ServiceError ? { failed: answer.code } : {}),
      },
    }
  })
  try {
    const { keyId, version, unitId } = key.identity
    await requireDurable(deps, permit.call, entries, {
      grant: permit.grant,
      unitId: permit.unitId,
      keyVersion: { keyId, version, unitId, use: 'process' },
    })
  } catch (error) {
    for (const answer of answers) if (!(answer instanceof ServiceError)) answer[Symbol.dispose]()
    throw error
  }
  return answers.map((answer, i) => {
    const auditEntryId = entries[i]?.id ?? ''
    return answer instanceof ServiceError
      ? { kind: 'refused', error: answer, auditEntryId }
      : { kind: 'opened', contentKey: answer, auditEntryId }
  })
}
