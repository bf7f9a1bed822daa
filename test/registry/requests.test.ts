import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Application } from '../../src/registry/application.ts'
import {
  deleteExpiredDocuments,
  findDocument,
  insertDocument,
  spooledOctets,
} from '../../src/registry/documents.ts'
import {
  abandonIdempotent,
  beginIdempotent,
  deleteExpiredIdempotency,
  finishIdempotent,
  type IdempotentRequest,
  releaseEveryIdempotent,
  releaseIdempotent,
} from '../../src/registry/idempotency.ts'
import { createOffice, findOffice } from '../../src/registry/office.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addApplication, addRoot, minutesAfterNoon, noon, service, sha256 } from './sample.ts'

let db: TestDatabase
let root: Unit
let application: Application

beforeAll(async () => {
  db = await testDatabase()
  await db.database.transaction(service, async (tx) => {
    root = await addRoot(tx)
    application = await addApplication(tx, root)
  })
})
afterAll(() => db.close())

function request(key: string, facts: Partial<IdempotentRequest> = {}): IdempotentRequest {
  return {
    callerId: application.id,
    operation: 'createKey',
    key,
    inputSha256: sha256('input'),
    at: noon,
    expiresAt: minutesAfterNoon(60),
    takeOverBefore: minutesAfterNoon(-1),
    ...facts,
  }
}

async function begin(wanted: IdempotentRequest) {
  return await db.database.transaction(service, (tx) => beginIdempotent(tx, wanted))
}

test('a retry gets the answer of the first run', async () => {
  expect(await begin(request('retry'))).toMatchObject({ kind: 'started' })
  const response = { id: 'x', list: [1, null, 'Ư'] }
  await db.database.transaction(service, (tx) => finishIdempotent(tx, request('retry'), response))
  expect(await begin(request('retry'))).toMatchObject({ kind: 'finished', response })
})

test('the same key with another input is refused', async () => {
  await begin(request('other'))
  await expect(begin(request('other', { inputSha256: sha256('else') }))).rejects.toMatchObject({
    code: 'IDEMPOTENCY_CONFLICT',
  })
})

test('of concurrent duplicates exactly one starts', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => begin(request('race'))))
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' })
  }
})

test('a run that crashed is taken over, and cannot finish twice', async () => {
  await begin(request('crashed'))
  const retry = request('crashed', {
    at: minutesAfterNoon(10),
    expiresAt: minutesAfterNoon(70),
    takeOverBefore: minutesAfterNoon(5),
  })
  expect(await begin(retry)).toEqual({ kind: 'started', expiresAt: minutesAfterNoon(60), takenOver: true })
  await db.database.transaction(service, (tx) => finishIdempotent(tx, retry, 1))
  await expect(
    db.database.transaction(service, (tx) => finishIdempotent(tx, retry, 2)),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a key that was given up is taken over at once, by the same input alone', async () => {
  await begin(request('released'))
  await expect(begin(request('released'))).rejects.toMatchObject({ code: 'CONFLICT' })
  await db.database.transaction(service, (tx) => releaseIdempotent(tx, request('released')))
  await expect(begin(request('released', { inputSha256: sha256('else') }))).rejects.toMatchObject({
    code: 'IDEMPOTENCY_CONFLICT',
  })
  const again = request('released', { expiresAt: minutesAfterNoon(61) })
  expect(await begin(again)).toMatchObject({ kind: 'started', takenOver: true })
  await expect(begin(again)).rejects.toMatchObject({ code: 'CONFLICT' })
  await db.database.transaction(service, releaseEveryIdempotent)
  expect(await begin(again)).toMatchObject({ kind: 'started', takenOver: true })
})

test('an abandoned key may be tried again, an expired one is free', async () => {
  await begin(request('abandoned'))
  await db.database.transaction(service, (tx) => abandonIdempotent(tx, request('abandoned')))
  expect(await begin(request('abandoned'))).toMatchObject({ kind: 'started' })
  await db.database.transaction(service, (tx) => finishIdempotent(tx, request('abandoned'), 'old'))
  const later = request('abandoned', { at: minutesAfterNoon(61), inputSha256: sha256('new') })
  expect(await begin({ ...later, expiresAt: minutesAfterNoon(120) })).toMatchObject({ kind: 'started' })
})

test('what expired is forgotten, so many rows at once, the oldest first', async () => {
  const names = ['first', 'second', 'third', 'fourth']
  for (const [i, name] of names.entries())
    await begin(request(name, { operation: 'sweep', expiresAt: minutesAfterNoon(i + 1) }))
  const left = async () => {
    const rows = await db.asOwner((tx) =>
      tx
        .selectFrom('idempotency')
        .select('key')
        .where('operation', '=', 'sweep')
        .orderBy('expires_at')
        .execute(),
    )
    return rows.map(({ key }) => key)
  }
  const sweep = (limit: number) =>
    db.database.transaction(service, (tx) => deleteExpiredIdempotency(tx, minutesAfterNoon(3), limit))
  expect(await sweep(2)).toBe(2)
  expect(await left()).toEqual(['third', 'fourth'])
  expect(await sweep(2)).toBe(1)
  expect(await left()).toEqual(['fourth'])
})

test('the spool knows its documents until they expire', async () => {
  const document = {
    id: crypto.randomUUID(),
    unitId: root.id,
    applicationId: application.id,
    sha256: sha256('content'),
    sizeOctets: 5_000_000_000,
    fileName: 'aaaa.spool',
    wrappedContentKey: Uint8Array.of(1, 2),
    createdAt: noon,
    expiresAt: minutesAfterNoon(60),
  }
  await db.database.transaction(service, async (tx) => {
    await insertDocument(tx, service, document)
    expect(await findDocument(tx, service, document.id, minutesAfterNoon(59))).toEqual(document)
    expect(await findDocument(tx, service, document.id, minutesAfterNoon(60))).toBeUndefined()
    expect(await spooledOctets(tx, service, root.id)).toBe(5_000_000_000)
    expect(await deleteExpiredDocuments(tx, minutesAfterNoon(59), 100)).toEqual([])
    expect(await deleteExpiredDocuments(tx, minutesAfterNoon(60), 100)).toEqual(['aaaa.spool'])
    expect(await spooledOctets(tx, service, root.id)).toBe(0)
  })
})

test('of hosts that start at once exactly one founds the office', async () => {
  expect(await db.database.transaction(service, findOffice)).toBeUndefined()
  const founded = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      db.database.transaction(service, (tx) =>
        createOffice(tx, {
          mode: 'practice',
          rootKeyCheck: new Uint8Array(32).fill(i),
          rootKeyGeneration: 1,
          createdAt: noon,
          foundedAt: null,
        }),
      ),
    ),
  )
  expect(founded.filter(({ created }) => created)).toHaveLength(1)
  const office = await db.database.transaction(service, findOffice)
  for (const { office: seen } of founded) expect(seen).toEqual(office)
})
