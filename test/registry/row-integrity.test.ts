import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { findApplicationById } from '../../src/registry/applications.ts'
import { rulesAt } from '../../src/registry/approval-rules.ts'
import { insertApprovedSignature, listApprovedSignatures } from '../../src/registry/approved-signatures.ts'
import { findAuthorityById, insertAuthority } from '../../src/registry/authorities.ts'
import {
  completeCertificate,
  findCertificateById,
  planCertificate,
  revokeCertificate,
} from '../../src/registry/certificates.ts'
import { findEnrolmentBySha256 } from '../../src/registry/enrolments.ts'
import { findGrantById } from '../../src/registry/grants.ts'
import type { Key } from '../../src/registry/key.ts'
import { activeSigningKey } from '../../src/registry/key-handles.ts'
import { setDestroyAt } from '../../src/registry/key-lifecycle.ts'
import { setKeyVersionState } from '../../src/registry/key-versions.ts'
import { findOidcSubject } from '../../src/registry/oidc-subjects.ts'
import { findPasskeyByCredentialId } from '../../src/registry/passkeys.ts'
import { listApprovals } from '../../src/registry/proposal-approvals.ts'
import { findProposal } from '../../src/registry/proposals.ts'
import { findRootKeyOffer, offerRootKey, requireOffered } from '../../src/registry/root-key-offers.ts'
import {
  isSealColumn,
  isSealedTable,
  type Row,
  type SealedTableName,
  sealedTable,
  sealedTables,
} from '../../src/registry/row-integrity.ts'
import { checkRows, sealUnsealed } from '../../src/registry/seal-rows.ts'
import { findSessionBySha256 } from '../../src/registry/sessions.ts'
import type { Tx } from '../../src/registry/tables.ts'
import { findTokenBySha256, isTokenLive, touchToken } from '../../src/registry/tokens.ts'
import { findTrustAnchor } from '../../src/registry/trust-anchors.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { findUnitByPath } from '../../src/registry/units.ts'
import { findWorkloadTrusts } from '../../src/registry/workload-trusts.ts'
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
  minutesAfterNoon,
  noon,
  service,
  sha256,
} from './sample.ts'

const secret = randomBytes(32)
const rowMac = async (rows: readonly Uint8Array[]): Promise<readonly Uint8Array[]> =>
  rows.map((row) => createHmac('sha256', secret).update(row).digest())

let db: TestDatabase
let unit: Unit
let key: Key
const ids: Record<string, string> = {}
const refused: ServiceError[] = []

const protect = (): void =>
  db.database.protectRows(rowMac, async (error) => {
    refused.push(error)
  })

beforeAll(async () => {
  db = await testDatabase()
  protect()
  await db.database.transaction(service, async (tx) => {
    unit = await addUnit(tx, await addRoot(tx), 'centre')
    key = await addKey(tx, unit)
    const application = await addApplication(tx, unit)
    const token = await addToken(tx, application, 'secret', minutesAfterNoon(60))
    const authority = await insertAuthority(tx, service, {
      id: randomUUID(),
      slug: 'ca',
      title: 'CA',
      kind: 'root',
      practice: true,
      keyId: key.id,
      parentAuthorityId: null,
      createdAt: noon,
    })
    const person = await addPerson(tx, unit)
    const session = await addSession(tx, person, 'session')
    const grantId = await addGrant(tx, { personId: person.id }, unit, {
      keyId: key.id,
      actions: ['manage-keys', 'read'],
      formats: ['PAdES'],
      limit: { maxOperations: 3, perSeconds: 60 },
      emergency: true,
      expiresAt: minutesAfterNoon(60),
    })
    const certificateId = randomUUID()
    await planCertificate(tx, service, {
      id: certificateId,
      authorityId: authority.id,
      serial: Uint8Array.of(7),
      subject: 'CN=ca',
      profile: 'root',
      unitId: unit.id,
      key: { keyId: key.id, version: 1 },
      notBefore: noon,
      notAfter: minutesAfterNoon(60),
      tbsSha256: sha256('tbs'),
      plannedAt: noon,
    })
    await completeCertificate(tx, service, certificateId, { der: Uint8Array.of(0x30, 1), issuedAt: noon })
    await revokeCertificate(tx, service, certificateId, {
      revokedAt: minutesAfterNoon(5),
      reason: 'keyCompromise',
      invalidityDate: noon,
    })
    await tx.insertInto('unit_paths').values({ path: 'former', unit_id: unit.id, created_at: noon }).execute()
    const proposed = await addProposal(tx, unit, person, session.passkeyId ?? '')
    await insertApprovedSignature(tx, {
      proposalId: proposed.proposals,
      sha256: sha256('document'),
      auditEntryId: randomUUID(),
      signedAt: noon,
    })
    const offer = { checkValue: sha256('root key'), offer: sha256('custody record') }
    await offerRootKey(tx, { generation: 2, ...offer, offeredAt: noon })
    Object.assign(ids, {
      units: unit.id,
      unit_paths: 'former',
      keys: key.id,
      key_versions: key.id,
      authorities: authority.id,
      certificates: certificateId,
      applications: application.id,
      tokens: token.id,
      people: person.id,
      grants: grantId,
      sessions: session.id,
      passkeys: session.passkeyId,
      enrolments: (await addEnrolment(tx, person, 'code')).id,
      approval_rules: unit.id,
      ...proposed,
      approved_signatures: proposed.proposals,
      root_key_offers: 'true',
      oidc_subjects: (await addSubject(tx, person)).id,
      workload_trusts: (await addTrust(tx, application)).id,
      trust_anchors: await addAnchor(tx, unit, 'anchor'),
    })
  })
})
afterAll(() => db.close())

