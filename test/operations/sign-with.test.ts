// The waist keeps what it promises when what it stands on does not: a provider that lies, a log that is away, a permit
// that nobody gave. One journey for each operation that signs.

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Call, theService } from '../../src/caller.ts'
import { type SignatureValue, signatureValue } from '../../src/crypto/signature-value.ts'
import { ServiceError } from '../../src/errors.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import { certificateIdentity } from '../../src/formats/x509/certificate-identity.ts'
import { openInspectors } from '../../src/inspection/inspectors.ts'
import type { SigningKey } from '../../src/keys/handle.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { publishCheckpoint } from '../../src/operations/audit-log.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { completeSignature } from '../../src/operations/complete-signature.ts'
import { createAuthority } from '../../src/operations/create-authority.ts'
import { createKey } from '../../src/operations/create-key.ts'
import { createUnit } from '../../src/operations/create-unit.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { recipientCertificate } from '../../src/operations/envelope-keys.ts'
import { foundPracticeOffice, issueAdministratorToken } from '../../src/operations/found-office.ts'
import { issueCertificate } from '../../src/operations/issue-certificate.ts'
import { prepareSignature } from '../../src/operations/prepare-signature.ts'
import { answerOcsp, currentCrl } from '../../src/operations/revocation.ts'
import { rotateKey } from '../../src/operations/rotate-key.ts'
import { sign } from '../../src/operations/sign.ts'
import { signDocument } from '../../src/operations/sign-document.ts'
import { signAllWith, signWith } from '../../src/operations/sign-with.ts'
import { authoritySigner, rawSigner } from '../../src/operations/signers.ts'
import { timestamp } from '../../src/operations/timestamp.ts'
import {
  authorise,
  type Permit,
  type SigningOperation,
  signingOperations,
} from '../../src/policy/authorise.ts'
import { startInspector } from '../../src/processes/start-inspector.ts'
import type { Database } from '../../src/registry/database.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { depsOn } from '../fixtures/dying-database.ts'
import { encodeCertId, encodeOcspRequest } from '../fixtures/ocsp-request.ts'
import { makePdf } from '../fixtures/pdf.ts'

const rootKey = randomBytes(32)
const inspectors = openInspectors(async () => startInspector())
let db: TestDatabase
let call: Call
beforeAll(async () => {
  db = await testDatabase()
  const deps = honest()
  await foundPracticeOffice(deps)
  call = {
    requestId: randomUUID(),
    caller: await authenticate(deps, await issueAdministratorToken(deps, 1)),
  }
  await createKey(deps, call, { name: 'practice/raw', algorithm: 'ed25519', purpose: 'sign-raw' })
  await createKey(deps, call, {
    name: 'practice/in-token',
    algorithm: 'ecdsa-p256',
    purpose: 'sign-raw',
    attributes: ['sign-digest'],
    provider: 'pkcs11',
  })
  // A unit is made though its certificate cannot be: that follows when somebody needs it.
  await createUnit(host(db.database, flippedBit), call, { path: 'practice/uncertified', title: 'Unit' })
})
afterAll(async () => {
  await inspectors.close()
  await db.close()
})

/** A host of its own: caches, and providers that `make` makes of honest ones. */
function host(database: Database, make: (honest: KeyProvider) => KeyProvider): Deps {
  const memory = memoryProvider(rootKey, (octets) => randomBytes(octets))
  return {
    ...depsOn(database, rootKey),
    inspectors,
    providers: new Map([
      ['memory', make(memory)],
      ['pkcs11', make(asToken(memory))],
    ]),
  }
}

function honest(): Deps {
  return host(db.database, (provider) => provider)
}

/** What an HSM is to the waist: keys that are said to live elsewhere. */
function asToken(memory: KeyProvider): KeyProvider {
  const within = (key: SigningKey): SigningKey => ({
    ...key,
    identity: { ...key.identity, provider: 'memory' },
  })
  return {
    ...memory,
    name: 'pkcs11',
    generate: (identity, unitKey) => memory.generate({ ...identity, provider: 'memory' }, unitKey),
    sign: (key, messages) => memory.sign(within(key), messages),
    signDigests: (key, digests) => memory.signDigests(within(key), digests),
  }
}

