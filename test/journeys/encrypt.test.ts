import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let client: ChanceryClient
beforeAll(async () => {
  service = await startTestService()
  client = createClient({ url: service.url, token: service.administrator })
  await client.createKey({ name: 'practice/records', algorithm: 'AES_256_GCM', purpose: 'ENCRYPT' })
  await client.createKey({ name: 'practice/codes', algorithm: 'HMAC_SHA256', purpose: 'MAC' })
})
afterAll(() => service.close())

const records = 'practice/records'
const codes = 'practice/codes'
const row = Buffer.from('table people, row 7')
const secret = Buffer.from('số căn cước 012345678901')

async function encrypted(plaintext: Uint8Array = secret, key = records): Promise<Uint8Array> {
  const { outcomes } = await client.encrypt({ key, items: [{ plaintext, associatedData: row }] })
  const [one] = outcomes
  if (one === undefined || !('ciphertext' in one)) throw new Error('it was not encrypted')
  return one.ciphertext
}

async function entryOf(auditEntryId: string) {
  for await (const { id, entry } of client.auditEntries()) {
    if (id === auditEntryId) return JSON.parse(Buffer.from(entry).toString('utf8'))
  }
  return undefined
}

describe('encrypt and decrypt', () => {
  it('give back what went in, item by item, and only with the data it was bound to', async () => {
    const { outcomes, keyVersion } = await client.encrypt({
      key: records,
      items: [
        { plaintext: secret, associatedData: row, reference: 'a' },
        { plaintext: new Uint8Array(65_537), reference: 'too long' },
        { plaintext: new Uint8Array(0), reference: 'empty' },
      ],
    })
    expect(keyVersion).toBe(1)
    const [bound, long, empty] = outcomes
    expect(long).toMatchObject({ reference: 'too long', code: 'LIMIT_EXCEEDED' })
    if (bound === undefined || !('ciphertext' in bound)) throw new Error('nothing was encrypted')
    if (empty === undefined || !('ciphertext' in empty)) throw new Error('nothing was encrypted')
    const decrypted = await client.decrypt({
      key: records,
      items: [
        { ciphertext: bound.ciphertext, associatedData: row, reference: 'right' },
        { ciphertext: bound.ciphertext, reference: 'without its row' },
        { ciphertext: empty.ciphertext },
        { ciphertext: Buffer.from('no record'), reference: 'garbage' },
      ],
    })
    expect(decrypted).toMatchObject([
      { reference: 'right', plaintext: new Uint8Array(secret), keyVersion: 1 },
      { reference: 'without its row', code: 'DECRYPTION_FAILED' },
      { plaintext: new Uint8Array(0) },
      { reference: 'garbage', code: 'DECRYPTION_FAILED' },
    ])
  })

  it('leave an entry for each item before they answer, which names the record and not the data', async () => {
    const ciphertext = await encrypted()
    const [right, wrong] = await client.decrypt({
      key: records,
      items: [{ ciphertext, associatedData: row }, { ciphertext }],
    })
    if (right === undefined || !('plaintext' in right)) throw new Error('it was not decrypted')
    const entry = await entryOf(right.auditEntryId)
    expect(entry).toMatchObject({
      operation: 'decrypt',
      outcome: 'done',
      keyVersion: 1,
      details: { recordSha256: createHash('sha256').update(ciphertext).digest('hex') },
    })
    expect(JSON.stringify(entry)).not.toContain('căn cước')
    expect(wrong).toMatchObject({ code: 'DECRYPTION_FAILED' })
    const { data } = await service.graphql('{ auditEntries { edges { node { operation outcome } } } }')
    expect(data.auditEntries.edges).toContainEqual({ node: { operation: 'decrypt', outcome: 'failed' } })
  })

  it('answer a batch of 1,000, and refuse 1,001 and none', async () => {
    const items = Array.from({ length: 1000 }, (_, i) => ({ plaintext: Buffer.from(`row ${i}`) }))
    const { outcomes } = await client.encrypt({ key: records, items })
    const decrypted = await client.decrypt({
      key: records,
      items: outcomes.flatMap((one) => ('ciphertext' in one ? [{ ciphertext: one.ciphertext }] : [])),
    })
    expect(
      decrypted.map((one) => ('plaintext' in one ? Buffer.from(one.plaintext).toString() : one.code)),
    ).toEqual(items.map((_, i) => `row ${i}`))
    const more = { key: records, items: [...items, ...items.slice(0, 1)] }
    await expect(client.encrypt(more)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(client.encrypt({ key: records, items: [] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })

  it('use no key of another purpose', async () => {
    for (const key of ['practice/signing', codes]) {
      await expect(client.encrypt({ key, items: [{ plaintext: secret }] })).rejects.toMatchObject({
        code: 'PURPOSE_MISMATCH',
      })
    }
    await expect(client.mac({ key: records, items: [{ message: secret }] })).rejects.toMatchObject({
      code: 'PURPOSE_MISMATCH',
    })
  })

  it('are two permissions', async () => {
    const ciphertext = await encrypted()
    const { id: applicationId } = await client.createApplication({
      name: 'writer',
      unit: 'practice',
      actions: ['ENCRYPT'],
    })
    const { secret: token } = await client.issueToken({ applicationId })
    const writer = createClient({ url: service.url, token })
    expect((await writer.encrypt({ key: records, items: [{ plaintext: secret }] })).keyVersion).toBe(1)
    await expect(writer.decrypt({ key: records, items: [{ ciphertext }] })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    await expect(writer.mac({ key: codes, items: [{ message: secret }] })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
  })
})

describe('after a rotation', () => {
  it('old records decrypt by the version that they name, and rewrap brings them to the newest', async () => {
    const key = 'practice/rotated'
    await client.createKey({ name: key, algorithm: 'CHACHA20_POLY1305', purpose: 'ENCRYPT' })
    const old = await encrypted(secret, key)
    await client.rotateKey({ name: key })
    const newer = await encrypted(secret, key)
    expect(
      await client.decrypt({
        key,
        items: [
          { ciphertext: newer, associatedData: row },
          { ciphertext: old, associatedData: row },
        ],
      }),
    ).toMatchObject([{ keyVersion: 2 }, { keyVersion: 1 }])
    const { keyVersion, outcomes } = await client.rewrap({
      key,
      items: [{ ciphertext: old, associatedData: row }, { ciphertext: old }],
    })
    expect(keyVersion).toBe(2)
    expect(outcomes).toMatchObject([{ fromVersion: 1 }, { code: 'DECRYPTION_FAILED' }])
    const [rewrapped] = outcomes
    if (rewrapped === undefined || !('ciphertext' in rewrapped)) throw new Error('it was not rewrapped')
    await client.updateKey({ name: key, minimumVersion: 2 })
    expect(
      await client.decrypt({
        key,
        items: [
          { ciphertext: rewrapped.ciphertext, associatedData: row },
          { ciphertext: old, associatedData: row },
        ],
      }),
    ).toMatchObject([{ plaintext: new Uint8Array(secret), keyVersion: 2 }, { code: 'KEY_NOT_ACTIVE' }])
  })

  it('a key that is disabled does nothing, and does again when it is enabled', async () => {
    const key = 'practice/suspended'
    await client.createKey({ name: key, algorithm: 'AES_256_GCM', purpose: 'ENCRYPT' })
    const ciphertext = await encrypted(secret, key)
    await client.disableKey({ name: key })
    await expect(client.encrypt({ key, items: [{ plaintext: secret }] })).rejects.toMatchObject({
      code: 'KEY_NOT_ACTIVE',
    })
    expect(await client.decrypt({ key, items: [{ ciphertext, associatedData: row }] })).toMatchObject([
      { code: 'KEY_NOT_ACTIVE' },
    ])
    await client.enableKey({ name: key })
    expect(await client.decrypt({ key, items: [{ ciphertext, associatedData: row }] })).toMatchObject([
      { keyVersion: 1 },
    ])
  })
})

describe('generateDataKey', () => {
  it('gives keys that decrypt gives again, and keeps them back when asked to', async () => {
    const { outcomes } = await client.generateDataKey({
      key: records,
      items: [{ associatedData: row }, { associatedData: row }],
    })
    for (const one of outcomes) {
      if (!('ciphertext' in one)) throw new Error('no data key was made')
      const [again] = await client.decrypt({
        key: records,
        items: [{ ciphertext: one.ciphertext, associatedData: row }],
      })
      expect(one.plaintext).toHaveLength(32)
      expect(again).toMatchObject({ plaintext: one.plaintext })
    }
    const kept = await client.generateDataKey({ key: records, withPlaintext: false })
    expect(kept.outcomes).toMatchObject([{ plaintext: null }])
  })
})

describe('mac and verifyMac', () => {
  it('agree, also after a rotation, and tell a wrong code from a right one', async () => {
    const message = Buffer.from('message')
    const { outcomes } = await client.mac({ key: codes, items: [{ message, reference: 'm' }] })
    const [made] = outcomes
    if (made === undefined || !('mac' in made)) throw new Error('no code was made')
    expect(made.mac).toHaveLength(32)
    expect(Buffer.from(made.mac)).not.toEqual(createHmac('sha256', '').update(message).digest())
    await client.rotateKey({ name: codes })
    const items = [
      { message, mac: made.mac, reference: 'right' },
      { message: Buffer.from('another'), mac: made.mac },
      { message, mac: made.mac.slice(0, 16) },
    ]
    expect(await client.verifyMac({ key: codes, items })).toMatchObject([
      { reference: 'right', valid: true, keyVersion: 1 },
      { valid: false, keyVersion: null },
      { valid: false, keyVersion: null },
    ])
    expect(await client.verifyMac({ key: codes, keyVersion: 2, items: items.slice(0, 1) })).toMatchObject([
      { valid: false },
    ])
    await expect(
      client.verifyMac({ key: codes, keyVersion: 9, items: items.slice(0, 1) }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('sign with a digest', () => {
  it('signs what OpenSSL verifies over the message, for a key that was made for it and for no other', async () => {
    const message = Buffer.from('a message of which the office sees the digest alone')
    const digest = createHash('sha256').update(message).digest()
    const { versions } = await client.createKey({
      name: 'practice/digests',
      algorithm: 'ECDSA_P256',
      purpose: 'SIGN_RAW',
      attributes: ['SIGN_DIGEST'],
    })
    const { outcomes } = await client.sign({
      key: 'practice/digests',
      items: [{ digest }, { message }, { digest: digest.subarray(1) }, {}, { message, digest }],
    })
    const [byDigest, byMessage, ...refused] = outcomes
    const key = createPublicKey({
      key: Buffer.from(versions[0]?.publicKey ?? '', 'base64'),
      format: 'der',
      type: 'spki',
    })
    for (const one of [byDigest, byMessage]) {
      if (one === undefined || !('signature' in one)) throw new Error('there is no signature')
      expect(verify('sha256', message, key, one.signature)).toBe(true)
      expect(
        await client.verify({
          key: 'practice/digests',
          items: [
            { digest, signature: one.signature },
            { digest: createHash('sha256').update('x').digest(), signature: one.signature },
          ],
        }),
      ).toMatchObject([{ valid: true }, { valid: false }])
    }
    expect(refused).toMatchObject(Array.from({ length: 3 }, () => ({ code: 'INVALID_ARGUMENT' })))
    await client.createKey({ name: 'practice/messages', algorithm: 'ECDSA_P256', purpose: 'SIGN_RAW' })
    const plain = await client.sign({ key: 'practice/messages', items: [{ digest }] })
    expect(plain.outcomes).toMatchObject([{ code: 'NOT_PERMITTED' }])
    await expect(
      client.createKey({
        name: 'practice/eddsa',
        algorithm: 'ED25519',
        purpose: 'SIGN_RAW',
        attributes: ['SIGN_DIGEST'],
      }),
    ).rejects.toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' })
  })
})

describe('random', () => {
  it('gives as many octets as were asked for, other ones each time', async () => {
    const [one, other] = [await client.random(32), await client.random(32)]
    expect([one.length, other.length]).toEqual([32, 32])
    expect(one).not.toEqual(other)
    await expect(client.random(1025)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(createClient({ url: service.url }).random(1)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})
