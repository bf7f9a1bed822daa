// #encryption: Node's and a browser's give the same answers, and published examples come out.

import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex, utf8 } from '../../src/bytes.ts'
import { x963Kdf } from '../../src/crypto/content-key.ts'
import * as node from '../../src/crypto/encryption-node.ts'
import * as web from '../../src/crypto/encryption-web.ts'

const implementations = [
  ['Node', node, web],
  ['a browser', web, node],
] as const

function hex(text: string): Uint8Array {
  const octets = fromHex(text.replaceAll(/\s/g, ''))
  if (octets === undefined) throw new Error('not hexadecimal')
  return octets
}

const key = new Uint8Array(32).fill(7)
const nonce = new Uint8Array(12).fill(9)
const message = utf8('Tờ trình về việc thử nghiệm')

describe.each(implementations)('on the primitives of %s', (_, here, there) => {
  it('opens by AES-GCM what the other one encrypted, and nothing that was changed', async () => {
    const aad = utf8('số 12')
    const made = await (await there.createGcm(key)).encrypt(nonce, message, aad)
    const sealed = concatBytes(made.ciphertext, made.tag)
    const gcm = await here.createGcm(key)
    expect(new Uint8Array((await gcm.decrypt(nonce, sealed, aad)) ?? [])).toEqual(message)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await gcm.decrypt(nonce, changed, aad), `octet ${at}`).toBeUndefined()
    }
    expect(await gcm.decrypt(nonce, sealed, utf8('số 13'))).toBeUndefined()
    expect(await gcm.decrypt(nonce, sealed.subarray(0, 15), aad)).toBeUndefined()
  })

  it('encrypts and decrypts a message in pieces as the other one does', async () => {
    const encryption = await here.createGcmEncryption(key, nonce, utf8('a'))
    const parts = [
      await encryption.update(message.subarray(0, 5)),
      await encryption.update(message.subarray(5)),
    ]
    const { rest, tag } = await encryption.final()
    const ciphertext = concatBytes(...parts, rest)
    const decryption = await there.createGcmDecryption(key, nonce, utf8('a'), tag)
    const plain = await decryption.update(ciphertext)
    const last = await decryption.final()
    expect(concatBytes(plain, last ?? new Uint8Array(0))).toEqual(message)
    const wrong = await here.createGcmDecryption(key, nonce, utf8('b'), tag)
    await wrong.update(ciphertext)
    expect(await wrong.final()).toBeUndefined()
  })

  it('decrypts AES-CBC with padding, and says when the padding is none', async () => {
    const iv = new Uint8Array(16)
    const padded = concatBytes(
      message,
      new Uint8Array(16 - (message.length % 16)).fill(16 - (message.length % 16)),
    )
    const ciphertext = await there.encryptBlocks(key, iv, padded)
    const decryption = await here.createCbcDecryption(key, iv)
    const plain = await decryption.update(ciphertext)
    expect(concatBytes(plain, (await decryption.final()) ?? new Uint8Array(0))).toEqual(message)
    const wrong = await here.createCbcDecryption(key, iv)
    await wrong.update(await there.encryptBlocks(key, iv, new Uint8Array(32).fill(99)))
    expect(await wrong.final()).toBeUndefined()
  })

  it('encrypts and decrypts whole blocks as the other one does', async () => {
    const blocks = new Uint8Array(48).map((_, i) => i)
    const encrypted = await here.encryptBlocks(key, nonce16, blocks)
    expect(encrypted).toHaveLength(48)
    expect(new Uint8Array(await there.decryptBlocks(key, nonce16, encrypted))).toEqual(blocks)
  })

  it('wraps the key of RFC 3394 §4.6, and refuses a changed one', async () => {
    const kek = hex('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F')
    const content = hex('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F')
    const wrapped = await here.wrapKey(kek, content)
    expect(wrapped).toEqual(
      hex('28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21'),
    )
    expect(await here.unwrapKey(kek, wrapped)).toEqual(content)
    wrapped[3] = (wrapped[3] ?? 0) ^ 1
    expect(await here.unwrapKey(kek, wrapped)).toBeUndefined()
    expect(await here.unwrapKey(kek, wrapped.subarray(0, 16))).toBeUndefined()
  })

  it('derives keys as RFC 5869 appendix A.1 and RFC 9709 appendix A do', async () => {
    const okm = await here.hkdf(
      'sha-256',
      new Uint8Array(22).fill(0x0b),
      hex('000102030405060708090a0b0c'),
      hex('f0f1f2f3f4f5f6f7f8f9'),
      42,
    )
    expect(okm).toEqual(
      hex('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'),
    )
    const derived = await here.hkdf(
      'sha-256',
      hex('c702e7d0a9e064b09ba55245fb733cf3'),
      utf8('The Cryptographic Message Syntax'),
      hex('301b0609608648016503040106300e040c5c79058ba2f43447639d29e2'),
      16,
    )
    expect(derived).toEqual(hex('2124ffb29fac4e0fbbc7d5d87492bff3'))
  })

  it('stretches a password as the other one does', async () => {
    const stretched = await here.pbkdf2('sha-256', utf8('mật khẩu'), nonce, 1000, 32)
    expect(new Uint8Array(stretched)).toEqual(
      new Uint8Array(await there.pbkdf2('sha-256', utf8('mật khẩu'), nonce, 1000, 32)),
    )
  })

  it.each(['prime256v1', 'secp384r1', 'secp521r1', 'x25519'])(
    'agrees by %s with the other one',
    async (curve) => {
      const pair =
        curve === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: curve })
      const spki = Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' }))
      const pkcs8 = Uint8Array.from(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
      const agreed = await here.agreeEphemerally(spki)
      expect(new Uint8Array((await there.agree(pkcs8, agreed?.originator ?? spki)) ?? [])).toEqual(
        new Uint8Array(agreed?.sharedSecret ?? [1]),
      )
      expect(await here.agree(pkcs8, spki.subarray(0, 20))).toBeUndefined()
      expect(await here.agreeEphemerally(pkcs8)).toBeUndefined()
    },
  )

  it('agrees on nothing by a point of small order (RFC 7748 §6.1)', async () => {
    const pair = generateKeyPairSync('x25519')
    const pkcs8 = Uint8Array.from(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
    const zero = concatBytes(hex('302a300506032b656e032100'), new Uint8Array(32))
    expect(await here.agree(pkcs8, zero)).toBeUndefined()
    expect(await here.agreeEphemerally(zero)).toBeUndefined()
  })

  it.each(['ml-kem-512', 'ml-kem-768', 'ml-kem-1024'] as const)(
    'encapsulates by %s to the other one',
    async (kind) => {
      const pair =
        kind === 'ml-kem-512'
          ? generateKeyPairSync('ml-kem-512')
          : kind === 'ml-kem-768'
            ? generateKeyPairSync('ml-kem-768')
            : generateKeyPairSync('ml-kem-1024')
      const spki = Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' }))
      const pkcs8 = Uint8Array.from(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
      const made = await here.encapsulate(spki)
      const secret = await there.decapsulate(pkcs8, made?.ciphertext ?? new Uint8Array(0))
      expect(new Uint8Array(secret ?? [])).toEqual(new Uint8Array(made?.sharedSecret ?? [1]))
      expect(await here.decapsulate(pkcs8, new Uint8Array(3))).toBeUndefined()
    },
  )

  it('encapsulates for keys of ML-KEM alone, not for one whose octets hold its identifier', async () => {
    const identifier = '0609608648016503040402'
    for (const octets of [`${identifier}${'00'.repeat(21)}`, `0${identifier}0${'00'.repeat(20)}`])
      expect(await here.encapsulate(hex(`302a300506032b6570032100${octets}`))).toBeUndefined()
  })

  it('transports a key by RSAES-OAEP to the other one', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const spki = Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' }))
    const pkcs8 = Uint8Array.from(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
    const encrypted = (await here.oaepEncrypt(spki, 'sha-256', key)) ?? new Uint8Array(0)
    expect(new Uint8Array((await there.oaepDecrypt(pkcs8, 'sha-256', encrypted)) ?? [])).toEqual(key)
    expect(await there.oaepDecrypt(pkcs8, 'sha-1', encrypted)).toBeUndefined()
    encrypted[9] = (encrypted[9] ?? 0) ^ 1
    expect(await here.oaepDecrypt(pkcs8, 'sha-256', encrypted)).toBeUndefined()
  })
})

