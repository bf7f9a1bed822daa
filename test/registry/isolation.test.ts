import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application, Token } from '../../src/registry/application.ts'
import { findApplicationById, listApplications } from '../../src/registry/applications.ts'
import { listApprovalRules } from '../../src/registry/approval-rules.ts'
import { insertApprovedSignature } from '../../src/registry/approved-signatures.ts'
import { listAuditEntries } from '../../src/registry/audit-entries.ts'
import {
  findAuthorityById,
  findAuthorityBySlug,
  insertAuthority,
  listAuthorities,
} from '../../src/registry/authorities.ts'
import {
  completeCertificate,
  findCertificateById,
  findCertificateBySerial,
  findNewestValidCertificate,
  listCertificates,
  planCertificate,
  revokeCertificate,
} from '../../src/registry/certificates.ts'
import { findNewestCrl, insertCrl } from '../../src/registry/crls.ts'
import { findDocument, insertDocument, spooledOctets } from '../../src/registry/documents.ts'
import { insertErased } from '../../src/registry/erased-token-keys.ts'
import { beginIdempotent } from '../../src/registry/idempotency.ts'
import {
  findIncident,
  insertIncident,
  insertResigning,
  listIncidents,
  newestIncidentOfKey,
} from '../../src/registry/incidents.ts'
import type { Key } from '../../src/registry/key.ts'
import { activeSigningKey } from '../../src/registry/key-handles.ts'
import { takeUsage } from '../../src/registry/key-usage.ts'
import { listKeyVersions, setKeyVersionState } from '../../src/registry/key-versions.ts'
import { findKey, findKeyById, listKeys } from '../../src/registry/keys.ts'
import { findProposal, listProposals } from '../../src/registry/proposals.ts'
import { lastRun, setLastRun } from '../../src/registry/scheduled-runs.ts'
import { type Scope, scopeOfUnits } from '../../src/registry/scope.ts'
import type { Tx } from '../../src/registry/tables.ts'
import { listTokens, revokeToken } from '../../src/registry/tokens.ts'
import { findTrustAnchor, listTrustAnchors } from '../../src/registry/trust-anchors.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { findUnitById, findUnitByPath, listUnits } from '../../src/registry/units.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import {
  addAnchor,
  addApplication,
  addEnrolment,
  addGrant,
  addKey,
  addPerson,
  addProposal,
  addRoot,
  addSession,
  addSubject,
  addToken,
  addTrust,
  addUnit,
  auditEntry,
  minutesAfterNoon,
  noon,
  service,
  sha256,
} from './sample.ts'

interface House {
  readonly unit: Unit
  readonly key: Key
  readonly application: Application
  readonly token: Token
  readonly slug: string
  readonly authorityId: string
  readonly certificateId: string
  readonly serial: Uint8Array
  readonly documentId: string
  readonly proposalId: string
  readonly anchorId: string
  readonly incidentId: string
}

let db: TestDatabase
let ours: House
let below: House
let theirs: House

// `centre` and `centre-b` begin alike; `centre/commune` lies below `centre`.
beforeAll(async () => {
  db = await testDatabase()
  await db.database.transaction(service, async (tx) => {
    const root = await addRoot(tx)
    ours = await furnish(tx, await addUnit(tx, root, 'centre'), 1)
    below = await furnish(tx, await addUnit(tx, ours.unit, 'commune'), 2)
    theirs = await furnish(tx, await addUnit(tx, root, 'centre-b'), 3)
  })
  const log = db.database.auditLog()
  for (const house of [ours, below, theirs]) await log.append([auditEntry({ unitId: house.unit.id })], {})
  await log.append([auditEntry({ unitId: null })], {})
})
afterAll(() => db.close())