/** Reads each row as what rests on it does. */
const use: Readonly<Record<SealedTableName, (tx: Tx) => Promise<unknown>>> = {
  units: (tx) => activeSigningKey(tx, service, key.id),
  unit_paths: (tx) => findUnitByPath(tx, service, 'former'),
  keys: (tx) => activeSigningKey(tx, service, key.id),
  key_versions: (tx) => activeSigningKey(tx, service, key.id),
  authorities: (tx) => findAuthorityById(tx, service, ids['authorities'] ?? ''),
  certificates: (tx) => findCertificateById(tx, service, ids['certificates'] ?? ''),
  applications: (tx) => findTokenBySha256(tx, sha256('secret')),
  tokens: async (tx) => {
    return (await isTokenLive(tx, ids['tokens'] ?? '', noon)) || undefined
  },
  people: (tx) => findSessionBySha256(tx, sha256('session')),
  grants: (tx) => findGrantById(tx, service, ids['grants'] ?? ''),
  sessions: (tx) => findSessionBySha256(tx, sha256('session')),
  passkeys: (tx) => findPasskeyByCredentialId(tx, sha256('session')),
  enrolments: (tx) => findEnrolmentBySha256(tx, sha256('code')),
  approval_rules: async (tx) => (await rulesAt(tx, 'exportKey', [unit.path]))[0],
  proposals: (tx) => findProposal(tx, service, ids['proposals'] ?? ''),
  approvals: async (tx) => (await listApprovals(tx, ids['proposals'] ?? ''))[0],
  approved_signatures: async (tx) => (await listApprovedSignatures(tx, ids['proposals'] ?? ''))[0],
  root_key_offers: async (tx) => {
    await requireOffered(tx)
    return findRootKeyOffer(tx)
  },
  oidc_subjects: (tx) => findOidcSubject(tx, 'https://id.example', 'lan'),
  workload_trusts: async (tx) => (await findWorkloadTrusts(tx, 'https://id.example', 'workload')).at(0),
  trust_anchors: (tx) => findTrustAnchor(tx, service, ids['trust_anchors'] ?? ''),
}

async function used(table: SealedTableName): Promise<void> {
  const row = await db.database.transaction(service, use[table])
  if (row === undefined) throw new ServiceError('NOT_FOUND', 'it was not even found')
}

async function rowOf(table: SealedTableName): Promise<Row> {
  const [column = 'id'] = sealedTable(table).key
  const { rows } = await db.asOwner((tx) =>
    sql<Row>`select * from ${sql.table(table)} where ${sql.ref(column)} = ${ids[table]}`.execute(tx),
  )
  const [row] = rows
  if (row === undefined) throw new Error(`there is no row in ${table}`)
  return row
}

/** As whoever has the database would: past references and checks. */
async function edit(table: SealedTableName, changes: Row): Promise<void> {
  const [column = 'id'] = sealedTable(table).key
  await db.asOwner(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    const sets = sql.join(Object.entries(changes).map(([name, value]) => sql`${sql.ref(name)} = ${value}`))
    await sql`update ${sql.table(table)} set ${sets} where ${sql.ref(column)} = ${ids[table]}`.execute(tx)
  })
}

async function withoutChecks(): Promise<void> {
  await db.asOwner(async (tx) => {
    const { rows } = await sql<{ table: string; name: string }>`
      select conrelid::regclass::text as table, conname as name from pg_constraint where contype = 'c'
        and conrelid::regclass::text in (${sql.join(tables)})`.execute(tx)
    for (const { table, name } of rows)
      await sql`alter table ${sql.table(table)} drop constraint ${sql.id(name)}`.execute(tx)
  })
}

async function columnTypes(table: SealedTableName): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.asOwner((tx) =>
    sql<{ name: string; type: string }>`select column_name as name, data_type as type
      from information_schema.columns where table_schema = 'public' and table_name = ${table}`.execute(tx),
  )
  return new Map(rows.map(({ name, type }) => [name, type]))
}