const nonce16 = new Uint8Array(16).fill(3)

describe('agreement by Node', () => {
  const spkiOf = (point: Uint8Array, spki: Uint8Array) =>
    concatBytes(spki.subarray(0, spki.length - 65), point)

  it.each(['prime256v1', 'secp384r1', 'secp521r1', 'brainpoolP256r1'])(
    'writes keys of %s as OpenSSL does',
    async (namedCurve) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
      const spki = publicKey.export({ format: 'der', type: 'spki' })
      const made = await node.agreeEphemerally(spki)
      if (made === undefined) throw new Error('nothing was agreed on')
      const originator = createPublicKey({ key: Buffer.from(made.originator), format: 'der', type: 'spki' })
      expect(originator.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(made.originator))
      expect(diffieHellman({ privateKey, publicKey: originator })).toEqual(Buffer.from(made.sharedSecret))
    },
  )

  it('refuses a point that is not on its curve, and one that is no point', async () => {
    const spki = new Uint8Array(
      generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({
        format: 'der',
        type: 'spki',
      }),
    )
    const point = spki.slice(-65)
    point[64] = (point[64] ?? 0) ^ 1
    expect(await node.agreeEphemerally(spkiOf(point, spki))).toBeUndefined()
    expect(await node.agreeEphemerally(spkiOf(new Uint8Array(65), spki))).toBeUndefined()
    expect(await node.agreeEphemerally(spkiOf(new Uint8Array(65).fill(4, 0, 1), spki))).toBeUndefined()
  })
})

describe('the KDF of ANSI X9.63', () => {
  it('gives the example of NIST (CAVS 12.0, SHA-256)', async () => {
    const made = await x963Kdf(
      'sha-256',
      hex('96c05619d56c328ab95fe84b18264b08725b85e33fd34f08'),
      new Uint8Array(0),
      16,
    )
    expect(made).toEqual(hex('443024c3dae66b95e6f5670601558f71'))
  })
})
