import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomBytes,
} from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let client: ChanceryClient
beforeAll(async () => {
  service = await startTestService()
  client = createClient({ url: service.url, token: service.administrator })
})
afterAll(() => service.close())

const pkcs8 = (key: KeyObject): Uint8Array => key.export({ format: 'der', type: 'pkcs8' })

describe('importKey', () => {
  it('takes in a key that signs from then on, with the public key computed from the private one', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = await client.importKey({
      name: 'practice/imported',
      algorithm: 'ECDSA_P256',
      purpose: 'SIGN_RAW',
      privateKey: pkcs8(privateKey),
    })
    expect(key.versions).toMatchObject([
      { state: 'ACTIVE', publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
    ])
    const message = new TextEncoder().encode('message')
    const { outcomes } = await client.sign({ key: 'practice/imported', items: [{ message }] })
    const [signed] = outcomes
    if (signed === undefined || !('signature' in signed)) throw new Error('no signature')
    const [verdict] = await client.verify({
      key: 'practice/imported',
      items: [{ message, signature: signed.signature }],
    })
    expect(verdict).toMatchObject({ valid: true })
    const entries = await service.testDatabase.asOwner((tx) =>
      tx.selectFrom('audit_entries').select('entry').where('operation', '=', 'importKey').execute(),
    )
    expect(entries).toHaveLength(1)
    expect(Buffer.from(entries[0]?.entry ?? []).toString()).not.toContain('PRIVATE')
  })

  it('takes the same key in once, so that it has one name and one purpose', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const request = { algorithm: 'ED25519', purpose: 'SIGN_RAW', privateKey: pkcs8(privateKey) } as const
    await client.importKey({ ...request, name: 'practice/once' })
    await expect(client.importKey({ ...request, name: 'practice/twice' })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    })
  })

  it('refuses a key of another algorithm, a weak one, and one wrapped for somebody else', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    await expect(
      client.importKey({
        name: 'practice/wrong',
        algorithm: 'ECDSA_P256',
        purpose: 'SIGN_RAW',
        privateKey: pkcs8(privateKey),
      }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    const weak = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
    await expect(
      client.importKey({
        name: 'practice/weak',
        algorithm: 'RSA_PSS_2048',
        purpose: 'SIGN_RAW',
        privateKey: pkcs8(weak.privateKey),
      }),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('public exponent is 3'),
    })
    const { data } = await service.graphql('query { importWrappingKey { token } }')
    const { errors } = await service.graphql(
      'mutation ($input: ImportKeyInput!) { importKey(input: $input) { key { id } } }',
      {
        input: {
          name: 'practice/garbage',
          algorithm: 'ED25519',
          token: data.importWrappingKey.token,
          material: randomBytes(600).toString('base64'),
        },
      },
    )
    expect(errors[0]?.extensions.code).toBe('DECRYPTION_FAILED')
  })

  it('wraps for whoever manages keys alone', async () => {
    const { errors } = await service.graphql('query { importWrappingKey { token } }', {}, null)
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})

describe('exportKey', () => {
  const recipient = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const recipientDer = recipient.publicKey.export({ format: 'der', type: 'spki' })

  it('gives a key that was made exportable to its recipient, who finds the same key in it', async () => {
    const key = await client.createKey({
      name: 'practice/shared',
      algorithm: 'ED25519',
      purpose: 'SIGN_RAW',
      attributes: ['EXPORTABLE'],
    })
    const { version, material } = await client.exportKey({ name: 'practice/shared', recipient: recipientDer })
    expect(version).toBe(1)
    const kek = privateDecrypt({ key: recipient.privateKey, oaepHash: 'sha256' }, material.subarray(0, 256))
    const decipher = createDecipheriv('id-aes256-wrap-pad', kek, Uint8Array.of(0xa6, 0x59, 0x59, 0xa6))
    const der = Buffer.concat([decipher.update(material.subarray(256)), decipher.final()])
    const found = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
      format: 'der',
      type: 'spki',
    })
    expect(found.toString('base64')).toBe(key.versions[0]?.publicKey)
  })

  it('refuses a key that was not made for it, and a recipient of another kind', async () => {
    await client.createKey({ name: 'practice/kept', algorithm: 'ED25519', purpose: 'SIGN_RAW' })
    await expect(client.exportKey({ name: 'practice/kept', recipient: recipientDer })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
    await expect(
      client.exportKey({ name: 'practice/shared', recipient: curve.export({ format: 'der', type: 'spki' }) }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
