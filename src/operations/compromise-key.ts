// `compromiseKey`: versions that are, or may be, in wrong hands. It is never taken back (SP 800-57 Part 1 §7).

import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { listCertificates, listUnrevokedOfVersions, revokeCertificate } from '../registry/certificates.ts'
import type { Key } from '../registry/key.ts'
import { asCaller } from './as-caller.ts'
import { changeKey, changeVersions, versionsOf } from './change-key.ts'
import type { Deps } from './deps.ts'

export interface CompromiseKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  /** Absent: every version. */
  readonly version?: number | null | undefined
  /** Since when it may have been in wrong hands: the invalidityDate of its certificates (RFC 5280 §5.3.2). */
  readonly since?: Date | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

export interface CompromisedKey {
  readonly key: Key
  /** Those that were ever revoked for its compromise. */
  readonly certificates: readonly IssuedCertificate[]
}

/** As many as a page of the registry holds. */
const certificatesLimit = 1000

/**
 * Marks the versions and revokes their certificates as keyCompromise, together. Nothing is signed or encrypted with
 * them from then on; what was encrypted before can still be opened.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for a moment in the future; `KEY_NOT_ACTIVE` when no such version is left
 *   to be compromised; as `changeKey`.
 */
export async function compromiseKey(
  deps: Deps,
  call: Call,
  input: CompromiseKeyInput,
): Promise<CompromisedKey> {
  const since = input.since ?? null
  if (since !== null && since > deps.clock.now()) {
    throw new ServiceError('INVALID_ARGUMENT', `since ${since.toISOString()} is in the future`)
  }
  const only = input.version == null ? undefined : [input.version]
  const key = await changeKey(deps, call, {
    operation: 'compromiseKey',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: { version: input.version ?? null, since },
    change: async (tx, scope, key, at) => {
      const changes = await changeVersions(tx, scope, key, 'compromise', at, only)
      const versions = changes.map(({ version }) => version)
      const certificates = await listUnrevokedOfVersions(tx, scope, key.id, versions)
      for (const { id } of certificates) {
        await revokeCertificate(tx, scope, id, {
          revokedAt: at,
          reason: 'keyCompromise',
          invalidityDate: since,
        })
      }
      return {
        versions: versionsOf(changes),
        revoked: certificates.map(({ serial }) => toHex(serial)).join(' '),
        ...(since === null ? {} : { since: since.toISOString() }),
      }
    },
  })
  const page = { keyId: key.id, limit: certificatesLimit }
  const { items } = await asCaller(
    deps,
    call,
    (tx, scope) => listCertificates(tx, scope, page),
    'manage-keys',
  )
  return { key, certificates: items.filter(({ revocation }) => revocation?.reason === 'keyCompromise') }
}