type Lie = (provider: KeyProvider) => KeyProvider

const flippedBit: Lie = (provider) => {
  const flipped = (values: readonly SignatureValue[]) =>
    values.map((value) => {
      const copy = new Uint8Array(value)
      copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
      return signatureValue(copy)
    })
  return {
    ...provider,
    sign: async (key, messages) => flipped(await provider.sign(key, messages)),
    signDigests: async (key, digests) => flipped(await provider.signDigests(key, digests)),
  }
}

const otherOctets = (octets: readonly Uint8Array[]) =>
  octets.map((one) => new Uint8Array(one).map((octet) => octet ^ 1))

const otherMessage: Lie = (provider) => ({
  ...provider,
  sign: (key, messages) => provider.sign(key, otherOctets(messages)),
  signDigests: (key, digests) => provider.signDigests(key, otherOctets(digests)),
})

/** Of each operation that signs, a journey to it; each signs for the first time with the host that it is given. */
const journeys: { readonly [O in Exclude<SigningOperation, 'publishCheckpoint'>]: Journeys } = {
  sign: {
    'a message by software': (deps) =>
      sign(deps, call, { key: 'practice/raw', items: [{ message: Buffer.from('a') }] }),
    'a message in a token': (deps) =>
      sign(deps, call, { key: 'practice/in-token', items: [{ message: Buffer.from('a') }] }),
    'a digest in a token': (deps) =>
      sign(deps, call, { key: 'practice/in-token', items: [{ digest: randomBytes(32) }] }),
  },
  signDocument: {
    'as CAdES': (deps) => signDocument(deps, call, { ...document, detached: false }),
    'as detached CAdES': (deps) => signDocument(deps, call, { ...document, detached: true }),
    'as PAdES': (deps) =>
      signDocument(deps, call, {
        key: 'practice/signing',
        document: { base64: makePdf('table') },
        level: 'B-B',
        detached: false,
      }),
  },
  completeSignature: {
    'of a digest': async (deps) => {
      const { preparation } = await prepareSignature(deps, call, {
        key: 'practice/signing',
        digest: randomBytes(32),
        hashAlgorithm: 'sha-256',
        format: 'CAdES',
        level: 'B-B',
      })
      return completeSignature(deps, call, { preparation })
    },
  },
  timestampSignature: {
    'for B-T': (deps) => signDocument(deps, call, { ...document, level: 'B-T', detached: false }),
  },
  timestamp: {
    'of a digest': (deps) => timestamp(deps, call, { digest: randomBytes(32), hashAlgorithm: 'sha-256' }),
  },
  issueCertificate: {
    'for a key': (deps) =>
      issueCertificate(deps, call, {
        unit: 'practice',
        key: 'practice/signing',
        profile: 'document-signing',
        authority: 'practice-issuing',
      }),
  },
  createAuthority: {
    'of its own': (deps) =>
      createAuthority(deps, call, { slug: `x-${randomUUID()}`, title: 'X', algorithm: 'ed25519' }),
  },
  createUnit: {
    'for what is sealed to it': (deps) => recipientCertificate(deps, 'practice/uncertified'),
  },
  rotateKey: {
    'of a certified key': (deps) => rotateKey(deps, call, { name: 'practice/signing', revokeOld: false }),
  },
  publishCrl: {
    'of an authority': (deps) => currentCrl(deps, 'practice-issuing'),
  },
  answerOcsp: {
    'of a certificate': askOcsp,
  },
}

type Journeys = Readonly<Record<string, (deps: Deps) => Promise<unknown>>>

const document = {
  key: 'practice/signing',
  document: { base64: Buffer.from('a letter') },
  format: 'CAdES',
  level: 'B-B',
} as const

