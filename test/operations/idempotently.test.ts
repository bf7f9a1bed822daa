import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../../src/caller.ts'
import { ServiceError } from '../../src/errors.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { bindCertificate } from '../../src/operations/bind-certificate.ts'
import { createApplication } from '../../src/operations/create-application.ts'
import { createAuthority } from '../../src/operations/create-authority.ts'
import { createEnrolment } from '../../src/operations/create-enrolment.ts'
import { createKey } from '../../src/operations/create-key.ts'
import { createPerson } from '../../src/operations/create-person.ts'
import { createUnit } from '../../src/operations/create-unit.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { foundPracticeOffice, issueAdministratorToken } from '../../src/operations/found-office.ts'
import { releaseUnfinished } from '../../src/operations/idempotently.ts'
import { issueCertificate } from '../../src/operations/issue-certificate.ts'
import { issueToken } from '../../src/operations/issue-token.ts'
import { linkSubject } from '../../src/operations/link-subject.ts'
import { rotateKey } from '../../src/operations/rotate-key.ts'
import { trustWorkload } from '../../src/operations/trust-workload.ts'
import { openIdentityProvider } from '../../src/outside/identity-provider.ts'
import { openKeySets } from '../../src/outside/key-sets.ts'
import type { Application } from '../../src/registry/application.ts'
import type { Database } from '../../src/registry/database.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { Crash, depsOn, dyingAfter } from '../fixtures/dying-database.ts'
import { certify, fixedKey } from '../fixtures/pki.ts'

const rootKey = randomBytes(32)
let db: TestDatabase
let call: Call
let application: Application
beforeAll(async () => {
  db = await testDatabase()
  const deps = depsOn(db.database, rootKey)
  await foundPracticeOffice(deps)
  const caller = await authenticate(deps, await issueAdministratorToken(deps, 1))
  call = { requestId: randomUUID(), caller }
  application = await createApplication(deps, call, { name: 'known', unit: 'practice', actions: ['sign'] })
  for (const name of ['lan', 'minh']) await createPerson(deps, call, { name, unit: 'practice' })
  for (const name of ['practice/raw', 'practice/documents']) {
    const purpose = name === 'practice/raw' ? 'sign-raw' : 'sign-document'
    await createKey(deps, call, { name, algorithm: 'ed25519', purpose })
  }
  await issueCertificate(deps, call, {
    unit: 'practice',
    key: 'practice/documents',
    profile: 'document-signing',
  })
})
afterAll(() => db.close())

/** Half-made versions, and certificates that speak for a version which nobody will use. */
async function unfinishedVersions(): Promise<number> {
  return await db.asOwner(async (tx) => {
    const rows = await tx
      .selectFrom('key_versions')
      .leftJoin('certificates', (join) =>
        join
          .onRef('certificates.key_id', '=', 'key_versions.key_id')
          .onRef('certificates.key_version', '=', 'key_versions.version')
          .on('certificates.der', 'is not', null)
          .on('certificates.revoked_at', 'is', null),
      )
      .select(['key_versions.state', 'certificates.id', 'key_versions.wrapped'])
      .where('key_versions.state', 'in', ['pre_activation', 'destroyed'])
      .execute()
    return rows.filter(({ state, id, wrapped }) => state !== 'destroyed' || id !== null || wrapped !== null)
      .length
  })
}

const issuer = 'https://issuer.example'

/** Of an office with an issuer of workloads and an identity provider; nobody asks either of them anything. */
function knowingIssuers(deps: Deps): Deps {
  const keySets = openKeySets([{ issuer, jwksUrl: `${issuer}/keys` }], () => performance.now())
  const settings = { issuer, clientId: 'chancery', clientSecret: 'secret', redirectUri: `${issuer}/back` }
  const provider = openIdentityProvider(settings, () => performance.now())
  const singleSignOn = { provider, issuer, acr: [], amr: [], linksByEmail: false }
  return { ...deps, keySets, singleSignOn }
}

async function certificateOf(name: string): Promise<string> {
  const { certificate } = await certify({
    algorithm: 'ed25519',
    privateKey: fixedKey('ed25519', 'signer'),
    subject: `CN=${name}`,
    issuer: undefined,
    extensions: {},
  })
  return encodePem('CERTIFICATE', certificate)
}

interface Creation {
  /** @param name is new for each request; repetitions of a request have the same. */
  readonly make: (deps: Deps, name: string, idempotencyKey: string) => Promise<{ readonly id: string }>
  readonly operation: string
  readonly title?: string
  /** Where `make` makes a row. */
  readonly table:
    | 'units'
    | 'keys'
    | 'certificates'
    | 'applications'
    | 'authorities'
    | 'key_versions'
    | 'tokens'
    | 'workload_trusts'
    | 'oidc_subjects'
  /** Entries that one request leaves in the log. A plan that a crash left unfinished may have one more. */
  readonly entries: number
  readonly plans: boolean
}

