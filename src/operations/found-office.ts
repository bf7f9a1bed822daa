// The founding of a practice office at the first start, and its recognition at every later one.

import { equalBytes } from '../bytes.ts'
import { actions, type Call, theService } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { certificateProfile } from '../policy/certificate-profiles.ts'
import { findApplicationByName } from '../registry/applications.ts'
import { findAuthorityBySlug } from '../registry/authorities.ts'
import { findNewestValidCertificate } from '../registry/certificates.ts'
import type { Key } from '../registry/key.ts'
import { activeSigningKey } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { createOffice, findOffice } from '../registry/office.ts'
import { serviceScope } from '../registry/scope.ts'
import { findUnitByPath, insertRootUnit } from '../registry/units.ts'
import { createApplication, issueToken } from './applications.ts'
import { asService } from './as-caller.ts'
import { certify } from './certify.ts'
import { createAuthority } from './create-authority.ts'
import { makeKey } from './create-key.ts'
import { createUnit } from './create-unit.ts'
import type { Deps } from './deps.ts'
import { issueCertificate, issuingAuthority } from './issue-certificate.ts'
import { logKeyName } from './log-key.ts'
import { defaultProvider } from './providers.ts'
import { timestampKeyName } from './signers.ts'
import { authoritySubject, markPractice } from './subjects.ts'

export const practiceUnit = 'practice'
const administrator = 'administrator'
const issuingSlug = 'practice-issuing'

/**
 * Makes what is missing of a practice office, in steps that can each be repeated: after a crash the next start goes on
 * where this one ended.
 *
 * @throws ServiceError `CONFLICT` when the database belongs to another root key.
 */
export async function foundPracticeOffice(deps: Deps): Promise<void> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  await foundOrganisation(deps)
  await ensureKey(deps, call, { unitPath: '', name: logKeyName, algorithm: 'ed25519', purpose: 'log' })
  await ensureAuthority(deps, call, { slug: 'practice-root', title: 'PRACTICE Root Authority', parent: null })
  await ensureAuthority(deps, call, {
    slug: issuingSlug,
    title: 'PRACTICE Issuing Authority',
    parent: 'practice-root',
  })
  await ensureTimestamping(deps, call)
  await ensurePracticeUnit(deps, call)
  await ensureAdministrator(deps, call)
}

/**
 * Recognises the office by its root key.
 *
 * @returns undefined when nothing was founded yet.
 * @throws ServiceError `CONFLICT` when the database belongs to another root key.
 */
export async function recogniseOffice(deps: Deps): Promise<'practice' | 'real' | undefined> {
  const office = await asService(deps, findOffice)
  if (office === undefined) return undefined
  const check = await defaultProvider(deps).rootKeyCheckValue()
  if (!equalBytes(check, office.rootKeyCheck)) {
    throw new ServiceError(
      'CONFLICT',
      'this database belongs to another root key: restore secrets/root.key of the host that founded it',
    )
  }
  return office.mode
}

/** A token for the local administrator. */
export async function issueAdministratorToken(deps: Deps, expiresInDays: number): Promise<string> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  const application = await asService(deps, async (tx) => {
    const root = await findUnitByPath(tx, serviceScope, '')
    return root === undefined ? undefined : findApplicationByName(tx, serviceScope, root.id, administrator)
  })
  if (application === undefined) throw new Error('the office has no administrator')
  return (await issueToken(deps, call, { applicationId: application.id, expiresInDays })).secret
}

async function foundOrganisation(deps: Deps): Promise<void> {
  if ((await recogniseOffice(deps)) !== undefined) return
  const id = deps.newId()
  const provider = defaultProvider(deps)
  const { wrapped } = await provider.createUnitKey(id)
  const rootKeyCheck = await provider.rootKeyCheckValue()
  const createdAt = deps.clock.now()
  await asService(deps, async (tx) => {
    const { created } = await createOffice(tx, { mode: 'practice', rootKeyCheck, createdAt })
    if (created)
      await insertRootUnit(tx, { id, title: 'PRACTICE Organisation', wrappedUnitKey: wrapped, createdAt })
  })
  // Another host may have founded it in between, with another key.
  await recogniseOffice(deps)
}

async function ensureKey(deps: Deps, call: Call, wanted: Parameters<typeof makeKey>[2]): Promise<Key> {
  return ensure(
    () => asService(deps, (tx) => findKey(tx, serviceScope, wanted.unitPath, wanted.name)),
    () => makeKey(deps, call, wanted),
  )
}

async function ensureAuthority(
  deps: Deps,
  call: Call,
  wanted: { readonly slug: string; readonly title: string; readonly parent: string | null },
): Promise<void> {
  await ensure(
    async () => {
      const authority = await asService(deps, (tx) => findAuthorityBySlug(tx, serviceScope, wanted.slug))
      return authority?.certificateId == null ? undefined : authority
    },
    () => createAuthority(deps, call, { ...wanted, algorithm: 'ecdsa-p256' }),
  )
}

async function ensureTimestamping(deps: Deps, call: Call): Promise<void> {
  const key = await ensureKey(deps, call, {
    unitPath: '',
    name: timestampKeyName,
    algorithm: 'ecdsa-p256',
    purpose: 'timestamp',
  })
  const signing = await asService(deps, (tx) => activeSigningKey(tx, serviceScope, key.id))
  await ensure(
    () => validCertificate(deps, key.id, signing.identity.version),
    async () =>
      certify(deps, call, {
        operation: 'createAuthority',
        profile: certificateProfile('timestamping'),
        issuer: await issuingAuthority(deps, issuingSlug),
        unit: { id: key.unitId, path: key.unitPath },
        subject: markPractice(authoritySubject('PRACTICE Time-Stamping Authority')),
        publicKey: signing.publicKey,
        keyVersion: { keyId: key.id, version: signing.identity.version },
        validityDays: undefined,
      }),
  )
}

async function ensurePracticeUnit(deps: Deps, call: Call): Promise<void> {
  await ensure(
    () => asService(deps, (tx) => findUnitByPath(tx, serviceScope, practiceUnit)),
    () => createUnit(deps, call, { path: practiceUnit, title: 'PRACTICE Unit' }),
  )
  const key = await ensureKey(deps, call, {
    unitPath: practiceUnit,
    name: 'signing',
    algorithm: 'ecdsa-p256',
    purpose: 'sign-document',
  })
  const signing = await asService(deps, (tx) => activeSigningKey(tx, serviceScope, key.id))
  await ensure(
    () => validCertificate(deps, key.id, signing.identity.version),
    () =>
      issueCertificate(deps, call, {
        unit: practiceUnit,
        key: `${practiceUnit}/signing`,
        profile: 'document-signing',
        subject: 'CN=PRACTICE Signer,OU=PRACTICE Unit',
        authority: issuingSlug,
      }),
  )
}

async function ensureAdministrator(deps: Deps, call: Call): Promise<void> {
  await ensure(
    () =>
      asService(deps, async (tx) => {
        const root = await findUnitByPath(tx, serviceScope, '')
        return root === undefined
          ? undefined
          : findApplicationByName(tx, serviceScope, root.id, administrator)
      }),
    () => createApplication(deps, call, { name: administrator, unit: '', actions }),
  )
}

function validCertificate(deps: Deps, keyId: string, version: number) {
  return asService(deps, (tx) =>
    findNewestValidCertificate(tx, serviceScope, { keyId, version, at: deps.clock.now() }),
  )
}

/** Finds, or makes, or finds what another host has just made. */
async function ensure<T>(find: () => Promise<T | undefined>, make: () => Promise<T>): Promise<T> {
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
