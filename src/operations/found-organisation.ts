// What every office begins with, for practice or real: the organisation, its log key, its authorities, its time-stamps.

import type { Action, Call } from '../caller.ts'
import type { SignatureAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError } from '../errors.ts'
import { certificateProfile } from '../policy/certificate-profiles.ts'
import { programActions } from '../policy/roles.ts'
import type { Application } from '../registry/application.ts'
import { findApplicationByName } from '../registry/applications.ts'
import { findAuthorityBySlug } from '../registry/authorities.ts'
import { findNewestValidCertificate } from '../registry/certificates.ts'
import type { Key } from '../registry/key.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import { createOffice, type OfficeMode } from '../registry/office.ts'
import { serviceScope } from '../registry/scope.ts'
import { findUnitByPath, insertRootUnit } from '../registry/units.ts'
import { asService } from './as-caller.ts'
import { certify } from './certify.ts'
import { createApplication } from './create-application.ts'
import { createAuthority } from './create-authority.ts'
import { makeKey } from './create-key.ts'
import type { Deps } from './deps.ts'
import { issuingAuthority } from './issue-certificate.ts'
import { logKeyName } from './log-key.ts'
import { defaultProvider } from './providers.ts'
import { recogniseOffice } from './recognise-office.ts'
import { timestampKeyName } from './signers.ts'

export interface AuthorityPlan {
  readonly slug: string
  readonly title: string
  readonly algorithm: SignatureAlgorithm
  /** RFC 4514; made of the title when absent. */
  readonly subject?: string
}

export interface OrganisationPlan {
  readonly mode: OfficeMode
  readonly title: string
  readonly root: AuthorityPlan
  readonly issuing: AuthorityPlan
  /** Null: the office stamps nothing. */
  readonly timestamping: { readonly subject: string; readonly algorithm: SignatureAlgorithm } | null
}

/**
 * Makes what is missing, in steps that can each be repeated: after a crash the next run goes on where this one ended.
 *
 * @throws ServiceError `CONFLICT` when the database belongs to another root key.
 */
export async function foundOrganisation(deps: Deps, call: Call, plan: OrganisationPlan): Promise<void> {
  await foundRoot(deps, plan)
  await ensureKey(deps, call, { unitPath: '', name: logKeyName, algorithm: 'ed25519', purpose: 'log' })
  await ensureAuthority(deps, call, plan.root, null)
  await ensureAuthority(deps, call, plan.issuing, plan.root.slug)
  if (plan.timestamping !== null) await ensureTimestamping(deps, call, plan.timestamping, plan.issuing.slug)
}

async function foundRoot(deps: Deps, plan: OrganisationPlan): Promise<void> {
  if ((await recogniseOffice(deps)) !== undefined) return
  const id = deps.newId()
  const provider = defaultProvider(deps)
  const { wrapped } = await provider.createUnitKey(id)
  const rootKeyCheck = await provider.rootKeyCheckValue()
  const createdAt = deps.clock.now()
  await asService(deps, async (tx) => {
    const { created } = await createOffice(tx, {
      mode: plan.mode,
      rootKeyCheck,
      rootKeyGeneration: 1,
      createdAt,
      foundedAt: null,
    })
    if (created) {
      await insertRootUnit(tx, {
        id,
        title: plan.title,
        wrappedUnitKey: wrapped,
        createdAt,
      })
    }
  })
  // Another host may have founded it in between, with another key.
  await recogniseOffice(deps)
}

export async function ensureKey(deps: Deps, call: Call, wanted: Parameters<typeof makeKey>[2]): Promise<Key> {
  return ensure(
    () => asService(deps, (tx) => findKey(tx, serviceScope, wanted.unitPath, wanted.name)),
    () => makeKey(deps, call, wanted),
  )
}

async function ensureAuthority(
  deps: Deps,
  call: Call,
  wanted: AuthorityPlan,
  parent: string | null,
): Promise<void> {
  await ensure(
    async () => {
      const authority = await asService(deps, (tx) => findAuthorityBySlug(tx, serviceScope, wanted.slug))
      return authority?.certificateId == null ? undefined : authority
    },
    () => createAuthority(deps, call, { ...wanted, parent }),
  )
}

async function ensureTimestamping(
  deps: Deps,
  call: Call,
  wanted: { readonly subject: string; readonly algorithm: SignatureAlgorithm },
  issuer: string,
): Promise<void> {
  const key = await ensureKey(deps, call, {
    unitPath: '',
    name: timestampKeyName,
    algorithm: wanted.algorithm,
    purpose: 'timestamp',
  })
  const signing = await asService(deps, (tx) => activeSigningKey(tx, serviceScope, key.id))
  await ensure(
    () => validCertificate(deps, key.id, signing.identity.version),
    async () =>
      certify(deps, call, {
        operation: 'createAuthority',
        profile: certificateProfile('timestamping'),
        issuer: await issuingAuthority(deps, issuer),
        unit: { id: key.unitId, path: key.unitPath },
        subject: wanted.subject,
        publicKey: signing.publicKey,
        keyVersion: { keyId: key.id, version: signing.identity.version },
        validityDays: undefined,
      }),
  )
}

/** An application of the whole office that may do everything that programs may. */
export async function ensureApplication(
  deps: Deps,
  call: Call,
  name: string,
  allowed: readonly Action[] = programActions,
): Promise<Application> {
  return ensure(
    () =>
      asService(deps, async (tx) => {
        const root = await findUnitByPath(tx, serviceScope, '')
        return root === undefined ? undefined : findApplicationByName(tx, serviceScope, root.id, name)
      }),
    () => createApplication(deps, call, { name, unit: '', actions: allowed }),
  )
}

export function validCertificate(deps: Deps, keyId: string, version: number) {
  return asService(deps, (tx) =>
    findNewestValidCertificate(tx, serviceScope, { keyId, version, at: deps.clock.now() }),
  )
}

/** Finds, or makes, or finds what another host has just made. */
export async function ensure<T>(find: () => Promise<T | undefined>, make: () => Promise<T>): Promise<T> {
  const found = await find()
  if (found !== undefined) return found
  try {
    return await make()
  } catch (error) {
    if (!isServiceError(error) || (error.code !== 'ALREADY_EXISTS' && error.code !== 'CONFLICT')) throw error
    const made = await find()
    if (made === undefined) throw error
    return made
  }
}
