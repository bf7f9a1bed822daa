// What only reads: each object as the caller may see it. What lies outside the caller's subtree is absent.

import type { Call } from '../caller.ts'
import { type KeyWarning, keyWarnings } from '../policy/key-warnings.ts'
import type { Application, Token } from '../registry/application.ts'
import { findApplicationById, listApplications } from '../registry/applications.ts'
import { findAuditEntry, listAuditEntries, type StoredAuditEntry } from '../registry/audit-entries.ts'
import { findAuthorityById, findAuthorityBySlug, listAuthorities } from '../registry/authorities.ts'
import type { Authority } from '../registry/authority.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import {
  findCertificateById,
  findNewestValidCertificate,
  listCertificates,
  listCertificatesBySerial,
} from '../registry/certificates.ts'
import type { Grant, GrantHolder } from '../registry/grant.ts'
import { findGrantById, listGrants } from '../registry/grants.ts'
import type { Key, KeyVersion } from '../registry/key.ts'
import { usageOf } from '../registry/key-usage.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey, findKeyById, listKeys } from '../registry/keys.ts'
import { findOffice, type Office } from '../registry/office.ts'
import type { Page, PageRequest } from '../registry/page.ts'
import { findPersonById, listPeople } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { type Scope, serviceScope } from '../registry/scope.ts'
import { findTokenById, listTokens } from '../registry/tokens.ts'
import type { Unit } from '../registry/unit.ts'
import { formerPaths } from '../registry/unit-tree.ts'
import { findUnitById, findUnitByPath, listUnits } from '../registry/units.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { parseKeyName } from './names.ts'
import { serialOctets } from './revoke-certificate.ts'
import { authorityChain } from './signers.ts'

type Reader = Pick<Deps, 'database' | 'clock' | 'caches'>

/** @throws ServiceError as `asCaller`. */
async function reading<T>(
  deps: Reader,
  call: Call,
  action: 'read' | 'audit' | 'manage-applications' | 'manage-people',
  work: (tx: Tx, scope: Scope) => Promise<T>,
): Promise<T> {
  return asCaller(deps, call, work, action)
}

export const readUnit = (deps: Reader, call: Call, path: string): Promise<Unit | undefined> =>
  reading(deps, call, 'read', (tx, scope) => findUnitByPath(tx, scope, path))

export const readUnitById = (deps: Reader, call: Call, id: string): Promise<Unit | undefined> =>
  reading(deps, call, 'read', (tx, scope) => findUnitById(tx, scope, id))

export const readUnits = (deps: Reader, call: Call, page: PageRequest): Promise<Page<Unit>> =>
  reading(deps, call, 'read', (tx, scope) => listUnits(tx, scope, page))

export const readFormerPaths = (deps: Reader, call: Call, unitId: string): Promise<readonly string[]> =>
  reading(deps, call, 'read', (tx, scope) => formerPaths(tx, scope, unitId))

/** @param name `UNIT/NAME`. @throws ServiceError `INVALID_ARGUMENT`. */
export const readKey = (deps: Reader, call: Call, name: string): Promise<Key | undefined> => {
  const parsed = parseKeyName(name)
  return reading(deps, call, 'read', (tx, scope) => findKey(tx, scope, parsed.unitPath, parsed.name))
}

export const readKeyById = (deps: Reader, call: Call, id: string): Promise<Key | undefined> =>
  reading(deps, call, 'read', (tx, scope) => findKeyById(tx, scope, id))

/** @param under path of a unit: only its keys and those below it. */
export const readKeys = (
  deps: Reader,
  call: Call,
  page: PageRequest & { readonly under?: string | undefined },
): Promise<Page<Key>> => reading(deps, call, 'read', (tx, scope) => listKeys(tx, scope, page))

export const readKeyVersions = (deps: Reader, call: Call, keyId: string): Promise<readonly KeyVersion[]> =>
  reading(deps, call, 'read', (tx, scope) => listKeyVersions(tx, scope, keyId))

/** Soonest first. */
export const readKeyWarnings = (deps: Reader, call: Call, key: Key): Promise<readonly KeyWarning[]> =>
  reading(deps, call, 'read', (tx, scope) => warningsOf(tx, scope, key, deps.clock.now()))

export async function warningsOf(tx: Tx, scope: Scope, key: Key, at: Date): Promise<readonly KeyWarning[]> {
  const versions = await listKeyVersions(tx, scope, key.id)
  const active = versions.find(({ state }) => state === 'active')
  const certificate =
    active === undefined
      ? undefined
      : await findNewestValidCertificate(tx, scope, { keyId: key.id, version: active.version, at })
  const limit = key.policy.usageLimit
  const usage = limit === null ? undefined : await usageOf(tx, key.id, limit, at)
  return keyWarnings(key, versions, certificate?.notAfter, usage, at)
}

