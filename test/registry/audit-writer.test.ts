import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stateAllows } from '../../src/keys/handle.ts'
import { encodeEntry } from '../../src/log/entry.ts'
import type { Application } from '../../src/registry/application.ts'
import { listAuditEntries } from '../../src/registry/audit-entries.ts'
import { maxGroupRows, maxWaitingRows, openAuditWriter } from '../../src/registry/audit-writer.ts'
import type { Key } from '../../src/registry/key.ts'
import { setKeyVersionState } from '../../src/registry/key-versions.ts'
import type { Tables } from '../../src/registry/tables.ts'
import { revokeToken } from '../../src/registry/tokens.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { disableApplicationsOf } from '../../src/registry/unit-ends.ts'
import { sealUnits, unsealUnits } from '../../src/registry/unit-seals.ts'
import { relocateUnit } from '../../src/registry/unit-tree.ts'
import { findUnitById, lockTree } from '../../src/registry/units.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import {
  addApplication,
  addKey,
  addRoot,
  addToken,
  addUnit,
  auditEntry,
  minutesAfterNoon,
  noon,
  service,
} from './sample.ts'

let db: TestDatabase
let root: Unit
let application: Application
let key: Key

beforeAll(async () => {
  db = await testDatabase()
  await db.database.transaction(service, async (tx) => {
    root = await addRoot(tx)
    application = await addApplication(tx, root)
    key = await addKey(tx, root)
  })
})
afterAll(() => db.close())

async function stored(ids: readonly string[]): Promise<readonly string[]> {
  return await db.asOwner(async (tx) => {
    const rows = await tx.selectFrom('audit_entries').select('id').where('id', 'in', ids).execute()
    return rows.map((row) => row.id)
  })
}

async function pending(): Promise<readonly string[]> {
  return await db.asOwner(async (tx) => {
    const rows = await tx.selectFrom('audit_pending').select('entry_ids').orderBy('arrival').execute()
    return rows.flatMap((row) => row.entry_ids)
  })
}

test('an entry is stored byte for byte and waits for its place in the log', async () => {
  const entry = auditEntry({
    unitId: root.id,
    keyId: key.id,
    details: { title: 'Quyết định số 1 “khẩn”\\ \u0000 ✓' },
  })
  expect(await db.database.auditLog().append([entry], {})).toBe('durable')
  const page = await db.database.transaction(service, (tx) => listAuditEntries(tx, service, { limit: 1000 }))
  expect(page.items.find((item) => item.id === entry.id)).toEqual({
    id: entry.id,
    at: noon,
    unitId: root.id,
    keyId: key.id,
    operation: 'signDocument',
    outcome: 'done',
    entry: encodeEntry(entry),
    leafIndex: null,
  })
  expect((await pending()).filter((id) => id === entry.id)).toHaveLength(1)
})

test('words with commas, quotes, braces and backslashes stay in their own row', async () => {
  const words = ['a,b', '"', '{}', '\\\\"', 'NULL', 'null', ' a ', '\n', 'Ư', '']
  const entries = words.map((operation) => auditEntry({ operation }))
  await db.database.auditLog().append(entries, {})
  const ids = entries.map((entry) => entry.id)
  const rows = await db.asOwner((tx) =>
    tx.selectFrom('audit_entries').select(['id', 'operation']).where('id', 'in', ids).execute(),
  )
  for (const entry of entries) expect(rows).toContainEqual({ id: entry.id, operation: entry.operation })
})

test('entries of one call that differ in unit, key, moment and outcome keep what is theirs', async () => {
  const entries = [
    auditEntry({ unitId: root.id }),
    auditEntry({ unitId: root.id }),
    auditEntry({ unitId: null, outcome: 'failed', details: { code: 'X', also: 'y' } }),
    auditEntry({ unitId: root.id, at: minutesAfterNoon(1).toISOString() }),
    auditEntry({
      unitId: root.id,
      keyId: key.id,
      keyVersion: 3,
      toBeSignedSha256: 'aa',
      signatureSha256: 'bb',
    }),
    auditEntry({
      unitId: root.id,
      keyId: key.id,
      keyVersion: 3,
      toBeSignedSha256: 'cc',
      signatureSha256: 'dd',
    }),
  ]
  await db.database.auditLog().append(entries, {})
  const page = await db.database.transaction(service, (tx) => listAuditEntries(tx, service, { limit: 1000 }))
  for (const entry of entries) {
    expect(page.items.find((item) => item.id === entry.id)).toMatchObject({
      at: new Date(entry.at),
      unitId: entry.unitId,
      keyId: entry.keyId,
      operation: entry.operation,
      outcome: entry.outcome,
      entry: encodeEntry(entry),
    })
  }
})

