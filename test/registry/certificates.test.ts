import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  findAuthorityBySlug,
  insertAuthority,
  nextCrlNumber,
  setAuthorityCertificate,
} from '../../src/registry/authorities.ts'
import type { Authority } from '../../src/registry/authority.ts'
import {
  type CertificatePlan,
  completeCertificate,
  findCertificateById,
  findCertificateBySerial,
  findNewestCertificateOfKey,
  findNewestValidCertificate,
  listCertificates,
  listCertificatesBySerial,
  listRevoked,
  planCertificate,
  revokeCertificate,
} from '../../src/registry/certificates.ts'
import { findNewestCrl, insertCrl } from '../../src/registry/crls.ts'
import type { Key } from '../../src/registry/key.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addKey, addRoot, minutesAfterNoon, noon, service, sha256 } from './sample.ts'

let db: TestDatabase
let root: Unit
let caKey: Key
let authority: Authority
let serials = 0

beforeAll(async () => {
  db = await testDatabase()
  await db.database.transaction(service, async (tx) => {
    root = await addRoot(tx)
    caKey = await addKey(tx, root, 'ca')
    authority = await insertAuthority(tx, service, {
      id: crypto.randomUUID(),
      slug: 'root-ca',
      title: 'Gốc',
      kind: 'root',
      practice: true,
      keyId: caKey.id,
      parentAuthorityId: null,
      createdAt: noon,
    })
  })
})
afterAll(() => db.close())

function plan(facts: Partial<CertificatePlan> = {}): CertificatePlan {
  serials++
  return {
    id: crypto.randomUUID(),
    authorityId: authority.id,
    serial: Uint8Array.of(1, serials),
    subject: 'CN=Nguyễn Văn A',
    profile: 'document-signing',
    unitId: root.id,
    key: null,
    notBefore: noon,
    notAfter: minutesAfterNoon(60),
    tbsSha256: sha256('tbs'),
    plannedAt: minutesAfterNoon(serials),
    ...facts,
  }
}

async function issue(facts: Partial<CertificatePlan> = {}): Promise<string> {
  const planned = plan(facts)
  await db.database.transaction(service, async (tx) => {
    await planCertificate(tx, service, planned)
    await completeCertificate(tx, service, planned.id, {
      der: Uint8Array.of(0x30, serials),
      issuedAt: planned.plannedAt,
    })
  })
  return planned.id
}