async function furnish(tx: Tx, unit: Unit, mark: number): Promise<House> {
  const key = await addKey(tx, unit)
  await takeUsage(tx, 'key_usage', key.id, { maxOperations: 5, perSeconds: 60 }, 1, noon)
  const application = await addApplication(tx, unit)
  const token = await addToken(tx, application, `secret ${mark}`)
  const person = await addPerson(tx, unit, `person-${mark}`)
  const { passkeyId } = await addSession(tx, person, `session ${mark}`)
  const { proposals: proposalId } = await addProposal(tx, unit, person, passkeyId ?? '', `proposal ${mark}`)
  await insertApprovedSignature(tx, {
    proposalId,
    sha256: sha256('document'),
    auditEntryId: crypto.randomUUID(),
    signedAt: noon,
  })
  await addEnrolment(tx, person, `code ${mark}`)
  await addSubject(tx, person, `subject ${mark}`)
  await addTrust(tx, application, `workload ${mark}`)
  const incidentId = crypto.randomUUID()
  const incident = {
    id: incidentId,
    keyId: key.id,
    versions: [1],
    since: noon,
    declaredAt: noon,
    drill: true,
  }
  await insertIncident(tx, incident)
  const signedAnew = { auditEntryId: crypto.randomUUID(), replacedBy: crypto.randomUUID() }
  await insertResigning(tx, incidentId, signedAnew, noon)
  const grantId = await addGrant(tx, { personId: person.id }, unit)
  await takeUsage(tx, 'grant_usage', grantId, { maxOperations: 5, perSeconds: 60 }, 1, noon)
  const anchorId = await addAnchor(tx, unit, `anchor ${mark}`)
  const serial = Uint8Array.of(mark, 0xff)
  const slug = `ca-${mark}`
  const authority = await insertAuthority(tx, service, {
    id: crypto.randomUUID(),
    slug,
    title: 'CA',
    kind: 'root',
    practice: false,
    keyId: key.id,
    parentAuthorityId: null,
    createdAt: noon,
  })
  const certificateId = crypto.randomUUID()
  await planCertificate(tx, service, {
    id: certificateId,
    authorityId: authority.id,
    serial,
    subject: `CN=${slug}`,
    profile: 'root',
    unitId: unit.id,
    key: { keyId: key.id, version: 1 },
    notBefore: noon,
    notAfter: minutesAfterNoon(60),
    tbsSha256: sha256('tbs'),
    plannedAt: noon,
  })
  await completeCertificate(tx, service, certificateId, { der: Uint8Array.of(0x30, mark), issuedAt: noon })
  await insertCrl(tx, service, {
    authorityId: authority.id,
    number: 1,
    der: Uint8Array.of(0x30, mark),
    thisUpdate: noon,
    nextUpdate: minutesAfterNoon(60),
  })
  const documentId = crypto.randomUUID()
  await insertDocument(tx, service, {
    id: documentId,
    unitId: unit.id,
    applicationId: application.id,
    sha256: sha256('document'),
    sizeOctets: 100,
    fileName: `file-${mark}`,
    wrappedContentKey: Uint8Array.of(1),
    createdAt: noon,
    expiresAt: minutesAfterNoon(60),
  })
  await tx
    .insertInto('unit_paths')
    .values({ path: `alias-${mark}`, unit_id: unit.id, created_at: noon })
    .execute()
  await beginIdempotent(tx, {
    callerId: application.id,
    operation: 'createKey',
    key: 'same',
    inputSha256: sha256('input'),
    at: noon,
    expiresAt: minutesAfterNoon(60),
    takeOverBefore: noon,
  })
  return {
    unit,
    key,
    application,
    token,
    slug,
    authorityId: authority.id,
    certificateId,
    serial,
    documentId,
    proposalId,
    anchorId,
    incidentId,
  }
}