test('concurrent calls all become durable, each with all of its entries', async () => {
  const calls = Array.from({ length: 200 }, (_, i) => Array.from({ length: 1 + (i % 4) }, () => auditEntry()))
  const outcomes = await Promise.all(calls.map((entries) => db.database.auditLog().append(entries, {})))
  expect(new Set(outcomes)).toEqual(new Set(['durable']))
  const ids = calls.flat().map((entry) => entry.id)
  expect((await stored(ids)).length).toBe(ids.length)
})

/** Transactions that wrote these entries. */
async function transactionsOf(ids: readonly string[]): Promise<number> {
  return await db.asOwner(async (tx) => {
    const rows = await tx
      .selectFrom('audit_entries')
      .select(sql<string>`xmin::text`.as('transaction'))
      .where('id', 'in', ids)
      .execute()
    expect(rows).toHaveLength(ids.length)
    return new Set(rows.map(({ transaction }) => transaction)).size
  })
}

test('calls that come together share one transaction, up to as many rows as a group has', async () => {
  const log = db.database.auditLog()
  const append = async (calls: number, rows: number): Promise<number> => {
    const entries = Array.from({ length: calls }, () => Array.from({ length: rows }, () => auditEntry()))
    await Promise.all(entries.map((ones) => log.append(ones, {})))
    return await transactionsOf(entries.flat().map(({ id }) => id))
  }
  expect(await append(1, 1)).toBe(1)
  expect(await append(200, 1)).toBe(1)
  expect(await append(300, 3)).toBe(1)
  expect(await append(5, maxGroupRows / 2)).toBe(3)
})

test('calls that come while an insert runs wait for it, and share the next', async () => {
  const groups: number[] = []
  const inserts: PromiseWithResolvers<void>[] = []
  const writer = openAuditWriter({
    insert: async (_, values) => {
      groups.push(callsIn(values))
      const insert = Promise.withResolvers<void>()
      inserts.push(insert)
      await insert.promise
      return []
    },
    close: async () => undefined,
  })
  const appended = [writer.append([auditEntry()], {})]
  await expect.poll(() => groups).toEqual([1])
  for (let i = 0; i < 500; i++) appended.push(writer.append([auditEntry()], {}))
  // None of them begins an insert of its own, whatever time passes.
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(groups).toEqual([1])
  expect(writer.waitingRows()).toBe(500)
  inserts[0]?.resolve()
  await expect.poll(() => groups).toEqual([1, 500])
  inserts[1]?.resolve()
  expect(new Set(await Promise.all(appended))).toEqual(new Set(['durable']))
  await writer.close()
  expect(groups).toEqual([1, 500])
})

/** The first parameter lists the calls of the group as an array literal. */
function callsIn(values: readonly unknown[]): number {
  return String(values[0]).split(',').length
}

test('entries keep their order within a call', async () => {
  const entries = Array.from({ length: 20 }, () => auditEntry())
  await db.database.auditLog().append(entries, {})
  const ids = entries.map((entry) => entry.id)
  expect((await pending()).filter((id) => ids.includes(id))).toEqual(ids)
})

test('a token that is unknown, revoked, expired or of a disabled application stops all entries of its call', async () => {
  const { revoked, expired, disabled } = await db.database.transaction(service, async (tx) => {
    const revokedToken = await addToken(tx, application, 'revoked')
    await revokeToken(tx, service, revokedToken.id, noon)
    const abolished = await addUnit(tx, root, 'abolished')
    const other = await addApplication(tx, abolished, 'disabled')
    const disabledToken = await addToken(tx, other, 'disabled')
    await disableApplicationsOf(tx, service, abolished, noon)
    return {
      revoked: revokedToken.id,
      expired: (await addToken(tx, application, 'expired', minutesAfterNoon(5))).id,
      disabled: disabledToken.id,
    }
  })
  const late = { at: minutesAfterNoon(5).toISOString() }
  for (const tokenId of [crypto.randomUUID(), revoked, expired, disabled]) {
    const entries = [auditEntry(late), auditEntry(late)]
    expect(await db.database.auditLog().append(entries, { tokenId })).toBe('token_not_valid')
    expect(await stored(entries.map((entry) => entry.id))).toEqual([])
  }
  expect(await db.database.auditLog().append([auditEntry()], { tokenId: expired })).toBe('durable')
})