const creations: readonly Creation[] = [
  {
    operation: 'createUnit',
    make: (deps, name, idempotencyKey) => createUnit(deps, call, { path: name, title: 'T', idempotencyKey }),
    table: 'units',
    // The encryption certificate's and the unit's own.
    entries: 2,
    plans: true,
  },
  {
    operation: 'createKey',
    make: (deps, name, idempotencyKey) =>
      createKey(deps, call, {
        name: `practice/${name}`,
        algorithm: 'ed25519',
        purpose: 'sign-raw',
        idempotencyKey,
      }),
    table: 'keys',
    entries: 1,
    plans: false,
  },
  {
    operation: 'createApplication',
    make: (deps, name, idempotencyKey) =>
      createApplication(deps, call, { name, unit: 'practice', actions: ['sign'], idempotencyKey }),
    table: 'applications',
    entries: 1,
    plans: false,
  },
  {
    operation: 'trustWorkload',
    make: (deps, name, idempotencyKey) =>
      trustWorkload(knowingIssuers(deps), call, {
        applicationId: application.id,
        issuer,
        audience: 'chancery',
        subject: name,
        algorithm: 'ES256',
        idempotencyKey,
      }),
    table: 'workload_trusts',
    entries: 1,
    plans: false,
  },
  {
    operation: 'bindCertificate',
    make: async (deps, name, idempotencyKey) =>
      bindCertificate(deps, call, {
        applicationId: application.id,
        certificatePem: await certificateOf(name),
        idempotencyKey,
      }),
    table: 'tokens',
    entries: 1,
    plans: false,
  },
  {
    operation: 'linkSubject',
    make: (deps, name, idempotencyKey) =>
      linkSubject(knowingIssuers(deps), call, { person: 'lan', subject: name, idempotencyKey }),
    table: 'oidc_subjects',
    entries: 1,
    plans: false,
  },
  {
    operation: 'issueCertificate',
    make: (deps, _name, idempotencyKey) =>
      issueCertificate(deps, call, {
        unit: 'practice',
        key: 'practice/documents',
        profile: 'document-signing',
        idempotencyKey,
        authority: 'practice-issuing',
      }),
    table: 'certificates',
    entries: 1,
    plans: true,
  },
  {
    operation: 'createAuthority',
    make: (deps, name, idempotencyKey) =>
      createAuthority(deps, call, { slug: name, title: name, algorithm: 'ed25519', idempotencyKey }),
    table: 'authorities',
    entries: 1,
    plans: true,
  },
  {
    operation: 'rotateKey',
    make: async (deps, _name, idempotencyKey) =>
      (await rotateKey(deps, call, { name: 'practice/raw', revokeOld: false, idempotencyKey })).key,
    table: 'key_versions',
    entries: 1,
    plans: false,
  },
  {
    title: 'rotateKey of a certified key',
    operation: 'rotateKey',
    make: async (deps, _name, idempotencyKey) =>
      (await rotateKey(deps, call, { name: 'practice/documents', revokeOld: true, idempotencyKey })).key,
    table: 'key_versions',
    // The certificate's and the rotation's own.
    entries: 2,
    plans: true,
  },
]

async function countOf(creation: Creation): Promise<{ readonly made: number; readonly entries: number }> {
  return await db.asOwner(async (tx) => {
    let rows = tx.selectFrom(creation.table).select((eb) => eb.fn.countAll().as('n'))
    if (creation.table === 'certificates') rows = rows.where('der', 'is not', null)
    // Versions that a crash left unused are no generation of the key.
    if (creation.table === 'key_versions') rows = rows.where('activated_at', 'is not', null)
    const made = await rows.executeTakeFirstOrThrow()
    const entries = await tx
      .selectFrom('audit_entries')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('operation', '=', creation.operation)
      .executeTakeFirstOrThrow()
    return { made: Number(made.n), entries: Number(entries.n) }
  })
}