/** Another value of the column, neither the present one nor null. */
function another(type: string, present: unknown): unknown {
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'text':
      return `${present ?? ''}x`
    case 'boolean':
      return present !== true
    case 'integer':
    case 'bigint':
      return Number(present ?? 0) + 1
    case 'bytea':
      return Uint8Array.of(1, 2, 3, 4)
    case 'ARRAY':
      return ['manage-keys']
    case 'timestamp with time zone':
      return minutesAfterNoon(30)
    default:
      throw new Error(`no other value of type ${type}`)
  }
}

const tables = Object.keys(sealedTables).filter(isSealedTable)

describe('a row that was edited in the database', () => {
  beforeAll(withoutChecks)

  test.each(tables)(
    '%s: each column in turn is refused before use, and used again once it is put back',
    async (table) => {
      const before = await rowOf(table)
      const { free, key: primary } = sealedTable(table)
      await used(table)
      for (const [column, type] of await columnTypes(table)) {
        if (free.includes(column) || primary.includes(column) || isSealColumn(column)) continue
        const present = before[column]
        for (const value of present === null ? [another(type, present)] : [another(type, present), null]) {
          try {
            await edit(table, { [column]: value })
          } catch (error) {
            // A column that may not be null is not made so.
            if (value === null) continue
            throw error
          }
          const refusals = [await refusal(used(table)), await refusal(everyRow(table))]
          expect([column, value, refusals]).toEqual([
            column,
            value,
            [expect.any(String), 'INTEGRITY_VIOLATION'],
          ])
        }
        await edit(table, { [column]: present })
        await used(table)
      }
    },
  )
})

/** Code of the refusal. A row that is not found at all, or says no by itself, is refused too; null when it is used. */
function refusal(use: Promise<unknown>): Promise<string | null> {
  return use.then(
    () => null,
    (error: unknown) => (error instanceof ServiceError ? error.code : String(error)),
  )
}

function everyRow(table: SealedTableName): Promise<unknown> {
  return db.database.transaction(service, (tx) => checkRows(tx, table, undefined, 1000))
}

test('wrapped keys are exchanged among a hundred rows: not one is used', async () => {
  const keys = await db.database.transaction(service, async (tx) => {
    const made: Key[] = []
    for (let i = 0; i < 100; i++) made.push(await addKey(tx, unit, `swapped-${i}`))
    return made
  })
  await db.asOwner(async (tx) => {
    for (const [i, { id }] of keys.entries()) {
      await sql`update key_versions set wrapped = ${Uint8Array.of(i, 1)}, row_mac = (select row_mac from key_versions where key_id = ${keys[(i + 1) % 100]?.id}) where key_id = ${id}`.execute(
        tx,
      )
    }
  })
  for (const { id } of keys) {
    await expect(
      db.database.transaction(service, (tx) => activeSigningKey(tx, service, id)),
    ).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  }
})

test('a row without a MAC is refused, and so is one that was put in by hand', async () => {
  const [{ id }] = await db.database.transaction(
    service,
    async (tx) => [await addKey(tx, unit, 'bare')] as const,
  )
  await db.asOwner((tx) => sql`update keys set row_mac = null where id = ${id}`.execute(tx))
  await expect(
    db.database.transaction(service, (tx) => activeSigningKey(tx, service, id)),
  ).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  await db.asOwner((tx) =>
    tx
      .insertInto('tokens')
      .values({
        id: randomUUID(),
        application_id: ids['applications'] ?? '',
        sha256: sha256('mine'),
        created_at: noon,
      })
      .execute(),
  )
  await expect(
    db.database.transaction(service, (tx) => findTokenBySha256(tx, sha256('mine'))),
  ).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
})

test('an old state of a row with its own MAC is refused by whoever has seen the newer one', async () => {
  const replayed = await db.database.transaction(service, (tx) => addKey(tx, unit, 'replayed'))
  const read = () => db.database.transaction(service, (tx) => activeSigningKey(tx, service, replayed.id))
  await read()
  const { rows } = await db.asOwner((tx) =>
    sql<Row>`select * from key_versions where key_id = ${replayed.id}`.execute(tx),
  )
  const change = { keyId: replayed.id, version: 1, at: noon } as const
  await db.database.transaction(service, (tx) =>
    setKeyVersionState(tx, service, { ...change, from: 'active', to: 'suspended' }),
  )
  await db.database.transaction(service, (tx) =>
    setKeyVersionState(tx, service, { ...change, from: 'suspended', to: 'active' }),
  )
  await read()
  await db.asOwner((tx) =>
    sql`update key_versions set state = ${rows[0]?.['state']}, suspended_from = null, activated_at = ${rows[0]?.['activated_at']},
      row_mac = ${rows[0]?.['row_mac']}, row_generation = ${rows[0]?.['row_generation']} where key_id = ${replayed.id}`.execute(
      tx,
    ),
  )
  await expect(read()).rejects.toMatchObject({
    code: 'INTEGRITY_VIOLATION',
    cause: { message: expect.stringContaining('is of generation 1; 3 was there before') },
  })
})