test('a key version that no longer signs may still read, in the states that allow it', async () => {
  for (const state of ['active', 'suspended', 'deactivated', 'compromised'] as const) {
    const { keyId, version } = await db.database.transaction(service, async (tx) => {
      const changed = { keyId: (await addKey(tx, root, `once-${state}`)).id, version: 1 }
      if (state !== 'active')
        await setKeyVersionState(tx, service, { ...changed, from: 'active', to: state, at: noon })
      return changed
    })
    const append = (use: object) =>
      db.database
        .auditLog()
        .append([auditEntry()], { keyVersion: { keyId, version, unitId: root.id, ...use } })
    expect([state, await append({})]).toEqual([state, state === 'active' ? 'durable' : 'key_not_active'])
    const reads = stateAllows(state, 'process') ? 'durable' : 'key_not_active'
    expect([state, await append({ use: 'process' })]).toEqual([state, reads])
  }
})

test('a key version that is not active stops the call; others of the same group go through', async () => {
  const token = await db.database.transaction(
    service,
    async (tx) => (await addToken(tx, application, 'good')).id,
  )
  const suspended = await db.database.transaction(service, async (tx) => {
    const other = await addKey(tx, root, 'suspended')
    await setKeyVersionState(tx, service, {
      keyId: other.id,
      version: 1,
      from: 'active',
      to: 'suspended',
      at: noon,
    })
    return other.id
  })
  const ended = await db.database.transaction(service, (tx) => addKey(tx, root, 'ended'))
  await db.asOwner((tx) =>
    tx.updateTable('key_versions').set({ usage_ends_at: noon }).where('key_id', '=', ended.id).execute(),
  )
  const log = db.database.auditLog()
  const calls = [
    {
      // Its usage period ends at the very moment of the entry.
      entry: auditEntry(),
      guard: { keyVersion: { keyId: ended.id, version: 1, unitId: root.id } },
      expected: 'key_not_active',
    },
    {
      entry: auditEntry(),
      guard: { tokenId: token, keyVersion: { keyId: key.id, version: 1, unitId: root.id } },
      expected: 'durable',
    },
    {
      entry: auditEntry(),
      guard: { keyVersion: { keyId: suspended, version: 1, unitId: root.id } },
      expected: 'key_not_active',
    },
    {
      entry: auditEntry(),
      guard: { keyVersion: { keyId: key.id, version: 2, unitId: root.id } },
      expected: 'key_not_active',
    },
    { entry: auditEntry(), guard: {}, expected: 'durable' },
  ]
  const outcomes = await Promise.all(calls.map(({ entry, guard }) => log.append([entry], guard)))
  expect(outcomes).toEqual(calls.map(({ expected }) => expected))
  const durable = calls.filter(({ expected }) => expected === 'durable').map(({ entry }) => entry.id)
  expect((await stored(calls.map(({ entry }) => entry.id))).toSorted()).toEqual(durable.toSorted())
})

test('a sealed unit stops its keys, and a key that went to another unit stops whoever remembers the old one', async () => {
  const { unit, moved } = await db.database.transaction(service, async (tx) => {
    const unit = await addUnit(tx, root, 'sealed')
    return { unit, moved: await addKey(tx, unit) }
  })
  const append = (unitId: string) =>
    db.database.auditLog().append([auditEntry()], { keyVersion: { keyId: moved.id, version: 1, unitId } })
  expect(await append(unit.id)).toBe('durable')
  expect(await append(root.id)).toBe('key_not_active')
  await db.database.transaction(service, (tx) =>
    sealUnits(tx, service, unit, { below: false, byUnitId: null, at: noon }),
  )
  expect(await append(unit.id)).toBe('key_not_active')
  const sealed = await db.database.transaction(service, (tx) => findUnitById(tx, service, unit.id))
  if (sealed?.state !== 'sealed') throw new Error('the unit is not sealed')
  await db.database.transaction(service, (tx) => unsealUnits(tx, service, sealed))
  expect(await append(unit.id)).toBe('durable')
})

test('a token reaches the units of its application and no other, wherever they are by then', async () => {
  const { top, inner, beside, tokenId } = await db.database.transaction(service, async (tx) => {
    const top = await addUnit(tx, root, 'top')
    const inner = await addUnit(tx, top, 'inner')
    const beside = await addUnit(tx, root, 'top-b')
    const token = await addToken(tx, await addApplication(tx, top, 'of top'), 'of top')
    return { top, inner, beside, tokenId: token.id }
  })
  const reach = (unitId: string) => db.database.auditLog().append([auditEntry()], { tokenId, unitId })
  const all = async () => [await reach(top.id), await reach(inner.id), await reach(beside.id)]
  expect(await all()).toEqual(['durable', 'durable', 'unit_out_of_reach'])
  await db.database.transaction(service, async (tx) => {
    await lockTree(tx, 'exclusive')
    await relocateUnit(tx, service, inner, { parent: beside, slug: 'inner', at: noon })
  })
  expect(await all()).toEqual(['durable', 'unit_out_of_reach', 'unit_out_of_reach'])
  expect(await reach(root.id)).toBe('unit_out_of_reach')
})

