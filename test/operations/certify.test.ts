// Certification stops at the first finding of the lint: before anything is stored, and before the key is used.

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { theService } from '../../src/caller.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import { issueCertificate } from '../../src/operations/issue-certificate.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { depsOn } from '../fixtures/dying-database.ts'

const founded = Date.UTC(2026, 10, 27, 9)
let db: TestDatabase
let deps: Deps
let signatures = 0
beforeAll(async () => {
  db = await testDatabase()
  const here = depsOn(db.database, randomBytes(32))
  const providers = new Map([...here.providers].map(([name, provider]) => [name, counting(provider)]))
  deps = { ...here, providers, clock: { now: () => new Date(founded) } }
  await foundPracticeOffice(deps)
})
afterAll(() => db.close())

/** The provider itself, whose use for signatures is counted. */
function counting(provider: KeyProvider): KeyProvider {
  return {
    ...provider,
    sign: (key, messages) => {
      signatures += messages.length
      return provider.sign(key, messages)
    },
  }
}

function issue(differing: Partial<Deps>) {
  const call = { requestId: 'a-request', caller: theService }
  const input = { unit: 'practice', key: 'practice/signing', profile: 'document-signing' } as const
  return issueCertificate({ ...deps, ...differing }, call, input)
}

/** All that an issuance leaves behind. */
async function traces() {
  const { rows } = await db.asOwner((tx) =>
    sql<{ certificates: number; planned: number; entries: number }>`select
      (select count(*)::int4 from certificates) as certificates,
      (select count(*)::int4 from certificates where issued_at is null) as planned,
      (select count(*)::int4 from audit_entries) as entries`.execute(tx),
  )
  return { ...rows[0], signatures }
}

test('a certificate without a finding is stored, signed once and entered once', async () => {
  const before = await traces()
  await issue({})
  expect(await traces()).toEqual({
    certificates: (before.certificates ?? 0) + 1,
    planned: before.planned,
    entries: (before.entries ?? 0) + 1,
    signatures: before.signatures + 1,
  })
})

const elevenYears = 11 * 366 * 86_400_000
test.each<[string, Partial<Deps>, string]>([
  [
    'an authority whose own certificate has ended',
    { clock: { now: () => new Date(founded + elevenYears) } },
    'notAfter does not follow notBefore (RFC 5280 §4.1.2.5)',
  ],
  [
    'a source of randomness that gives less than it was asked for',
    { random: () => randomBytes(4) },
    'serialNumber has 4 octets; 64 random bits need 8 (CABF BR §7.1)',
  ],
  [
    'a source of randomness that gives more',
    { random: () => randomBytes(21) },
    'serialNumber has 21 octets; 20 are allowed (RFC 5280 §4.1.2.2)',
  ],
])(
  '%s is a finding, which leaves no certificate, plan, entry or use of the key',
  async (_, part, message) => {
    const before = await traces()
    await expect(issue(part)).rejects.toMatchObject({ code: 'PROFILE_VIOLATION', message })
    expect(await traces()).toEqual(before)
  },
)