/** @throws what the responder says instead of an answer, as the others throw it. */
async function askOcsp(deps: Deps): Promise<Uint8Array> {
  const { certificate } = await authoritySigner(deps, 'practice-issuing')
  const certId = encodeCertId(certificate, certificateIdentity(certificate).serialNumber, 'sha-256')
  const anyone: Call = { requestId: randomUUID(), caller: { kind: 'anonymous' } }
  const answer = await answerOcsp(deps, anyone, 'practice-issuing', encodeOcspRequest([certId]))
  const { status, basic } = parseOcspResponse(answer)
  if (status === 'successful') return answer
  expect(basic).toBeUndefined()
  throw new Error(status)
}

/** All that has come out of a key, or speaks of it, behind the scenes. */
async function whatLeft(): Promise<object> {
  return db.asOwner(async (tx) => {
    const count = async (rows: Promise<readonly unknown[]>) => (await rows).length
    return {
      entries: await count(tx.selectFrom('audit_entries').select('id').execute()),
      certificates: await count(
        tx.selectFrom('certificates').select('id').where('der', 'is not', null).execute(),
      ),
      crls: await count(tx.selectFrom('crls').select('number').execute()),
      checkpoints: await count(tx.selectFrom('log_checkpoints').select('tree_size').execute()),
    }
  })
}

const everyJourney = Object.entries(journeys).flatMap(([operation, ways]) =>
  Object.entries(ways).map(([how, run]) => ({ operation, how, run })),
)

it('has a journey to every operation that signs, and no log to write checkpoints into', () => {
  expect([...Object.keys(journeys), 'publishCheckpoint'].toSorted()).toEqual(
    Object.keys(signingOperations).toSorted(),
  )
})

describe.each(everyJourney)('$operation $how', ({ operation, how, run }) => {
  const failsWith = async (deps: Deps, code: string) => {
    const expected = operation === 'answerOcsp' ? { message: 'tryLater' } : { code }
    await expect(run(deps)).rejects.toMatchObject(expected)
  }

  it('gives nothing when its entry cannot be made durable', async () => {
    const before = await whatLeft()
    await failsWith(
      host(withoutLog(db.database), (provider) => provider),
      'AUDIT_UNAVAILABLE',
    )
    expect(await whatLeft()).toEqual(before)
  })

  // OpenSSL checks itself what it signs raw, and nobody vouches for the message.
  const lies = operation === 'sign' && how.endsWith('software') ? [] : [flippedBit, otherMessage]
  for (const lie of lies) {
    it(`gives nothing when the provider answers a wrong signature: ${lie === flippedBit ? 'a flipped bit' : 'of other octets'}`, async () => {
      const before = await whatLeft()
      await failsWith(host(db.database, lie), 'PROVIDER_UNAVAILABLE')
      expect(await whatLeft()).toEqual(before)
    })
  }

  it('gives its result and leaves an entry when all is well', async () => {
    const entries = async () =>
      db.asOwner((tx) =>
        tx.selectFrom('audit_entries').select('id').where('operation', '=', operation).execute(),
      )
    const before = await entries()
    await run(honest())
    expect((await entries()).length).toBeGreaterThan(before.length)
  })
})

it('a checkpoint that a lying provider signed is not published', async () => {
  await createKey(honest(), call, {
    name: `practice/x-${randomUUID()}`,
    algorithm: 'ed25519',
    purpose: 'sign-raw',
  })
  const before = await whatLeft()
  for (const lie of [flippedBit, otherMessage]) {
    await expect(publishCheckpoint(host(db.database, lie))).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    })
  }
  expect(await whatLeft()).toEqual(before)
  expect(await publishCheckpoint(honest())).toBeDefined()
})