test('one call that cannot be stored does not take its group with it', async () => {
  const taken = auditEntry()
  await db.database.auditLog().append([taken], {})
  const good = [auditEntry(), auditEntry(), auditEntry()]
  const bad = auditEntry({ id: taken.id })
  const log = db.database.auditLog()
  const [first, second, third, fourth] = await Promise.allSettled([
    log.append([good[0] ?? bad], {}),
    log.append([good[1] ?? bad, bad], {}),
    log.append([good[2] ?? bad], {}),
    log.append([auditEntry({ operation: 'x'.repeat(70_000) })], {}),
  ])
  expect([first?.status, third?.status]).toEqual(['fulfilled', 'fulfilled'])
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'AUDIT_UNAVAILABLE' } })
  expect(fourth).toMatchObject({ status: 'rejected', reason: { code: 'AUDIT_UNAVAILABLE' } })
  expect((await stored(good.map((entry) => entry.id))).length).toBe(2)
})

test('when too many wait, the next is told BUSY at once and the others are not lost', async () => {
  const blocked = Promise.withResolvers<void>()
  let inserted = 0
  const writer = openAuditWriter({
    insert: async (_, values) => {
      await blocked.promise
      inserted += callsIn(values)
      return []
    },
    close: async () => undefined,
  })
  const entries = Array.from({ length: 1000 }, () => auditEntry())
  const waiting = Array.from({ length: maxWaitingRows / 1000 }, () => writer.append(entries, {}))
  await expect(writer.append([auditEntry()], {})).rejects.toMatchObject({ code: 'BUSY' })
  blocked.resolve()
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['durable']))
  expect(inserted).toBe(waiting.length)
  await writer.close()
  await expect(writer.append([auditEntry()], {})).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
})

test('closing waits for what was accepted', async () => {
  const other = await testDatabase()
  const log = other.database.auditLog()
  const appended = Promise.all(Array.from({ length: 50 }, () => log.append([auditEntry()], {})))
  await log.close()
  expect(await appended).toHaveLength(50)
  await other.close()
})

test('the audit role appends and can neither read, change nor delete what it wrote', async () => {
  const asAuditor = <T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> =>
    db.asOwner(async (tx) => {
      await sql`set local role chancery_audit`.execute(tx)
      return await work(tx)
    })
  const forbidden = [
    'select * from audit_entries',
    "update audit_entries set operation = 'x'",
    'delete from audit_entries',
    'truncate audit_entries',
    'select * from audit_pending',
    'delete from audit_pending',
    'select * from units',
    'select sha256 from tokens',
    'select * from tokens',
    'select wrapped from key_versions',
    'update key_versions set state = state',
    'update tokens set revoked_at = null',
    'insert into log_leaves select',
    'select name from applications',
  ]
  for (const statement of forbidden) {
    await expect(
      asAuditor((tx) => sql.raw(statement).execute(tx)),
      statement,
    ).rejects.toMatchObject({ code: '42501' })
  }
  await asAuditor((tx) => sql.raw('select id, expires_at, revoked_at from tokens').execute(tx))
})

test('the gateway role cannot write the audit tables', async () => {
  const forbidden = [
    "insert into audit_entries (id, at, operation, outcome, entry) values (gen_random_uuid(), now(), 'x', 'done', 'xx')",
    "update audit_entries set operation = 'x'",
    'delete from audit_entries',
    'insert into audit_pending (entry_ids) values (array[gen_random_uuid()])',
    'update log_leaves set leaf_hash = leaf_hash',
    'delete from log_leaves',
    'delete from log_checkpoints',
    'update log_tiles set hashes = hashes',
  ]
  for (const statement of forbidden) {
    await expect(
      db.database.transaction(service, (tx) => sql.raw(statement).execute(tx)),
      statement,
    ).rejects.toMatchObject({ code: '42501' })
  }
})

test('even the owner is stopped from changing an entry, until he takes the trigger off', async () => {
  for (const statement of [
    "update audit_entries set operation = 'x'",
    'delete from audit_entries',
    'truncate audit_entries cascade',
  ]) {
    await expect(
      db.asOwner((tx) => sql.raw(statement).execute(tx)),
      statement,
    ).rejects.toThrow('append-only')
  }
})