test('a certificate is planned, then issued once', async () => {
  const planned = plan()
  await db.database.transaction(service, async (tx) => {
    await planCertificate(tx, service, planned)
    expect(await findCertificateById(tx, service, planned.id)).toEqual({ ...planned, state: 'planned' })
    const issued = await completeCertificate(tx, service, planned.id, {
      der: Uint8Array.of(0x30),
      issuedAt: noon,
    })
    expect(issued).toEqual({
      ...planned,
      state: 'issued',
      der: Uint8Array.of(0x30),
      issuedAt: noon,
      revocation: null,
    })
    expect(await findCertificateBySerial(tx, service, authority.id, planned.serial)).toEqual(issued)
    expect(await listCertificatesBySerial(tx, service, planned.serial)).toEqual([issued])
  })
  await expect(
    db.database.transaction(service, (tx) =>
      completeCertificate(tx, service, planned.id, { der: Uint8Array.of(0x31), issuedAt: noon }),
    ),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('an issuer never uses a serial number twice', async () => {
  const first = plan()
  await db.database.transaction(service, (tx) => planCertificate(tx, service, first))
  await expect(
    db.database.transaction(service, (tx) => planCertificate(tx, service, plan({ serial: first.serial }))),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('the newest valid certificate is issued, not revoked, of that version and in its time', async () => {
  const key = await db.database.transaction(service, (tx) => addKey(tx, root, 'valid'))
  const of = { key: { keyId: key.id, version: 1 } }
  const older = await issue(of)
  const newer = await issue({ ...of, notBefore: minutesAfterNoon(10) })
  await db.database.transaction(service, (tx) =>
    planCertificate(tx, service, plan({ ...of, notBefore: minutesAfterNoon(20) })),
  )
  const newestAt = (minutes: number, version = 1): Promise<string | undefined> =>
    db.database.transaction(service, async (tx) => {
      const wanted = { keyId: key.id, version, at: minutesAfterNoon(minutes) }
      return (await findNewestValidCertificate(tx, service, wanted))?.id
    })
  expect(await newestAt(-1)).toBeUndefined()
  expect(await newestAt(0)).toBe(older)
  expect(await newestAt(30)).toBe(newer)
  expect(await newestAt(61)).toBeUndefined()
  expect(await newestAt(30, 2)).toBeUndefined()
  await db.database.transaction(service, async (tx) => {
    expect((await findNewestCertificateOfKey(tx, service, key.id))?.id).toBe(newer)
    await revokeCertificate(tx, service, newer, {
      revokedAt: noon,
      reason: 'superseded',
      invalidityDate: null,
    })
  })
  expect(await newestAt(30)).toBe(older)
})

test('revocation is told with its reason, on the list of its issuer, and happens once', async () => {
  const id = await issue({ notAfter: minutesAfterNoon(30) })
  const revocation = {
    revokedAt: minutesAfterNoon(2),
    reason: 'keyCompromise',
    invalidityDate: noon,
  } as const
  await db.database.transaction(service, async (tx) => {
    const revoked = await revokeCertificate(tx, service, id, revocation)
    expect(revoked.revocation).toEqual(revocation)
    expect(await findCertificateById(tx, service, id)).toEqual(revoked)
    expect(await listRevoked(tx, service, authority.id)).toContainEqual({
      serial: revoked.serial,
      ...revocation,
    })
    const serialsLater = (await listRevoked(tx, service, authority.id, minutesAfterNoon(31))).map(
      (one) => one.serial,
    )
    expect(serialsLater).not.toContainEqual(revoked.serial)
  })
  await expect(
    db.database.transaction(service, (tx) => revokeCertificate(tx, service, id, revocation)),
  ).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_VALID' })
})

test('a planned certificate cannot be revoked or listed', async () => {
  const planned = plan()
  await db.database.transaction(service, (tx) => planCertificate(tx, service, planned))
  await expect(
    db.database.transaction(service, (tx) =>
      revokeCertificate(tx, service, planned.id, {
        revokedAt: noon,
        reason: 'unspecified',
        invalidityDate: null,
      }),
    ),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { items } = await db.database.transaction(service, (tx) =>
    listCertificates(tx, service, { limit: 1000 }),
  )
  expect(items.map((certificate) => certificate.id)).not.toContain(planned.id)
})

test('the database refuses an unknown reason, a serial of 21 octets and times in the wrong order', async () => {
  for (const facts of [{ serial: new Uint8Array(21) }, { notBefore: minutesAfterNoon(61) }]) {
    await expect(
      db.database.transaction(service, (tx) => planCertificate(tx, service, plan(facts))),
    ).rejects.toMatchObject({ code: '23514' })
  }
  await issue()
  await expect(
    db.asOwner((tx) =>
      tx.updateTable('certificates').set({ revoked_at: noon, revocation_reason: 'removeFromCRL' }).execute(),
    ),
  ).rejects.toMatchObject({ code: '23514' })
})

test('an authority is found by its slug, which is unique in the office', async () => {
  const certificateId = await issue({ key: { keyId: caKey.id, version: 1 } })
  await db.database.transaction(service, async (tx) => {
    await setAuthorityCertificate(tx, service, authority.id, certificateId)
    expect(await findAuthorityBySlug(tx, service, 'root-ca')).toEqual({ ...authority, certificateId })
  })
  await expect(
    db.database.transaction(service, (tx) =>
      insertAuthority(tx, service, {
        id: crypto.randomUUID(),
        slug: 'root-ca',
        title: 'x',
        kind: 'root',
        practice: false,
        keyId: caKey.id,
        parentAuthorityId: null,
        createdAt: noon,
      }),
    ),
  ).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
})

test('CRL numbers grow, also when taken at once', async () => {
  const numbers = await Promise.all(
    Array.from({ length: 10 }, () =>
      db.database.transaction(service, (tx) => nextCrlNumber(tx, service, authority.id)),
    ),
  )
  expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('the newest CRL is the one with the highest number, and a number is used once', async () => {
  const crl = (number: number) => ({
    authorityId: authority.id,
    number,
    der: Uint8Array.of(0x30, number),
    thisUpdate: noon,
    nextUpdate: minutesAfterNoon(60),
  })
  await db.database.transaction(service, async (tx) => {
    expect(await findNewestCrl(tx, service, authority.id)).toBeUndefined()
    await insertCrl(tx, service, crl(9))
    await insertCrl(tx, service, crl(10))
    expect(await findNewestCrl(tx, service, authority.id)).toEqual(crl(10))
  })
  await expect(
    db.database.transaction(service, (tx) => insertCrl(tx, service, crl(10))),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})