/** Oldest first. */
export const readCertificates = (
  deps: Reader,
  call: Call,
  page: PageRequest & { readonly under?: string | undefined; readonly keyId?: string | undefined },
): Promise<Page<IssuedCertificate>> =>
  reading(deps, call, 'read', (tx, scope) => listCertificates(tx, scope, page))

/** @throws ServiceError `INVALID_ARGUMENT`. */
export const readCertificate = (
  deps: Reader,
  call: Call,
  serialHex: string,
): Promise<IssuedCertificate | undefined> => {
  const serial = serialOctets(serialHex)
  return reading(deps, call, 'read', async (tx, scope) => {
    const found = await listCertificatesBySerial(tx, scope, serial)
    return found.find((certificate) => certificate.state === 'issued')
  })
}

export const readCertificateById = (
  deps: Reader,
  call: Call,
  id: string,
): Promise<IssuedCertificate | undefined> =>
  reading(deps, call, 'read', async (tx, scope) => {
    const found = await findCertificateById(tx, scope, id)
    return found?.state === 'issued' ? found : undefined
  })

export const readApplications = (deps: Reader, call: Call, page: PageRequest): Promise<Page<Application>> =>
  reading(deps, call, 'manage-applications', (tx, scope) => listApplications(tx, scope, page))

export const readApplicationById = (deps: Reader, call: Call, id: string): Promise<Application | undefined> =>
  reading(deps, call, 'manage-applications', (tx, scope) => findApplicationById(tx, scope, id))

export const readPeople = (deps: Reader, call: Call, page: PageRequest): Promise<Page<Person>> =>
  reading(deps, call, 'manage-people', (tx, scope) => listPeople(tx, scope, page))

export const readPersonById = (deps: Reader, call: Call, id: string): Promise<Person | undefined> =>
  reading(deps, call, 'manage-people', (tx, scope) => findPersonById(tx, scope, id))

/** All that were ever given to it in the units that the caller manages. */
export const readGrants = (deps: Reader, call: Call, holder: GrantHolder): Promise<readonly Grant[]> => {
  const action = 'personId' in holder ? 'manage-people' : 'manage-applications'
  return reading(deps, call, action, (tx, scope) => listGrants(tx, scope, holder))
}

export const readGrantById = (deps: Reader, call: Call, id: string): Promise<Grant | undefined> =>
  reading(deps, call, 'manage-people', (tx, scope) => findGrantById(tx, scope, id))

export const readTokens = (deps: Reader, call: Call, applicationId: string): Promise<readonly Token[]> =>
  reading(deps, call, 'manage-applications', (tx, scope) => listTokens(tx, scope, applicationId))

export const readTokenById = (deps: Reader, call: Call, id: string): Promise<Token | undefined> =>
  reading(deps, call, 'manage-applications', (tx, scope) => findTokenById(tx, scope, id))

export const readAuditEntries = (
  deps: Reader,
  call: Call,
  page: PageRequest,
): Promise<Page<StoredAuditEntry>> =>
  reading(deps, call, 'audit', (tx, scope) => listAuditEntries(tx, scope, page))

export const readAuditEntryById = (
  deps: Reader,
  call: Call,
  id: string,
): Promise<StoredAuditEntry | undefined> =>
  reading(deps, call, 'audit', (tx, scope) => findAuditEntry(tx, scope, id))

/** Public: whoever holds a certificate may know who issued it. */
export const readAuthority = (deps: Reader, slug: string): Promise<Authority | undefined> =>
  asService(deps, (tx) => findAuthorityBySlug(tx, serviceScope, slug))

export const readAuthorityById = (deps: Reader, id: string): Promise<Authority | undefined> =>
  asService(deps, (tx) => findAuthorityById(tx, serviceScope, id))

/** Public. Those that have a certificate, oldest first. */
export const readAuthorities = async (deps: Reader): Promise<readonly Authority[]> => {
  const { items } = await asService(deps, (tx) => listAuthorities(tx, serviceScope, { limit: 1000 }))
  return items.filter(({ certificateId }) => certificateId !== null)
}

/** Public. The authority's own certificate; undefined until it is issued. */
export const readAuthorityCertificate = (
  deps: Reader,
  authority: Authority,
): Promise<IssuedCertificate | undefined> =>
  asService(deps, async (tx) => {
    if (authority.certificateId === null) return undefined
    const found = await findCertificateById(tx, serviceScope, authority.certificateId)
    return found?.state === 'issued' ? found : undefined
  })

/** Public. DER, the authority's own certificate first and the root last. */
export const readAuthorityChain = (deps: Reader, authorityId: string): Promise<readonly Uint8Array[]> =>
  asService(deps, (tx) => authorityChain(tx, authorityId))

/** Public: whether it is a practice office. */
export const readOffice = (deps: Reader): Promise<Office | undefined> => asService(deps, findOffice)