test('an edited row is not carried over into a new seal by the next act on it', async () => {
  const victim = await db.database.transaction(service, (tx) => addKey(tx, unit, 'carried'))
  await db.asOwner((tx) => sql`update keys set purpose = 'sign-raw' where id = ${victim.id}`.execute(tx))
  await expect(
    db.database.transaction(service, (tx) => setDestroyAt(tx, victim.id, noon)),
  ).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
})

test('what the database changes on its own while a row is updated does not get a MAC', async () => {
  const victim = await db.database.transaction(service, (tx) => addKey(tx, unit, 'triggered'))
  await db.asOwner(async (tx) => {
    await sql`create function turn() returns trigger language plpgsql as $$ begin new.purpose = 'sign-raw'; return new; end $$`.execute(
      tx,
    )
    await sql`create trigger turn before update on keys for each row when (old.name = 'triggered') execute function turn()`.execute(
      tx,
    )
  })
  await db.database.transaction(service, (tx) => setDestroyAt(tx, victim.id, null))
  await db.asOwner((tx) => sql`drop trigger turn on keys`.execute(tx))
  await expect(
    db.database.transaction(service, (tx) => activeSigningKey(tx, service, victim.id)),
  ).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
})

test('rows that are updated together, or by an expression, are each sealed as they are then', async () => {
  const [first, second] = await db.database.transaction(
    service,
    async (tx) => [await addKey(tx, unit, 'together-1'), await addKey(tx, unit, 'together-2')] as const,
  )
  await db.database.transaction(service, (tx) =>
    tx
      .updateTable('keys')
      .set({ minimum_version: sql<number>`minimum_version + 1`, rotation_period_days: 9 })
      .where('id', 'in', [first.id, second.id])
      .execute(),
  )
  await db.database.transaction(service, async (tx) => {
    for (const { id } of [first, second]) await activeSigningKey(tx, service, id)
  })
})

test('a change of a column on which nothing rests asks the signer nothing', async () => {
  let asked = 0
  db.database.protectRows(
    (rows) => {
      asked += rows.length
      return rowMac(rows)
    },
    async () => undefined,
  )
  await db.database.transaction(service, (tx) => touchToken(tx, ids['tokens'] ?? '', minutesAfterNoon(2)))
  expect(asked).toBe(0)
  await used('tokens')
  const first = asked
  expect(first).toBeGreaterThan(0)
  await used('tokens')
  expect(asked).toBe(first)
  protect()
})

test('a transaction that is rolled back leaves no memory of what it wrote', async () => {
  const rolled = await db.database.transaction(service, (tx) => addKey(tx, unit, 'rolled'))
  await expect(
    db.database.transaction(service, async (tx) => {
      await setDestroyAt(tx, rolled.id, noon)
      await activeSigningKey(tx, service, rolled.id)
      throw new Error('enough')
    }),
  ).rejects.toThrow('enough')
  await db.database.transaction(service, (tx) => activeSigningKey(tx, service, rolled.id))
})

test('sealed tables are written by the query builder alone', async () => {
  await expect(
    db.database.transaction(service, (tx) => sql`update keys set minimum_version = 1`.execute(tx)),
  ).rejects.toThrow('written by the query builder alone')
})

test('rows from before there were MACs are sealed once, and are rows like others then', async () => {
  const old = await db.asOwner((tx) => addKey(tx, unit, 'old'))
  const read = () => db.database.transaction(service, (tx) => activeSigningKey(tx, service, old.id))
  await expect(read()).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  await db.database.transaction(service, async (tx) => {
    for (const table of ['keys', 'key_versions'] as const)
      expect(await sealUnsealed(tx, table, 500)).toBeGreaterThan(0)
  })
  expect((await read()).identity.keyId).toBe(old.id)
})

test('whoever watches is told which row it was, and the caller is not', async () => {
  refused.length = 0
  await edit('applications', { actions: ['sign', 'read', 'audit'] })
  await expect(used('applications')).rejects.toMatchObject({
    message: 'something in the registry is not what the service wrote; nothing was done with it',
  })
  expect(refused).toMatchObject([
    { cause: { message: `the row applications ${ids['applications']} is not what the service wrote` } },
  ])
  expect(
    await db.database.transaction(service, (tx) =>
      findApplicationById(tx, service, ids['applications'] ?? ''),
    ),
  ).toBeDefined()
})