const centre: Scope = { kind: 'units', unitPaths: ['centre'] }
const tables = [
  'units',
  'unit_paths',
  'keys',
  'key_versions',
  'key_usage',
  'authorities',
  'certificates',
  'crls',
  'applications',
  'tokens',
  'documents',
  'idempotency',
  'people',
  'sessions',
  'grants',
  'grant_usage',
  'approval_rules',
  'proposals',
  'approvals',
  'approved_signatures',
  'trust_anchors',
  'passkeys',
  'enrolments',
  'oidc_subjects',
  'workload_trusts',
  'incidents',
  'resignings',
  'audit_entries',
] as const

async function counts(tx: Tx): Promise<Record<string, number>> {
  const result: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx)
    result[table] = rows[0]?.n ?? -1
  }
  return result
}

/** Each unit has a path and had another. */
function eachTable(count: number): Record<string, number> {
  return { ...Object.fromEntries(tables.map((table) => [table, count])), unit_paths: 2 * count }
}

describe('row-level security alone, when queries forget their scope', () => {
  test('a unit sees its own rows and those below it, in every table', async () => {
    expect(await db.database.transaction(centre, counts)).toEqual(eachTable(2))
    expect(await db.database.transaction({ kind: 'units', unitPaths: ['centre/commune'] }, counts)).toEqual(
      eachTable(1),
    )
    expect(await db.database.transaction({ kind: 'units', unitPaths: ['centre-b'] }, counts)).toEqual(
      eachTable(1),
    )
  })

  test('several units together see what each of them sees', async () => {
    const both: Scope = { kind: 'units', unitPaths: ['centre/commune', 'centre-b'] }
    expect(await db.database.transaction(both, counts)).toEqual(eachTable(2))
    expect(scopeOfUnits(['centre/commune', 'centre', 'centre'])).toEqual(centre)
    expect(scopeOfUnits(['centre', ''])).toEqual({ kind: 'units', unitPaths: [''] })
  })

  test('the organisation and the service see all', async () => {
    const all = { ...eachTable(3), units: 4, unit_paths: 7, audit_entries: 4 }
    expect(await db.database.transaction({ kind: 'units', unitPaths: [''] }, counts)).toEqual(all)
    expect(await db.database.transaction(service, counts)).toEqual(all)
  })

  test('a path of no unit sees nothing, whatever characters it has', async () => {
    for (const unitPath of ['cent', 'centr_', '%', 'centre/', '/', 'service', 'centre%', ' centre']) {
      expect(await db.database.transaction({ kind: 'units', unitPaths: [unitPath] }, counts)).toEqual(
        eachTable(0),
      )
    }
  })

  test('an unset, empty or unknown scope shows nothing', async () => {
    for (const setting of ['', 'unit', 'everything', 'Service', ' service']) {
      await db.database.transaction(service, async (tx) => {
        await sql`select set_config('chancery.scope', ${setting}, true)`.execute(tx)
        expect(await counts(tx)).toEqual(eachTable(0))
      })
    }
    const unset = await db.asOwner(async (tx) => {
      await sql`set local role chancery_gateway`.execute(tx)
      return await counts(tx)
    })
    expect(unset).toEqual(eachTable(0))
  })

  test('what was erased from an HSM is the service’s alone, to read and to add', async () => {
    const erased = { keyId: theirs.key.id, version: 1 }
    await db.database.transaction(service, (tx) => insertErased(tx, erased, noon))
    const rows = (tx: Tx) => tx.selectFrom('erased_token_keys').select('version').execute()
    expect(await db.database.transaction(service, rows)).toEqual([{ version: 1 }])
    for (const scope of [centre, { kind: 'units', unitPaths: [''] }] as const) {
      expect(await db.database.transaction(scope, rows)).toEqual([])
      const added = db.database.transaction(scope, (tx) => insertErased(tx, erased, noon))
      await expect(added).rejects.toThrow()
    }
  })

  test('when the schedule was run is the service’s alone, to read and to write', async () => {
    await db.database.transaction(service, (tx) => setLastRun(tx, 'work', noon))
    expect(await db.database.transaction(service, (tx) => lastRun(tx, 'work'))).toEqual(noon)
    for (const scope of [centre, { kind: 'units', unitPaths: [''] }] as const) {
      expect(await db.database.transaction(scope, (tx) => lastRun(tx, 'work'))).toBeUndefined()
      const written = db.database.transaction(scope, (tx) => setLastRun(tx, 'other work', noon))
      await expect(written).rejects.toThrow()
    }
  })

  test('another unit’s rows cannot be changed or deleted', async () => {
    await db.database.transaction(centre, async (tx) => {
      const updated = await tx
        .updateTable('tokens')
        .set({ revoked_at: noon })
        .where('id', '=', theirs.token.id)
        .executeTakeFirst()
      expect(updated.numUpdatedRows).toBe(0n)
      const state = await tx
        .updateTable('key_versions')
        .set({ state: 'suspended' })
        .where('key_id', '=', theirs.key.id)
        .executeTakeFirst()
      expect(state.numUpdatedRows).toBe(0n)
      const deleted = await tx.deleteFrom('documents').where('id', '=', theirs.documentId).executeTakeFirst()
      expect(deleted.numDeletedRows).toBe(0n)
    })
  })

  test('nothing can be added to another unit', async () => {
    const attempts: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => addKey(tx, theirs.unit, 'intruder'),
      (tx) => addApplication(tx, theirs.unit, 'intruder'),
      (tx) => addToken(tx, theirs.application, 'intruder'),
      (tx) => addUnit(tx, theirs.unit, 'intruder'),
    ]
    for (const attempt of attempts) {
      // The functions are given the service's scope here: only the database stands in the way.
      await expect(db.database.transaction(centre, attempt)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const row = { id: crypto.randomUUID(), created_at: noon }
    const raw: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) =>
        tx
          .insertInto('tokens')
          .values({ ...row, application_id: theirs.application.id, sha256: sha256('x') })
          .execute(),
      (tx) =>
        tx
          .insertInto('applications')
          .values({ ...row, unit_id: theirs.unit.id, name: 'intruder', actions: [] })
          .execute(),
      (tx) =>
        tx
          .insertInto('keys')
          .values({
            ...row,
            unit_id: theirs.unit.id,
            name: 'intruder',
            purpose: 'sign-raw',
            algorithm: 'ed25519',
            provider: 'memory',
          })
          .execute(),
    ]
    for (const attempt of raw) {
      await expect(db.database.transaction(centre, attempt)).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('a unit cannot be moved out of the scope', async () => {
    await expect(
      db.database.transaction(centre, (tx) =>
        tx
          .updateTable('units')
          .set({ path: 'centre-b/commune', parent_id: theirs.unit.id })
          .where('id', '=', below.unit.id)
          .execute(),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('every table with row-level security forces it upon its owner', async () => {
    const { rows } = await db.asOwner((tx) =>
      sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname not like 'chancery_migrations%' and not (relrowsecurity and relforcerowsecurity)`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([])
  })
})

describe('the scope in the queries alone, with row-level security switched off', () => {
  test('finding another unit’s things by id, name or list answers as if they were absent', async () => {
    await db.asOwner(async (tx) => {
      expect(await findUnitById(tx, centre, theirs.unit.id)).toBeUndefined()
      expect(await findUnitByPath(tx, centre, 'centre-b')).toBeUndefined()
      expect(await findUnitByPath(tx, centre, 'alias-3')).toBeUndefined()
      expect(await findKey(tx, centre, 'centre-b', 'signing')).toBeUndefined()
      expect(await findKeyById(tx, centre, theirs.key.id)).toBeUndefined()
      expect(await listKeyVersions(tx, centre, theirs.key.id)).toEqual([])
      await expect(activeSigningKey(tx, centre, theirs.key.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      expect(await findAuthorityById(tx, centre, theirs.authorityId)).toBeUndefined()
      expect(await findAuthorityBySlug(tx, centre, theirs.slug)).toBeUndefined()
      expect(await findCertificateById(tx, centre, theirs.certificateId)).toBeUndefined()
      expect(await findCertificateBySerial(tx, centre, theirs.authorityId, theirs.serial)).toBeUndefined()
      expect(
        await findNewestValidCertificate(tx, centre, {
          keyId: theirs.key.id,
          version: 1,
          at: minutesAfterNoon(1),
        }),
      ).toBeUndefined()
      expect(await findNewestCrl(tx, centre, theirs.authorityId)).toBeUndefined()
      expect(await findApplicationById(tx, centre, theirs.application.id)).toBeUndefined()
      expect(await listTokens(tx, centre, theirs.application.id)).toEqual([])
      expect(await findDocument(tx, centre, theirs.documentId, noon)).toBeUndefined()
      expect(await findProposal(tx, centre, theirs.proposalId)).toBeUndefined()
      expect(await findTrustAnchor(tx, centre, theirs.anchorId)).toBeUndefined()
      expect(await findIncident(tx, centre, theirs.incidentId)).toBeUndefined()
      expect(await newestIncidentOfKey(tx, centre, theirs.key.id)).toBeUndefined()
      expect(await spooledOctets(tx, centre, theirs.unit.id)).toBe(0)
    })
  })

  test('lists hold the subtree and nothing else', async () => {
    await db.asOwner(async (tx) => {
      const page = { limit: 100 }
      const subtree = [ours.unit.id, below.unit.id].sort()
      expect((await listUnits(tx, centre, page)).items.map((unit) => unit.id).sort()).toEqual(subtree)
      expect((await listKeys(tx, centre, page)).items.map((key) => key.unitId).sort()).toEqual(subtree)
      expect(
        (await listAuthorities(tx, centre, page)).items.map((authority) => authority.unitId).sort(),
      ).toEqual(subtree)
      expect(
        (await listCertificates(tx, centre, page)).items.map((certificate) => certificate.unitId).sort(),
      ).toEqual(subtree)
      expect(
        (await listApplications(tx, centre, page)).items.map((application) => application.unitId).sort(),
      ).toEqual(subtree)
      expect(
        (await listProposals(tx, centre, { ...page, at: noon })).items.map(({ unitId }) => unitId).sort(),
      ).toEqual(subtree)
      expect((await listIncidents(tx, centre, page)).items.map(({ id }) => id).sort()).toEqual(
        [ours.incidentId, below.incidentId].sort(),
      )
      expect((await listApprovalRules(tx, centre)).map(({ unitId }) => unitId).sort()).toEqual(subtree)
      expect((await listTrustAnchors(tx, centre)).map(({ unitId }) => unitId).sort()).toEqual(subtree)
      expect((await listAuditEntries(tx, centre, page)).items.map((entry) => entry.unitId).sort()).toEqual(
        subtree,
      )
    })
  })

  test('changing another unit’s things answers as if they were absent', async () => {
    const attempts: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => revokeToken(tx, centre, theirs.token.id, noon),
      (tx) =>
        revokeCertificate(tx, centre, theirs.certificateId, {
          revokedAt: noon,
          reason: 'superseded',
          invalidityDate: null,
        }),
      (tx) =>
        setKeyVersionState(tx, centre, {
          keyId: theirs.key.id,
          version: 1,
          from: 'active',
          to: 'suspended',
          at: noon,
        }),
    ]
    for (const attempt of attempts) {
      await expect(db.asOwner(attempt)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})

test('what a unit may see is the same with both walls up', async () => {
  await db.database.transaction(centre, async (tx) => {
    expect(await findKeyById(tx, centre, below.key.id)).toEqual(below.key)
    expect(await findKeyById(tx, centre, theirs.key.id)).toBeUndefined()
    expect((await activeSigningKey(tx, centre, ours.key.id)).identity.keyId).toBe(ours.key.id)
    expect((await listAuditEntries(tx, centre, { limit: 10, under: 'centre/commune' })).items).toHaveLength(1)
  })
})
