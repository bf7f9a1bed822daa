// `compromiseKey`: versions that are, or may be, in wrong hands. It is never taken back (SP 800-57 Part 1 §7).

import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { lifecycleChanges, type VersionChange } from '../policy/key-lifecycle.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { listCertificates, listUnrevokedOfVersions, revokeCertificate } from '../registry/certificates.ts'
import type { Incident } from '../registry/incident.ts'
import { insertIncident, newestIncidentOfKey } from '../registry/incidents.ts'
import type { Key } from '../registry/key.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
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
  /** Changes nothing: an incident to practise on. */
  readonly drill?: boolean | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

export interface CompromisedKey {
  readonly key: Key
  /** Those that were ever revoked for its compromise. */
  readonly certificates: readonly IssuedCertificate[]
  readonly incident: Incident
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
    operation: input.drill === true ? 'drillCompromise' : 'compromiseKey',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: { version: input.version ?? null, since },
    change: async (tx, scope, key, at) => {
      const incident = { id: deps.newId(), keyId: key.id, since: since ?? at, declaredAt: at }
      if (input.drill === true) {
        const { destroyAt } = key
        const facts = { destroyAt, versions: await listKeyVersions(tx, scope, key.id) }
        const changes = lifecycleChanges(facts, 'compromise', at, only)
        await insertIncident(tx, { ...incident, versions: numbersOf(changes), drill: true })
        return { incident: incident.id, drill: 'yes', versions: versionsOf(changes) }
      }
      const changes = await changeVersions(tx, scope, key, 'compromise', at, only)
      await insertIncident(tx, { ...incident, versions: numbersOf(changes), drill: false })
      const certificates = await listUnrevokedOfVersions(tx, scope, key.id, numbersOf(changes))
      for (const { id } of certificates) {
        await revokeCertificate(tx, scope, id, {
          revokedAt: at,
          reason: 'keyCompromise',
          invalidityDate: since,
        })
      }
      return {
        incident: incident.id,
        versions: versionsOf(changes),
        revoked: certificates.map(({ serial }) => toHex(serial)).join(' '),
        ...(since === null ? {} : { since: since.toISOString() }),
      }
    },
  })
  const page = { keyId: key.id, limit: certificatesLimit }
  const { certificates, incident } = await asCaller(
    deps,
    call,
    async (tx, scope) => ({
      certificates: (await listCertificates(tx, scope, page)).items,
      incident: await newestIncidentOfKey(tx, scope, key.id),
    }),
    'manage-keys',
  )
  if (incident === undefined) throw new Error('a key was compromised without an incident')
  return {
    key,
    certificates: certificates.filter(({ revocation }) => revocation?.reason === 'keyCompromise'),
    incident,
  }
}

function numbersOf(changes: readonly VersionChange[]): readonly number[] {
  return changes.map(({ version }) => version)
}