describe.each(creations.map((one) => ({ ...one, title: one.title ?? one.operation })))(
  '$title with an idempotency key',
  (creation) => {
    it('is done once, and entered in the log, though its process dies behind any write', async () => {
      let crashes = 0
      for (let writes = 1; ; writes++) {
        const before = await countOf(creation)
        const name = `x-${randomUUID()}`
        const key = randomUUID()
        const died = await creation
          .make(depsOn(dyingAfter(writes, db.database), rootKey), name, key)
          .then(() => false)
          .catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error
            return true
          })
        if (died) crashes++
        const next = depsOn(db.database, rootKey)
        // As every start does where the database is one process's own; others wait for two minutes.
        await releaseUnfinished(next)
        const first = await creation.make(next, name, key)
        const again = await creation.make(next, name, key)
        expect(again.id).toBe(first.id)
        const after = await countOf(creation)
        expect(after.made - before.made).toBe(1)
        const entries = after.entries - before.entries
        expect(entries).toBeGreaterThanOrEqual(creation.entries)
        expect(entries).toBeLessThanOrEqual(creation.entries + (creation.plans ? 1 : 0))
        if (creation.table === 'key_versions') expect(await unfinishedVersions()).toBe(0)
        if (!died) break
      }
      expect(crashes).toBeGreaterThanOrEqual(3)
    })

    it('is done once when its entry could not be written at first', async () => {
      const before = await countOf(creation)
      const name = `x-${randomUUID()}`
      const key = randomUUID()
      const deps = depsOn(withoutLog(db.database), rootKey)
      await expect(creation.make(deps, name, key)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
      const next = depsOn(db.database, rootKey)
      const { id } = await creation.make(next, name, key)
      expect((await creation.make(next, name, key)).id).toBe(id)
      const after = await countOf(creation)
      expect(after.made - before.made).toBe(1)
      expect(after.entries - before.entries).toBe(creation.entries)
    })
  },
)

interface Secret {
  readonly operation: string
  readonly table: 'tokens' | 'enrolments'
  readonly make: (deps: Deps, idempotencyKey: string) => Promise<unknown>
  readonly makeOther: (deps: Deps, idempotencyKey: string) => Promise<unknown>
}

const token = (expiresInDays: number) => (deps: Deps, idempotencyKey: string) =>
  issueToken(deps, call, { applicationId: application.id, expiresInDays, idempotencyKey })
const code = (person: string) => (deps: Deps, idempotencyKey: string) =>
  createEnrolment(deps, call, person, idempotencyKey)

const secrets: readonly Secret[] = [
  { operation: 'issueToken', table: 'tokens', make: token(1), makeOther: token(2) },
  { operation: 'createEnrolment', table: 'enrolments', make: code('lan'), makeOther: code('minh') },
]

describe.each(secrets)('$operation with an idempotency key', ({ operation, table, make, makeOther }) => {
  const counted = () =>
    db.asOwner(async (tx) => {
      const rows = await tx.selectFrom(table).select('id').execute()
      const entries = tx.selectFrom('audit_entries').select('id').where('operation', '=', operation)
      return { rows: rows.length, entries: (await entries.execute()).length }
    })

  it('makes one secret and shows it once: a repeated request says that it was made', async () => {
    const outcomes: string[] = []
    let died = true
    for (let writes = 1; died; writes++) {
      const before = await counted()
      const key = randomUUID()
      died = await make(depsOn(dyingAfter(writes, db.database), rootKey), key)
        .then(() => false)
        .catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
          return true
        })
      const next = depsOn(db.database, rootKey)
      await releaseUnfinished(next)
      outcomes.push(await make(next, key).then(() => 'shown', String))
      const repeated = make(next, key)
      await expect(repeated).rejects.toMatchObject({ code: 'ALREADY_EXISTS', retryable: false })
      await expect(makeOther(next, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' })
      expect(await counted()).toEqual({ rows: before.rows + 1, entries: before.entries + 1 })
    }
    // Behind the claim of the key nothing is there yet; behind the row, and behind its entry, the secret is lost.
    const exists = expect.stringMatching(/this request .* before, .* shown once/)
    expect(outcomes).toEqual(['shown', exists, exists, exists])
  })
})

it('a request that was refused leaves its key free for another', async () => {
  const deps = depsOn(db.database, rootKey)
  const idempotencyKey = randomUUID()
  await expect(
    createUnit(deps, call, { path: 'practice', title: 'T', idempotencyKey }),
  ).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  })
  const { id } = await createUnit(deps, call, { path: `x-${randomUUID()}`, title: 'T', idempotencyKey })
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
})

it('another application’s key of the same name makes another thing', async () => {
  const deps = depsOn(db.database, rootKey)
  const application = await createApplication(deps, call, {
    name: `x-${randomUUID()}`,
    unit: '',
    actions: ['manage-units'],
  })
  const { secret } = await issueToken(deps, call, { applicationId: application.id, expiresInDays: 1 })
  const other: Call = { requestId: randomUUID(), caller: await authenticate(deps, secret) }
  const idempotencyKey = randomUUID()
  const first = await createUnit(deps, call, { path: `x-${randomUUID()}`, title: 'T', idempotencyKey })
  const second = await createUnit(deps, other, { path: `x-${randomUUID()}`, title: 'T', idempotencyKey })
  expect(second.id).not.toBe(first.id)
})

function withoutLog(database: Database): Database {
  return {
    ...database,
    auditLog: () => ({
      append: () => Promise.reject(new ServiceError('AUDIT_UNAVAILABLE', 'no log today')),
      close: async () => undefined,
    }),
  }
}