describe('the waist itself', () => {
  const permitFor = async (deps: Deps, key: string): Promise<Permit<'sign'>> => {
    const signer = await rawSigner(deps, call, key)
    return authorise(call, { operation: 'sign', key: signer.key, unit: signer.unit })
  }

  /** What a format prepares; counts what was completed. */
  function prepared({ key }: Permit<'sign'>) {
    let completed = 0
    const unsigned = {
      algorithm: key.identity.algorithm,
      toBeSigned: randomBytes(40),
      complete: (signature: SignatureValue) => {
        completed++
        return signature
      },
    }
    return { unsigned, completed: () => completed }
  }

  it('completes nothing of a batch of which one signature is wrong', async () => {
    let signed = 0
    const third: Lie = (provider) => ({
      ...provider,
      sign: async (key, messages) => {
        const values = await provider.sign(key, messages)
        const wrong = await flippedBit(provider).sign(key, messages)
        return values.map((value, i) => (++signed === 3 ? (wrong[i] ?? value) : value))
      },
    })
    const deps = host(db.database, third)
    const permit = await permitFor(deps, 'practice/in-token')
    const { unsigned, completed } = prepared(permit)
    await expect(signAllWith(deps, permit, Array(5).fill(unsigned))).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: 'the provider answered a signature that does not verify; it was discarded',
    })
    expect([signed, completed()]).toEqual([5, 0])
  })

  it.each([
    ['fewer', (values: readonly SignatureValue[]) => values.slice(1)],
    ['more', (values: readonly SignatureValue[]) => [...values, ...values]],
  ])('completes nothing when the provider answers %s signatures than were asked for', async (_, change) => {
    const deps = host(db.database, (provider) => ({
      ...provider,
      sign: async (key, messages) => change(await provider.sign(key, messages)),
    }))
    const permit = await permitFor(deps, 'practice/raw')
    const { unsigned, completed } = prepared(permit)
    await expect(signAllWith(deps, permit, [unsigned, unsigned])).rejects.toThrow(
      'another number of signatures',
    )
    expect(completed()).toBe(0)
  })

  it('completes nothing while the entry is not durable yet', async () => {
    const [asked, durable] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow: Database = {
      ...db.database,
      auditLog: () => ({
        append: async (entries, guard) => {
          asked.resolve()
          await durable.promise
          return db.database.auditLog().append(entries, guard)
        },
        close: async () => undefined,
      }),
    }
    const deps = host(slow, (provider) => provider)
    const permit = await permitFor(deps, 'practice/raw')
    const { unsigned, completed } = prepared(permit)
    const signing = signWith(deps, permit, unsigned)
    onTestFinished(() => durable.resolve())
    await asked.promise
    await new Promise((resolve) => setImmediate(resolve))
    expect(completed()).toBe(0)
    durable.resolve()
    expect((await signing).auditEntryId).not.toBeNull()
    expect(completed()).toBe(1)
  })

  it('asks no provider for a permit that authorise did not make', async () => {
    let asked = 0
    const deps = host(db.database, (provider) => ({
      ...provider,
      sign: (key, messages) => {
        asked++
        return provider.sign(key, messages)
      },
    }))
    const genuine = await permitFor(deps, 'practice/raw')
    const { unsigned, completed } = prepared(genuine)
    // `Object.create` and `JSON.parse` give `any`: what the compiler cannot see is what is meant here.
    const forged: Readonly<Record<string, Permit<'sign'>>> = {
      'of the same class, with all that a genuine one has': Object.create(
        Object.getPrototypeOf(genuine),
        Object.getOwnPropertyDescriptors(genuine),
      ),
      'that inherits from a genuine one': Object.create(genuine),
      'written by hand': JSON.parse(JSON.stringify({ ...genuine, call: { ...call, caller: theService } })),
      'behind a proxy': new Proxy(genuine, {}),
    }
    for (const [name, permit] of Object.entries(forged)) {
      await expect(signWith(deps, permit, unsigned), name).rejects.toThrow('not made by authorise')
    }
    expect([asked, completed()]).toEqual([0, 0])
    await signWith(deps, genuine, unsigned)
    expect([asked, completed()]).toEqual([1, 1])
  })
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
