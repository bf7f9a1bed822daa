// The contract of every key provider, run for each of them. What a provider cannot do it refuses up front, by name.

import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifySignature } from '#primitives'
import {
  type CipherAlgorithm,
  cipherAlgorithmNames,
  hashAlgorithms,
  type KeyAlgorithm,
  keyAlgorithmNames,
  type MacAlgorithm,
  macAlgorithmNames,
  macAlgorithms,
  type OpeningAlgorithm,
  openingAlgorithmNames,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
  signatureAlgorithmNames,
  verificationScheme,
} from '../../src/crypto/algorithms.ts'
import { ServiceError } from '../../src/errors.ts'
import {
  type CipherKey,
  isIdentityFor,
  isSigningIdentity,
  type KeyAttribute,
  type KeyHandle,
  type KeyIdentity,
  keyStates,
  type MacKey,
  type OpeningKey,
  type ProviderName,
  type Purpose,
  type SigningKey,
  stateAllows,
} from '../../src/keys/handle.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import type { SecretBytes } from '../../src/keys/secret-bytes.ts'
import { sealContentKey } from './sealing.ts'

const nothing = new Uint8Array(0)
const digestAlgorithms = signatureAlgorithmNames.filter(
  (name) => signatureAlgorithmFacts(name).hash !== undefined,
)

/** @param open a provider under the given root key; both calls with one key must understand each other. */
export function providerContract(name: ProviderName, open: (rootKey: Uint8Array) => KeyProvider): void {
  const rootKey = randomBytes(32)
  let provider: KeyProvider
  beforeAll(() => {
    provider = open(rootKey)
  })
  afterAll(async () => {
    await provider.close()
  })

  describe(`the ${name} provider`, () => {
    test.each(keyAlgorithmNames)('makes keys of %s or refuses them up front', async (algorithm) => {
      const unitKey = await provider.createUnitKey(randomUUID())
      const identity = identityOf(unitKey.unitId, purposeOf(algorithm), algorithm)
      const made = provider.generate(identity, unitKey)
      if (provider.algorithms.has(algorithm)) expect((await made).wrapped.length).toBeGreaterThan(0)
      else await expect(made).rejects.toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' })
    })

    test.each(signatureAlgorithmNames)('makes signatures of %s that verify', async (algorithm) => {
      if (!provider.algorithms.has(algorithm)) return
      const key = await signingKey(provider, algorithm)
      const messages = [nothing, randomBytes(1), randomBytes(100_000)]
      const signatures = await provider.sign(key, messages)
      expect(signatures).toHaveLength(messages.length)
      for (const [i, message] of messages.entries()) {
        const signature = required(signatures[i])
        expect(signature.length).toBeLessThanOrEqual(signatureAlgorithmFacts(algorithm).maxSignatureOctets)
        const scheme = verificationScheme(algorithm)
        expect(await verifySignature(scheme, key.publicKey, message, signature)).toBe(true)
        expect(await verifySignature(scheme, key.publicKey, randomBytes(7), signature)).toBe(false)
      }
    })

    test.each(digestAlgorithms)(
      'signs digests with %s as it signs messages, for keys made for it',
      async (algorithm) => {
        if (!provider.algorithms.has(algorithm)) return
        const key = await signingKey(provider, algorithm, ['sign-digest'])
        const messages = Array.from({ length: 3 }, () => randomBytes(50))
        const signatures = await provider.signDigests(
          key,
          messages.map((message) => digestFor(algorithm, message)),
        )
        for (const [i, message] of messages.entries()) {
          const scheme = verificationScheme(algorithm)
          const signature = required(signatures[i])
          expect(signature.length).toBeLessThanOrEqual(signatureAlgorithmFacts(algorithm).maxSignatureOctets)
          expect(await verifySignature(scheme, key.publicKey, message, signature)).toBe(true)
        }
        await expect(provider.signDigests(key, [randomBytes(20)])).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        })
        const plain = await signingKey(provider, algorithm)
        await expect(
          provider.signDigests(plain, [digestFor(algorithm, randomBytes(9))]),
        ).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
      },
    )

    test('makes no key whose purpose, algorithm and attributes do not go together', async () => {
      const unitKey = await provider.createUnitKey(randomUUID())
      const misfits: readonly [Purpose, KeyAlgorithm, readonly KeyAttribute[]][] = [
        ['sign-raw', 'aes-256-gcm', []],
        ['encrypt', 'ecdsa-p256', []],
        ['open', 'ecdsa-p256', []],
        ['sign-raw', 'ecdh-p256', []],
        ['mac', 'aes-256-gcm', []],
        ['sign-raw', 'ed25519', ['sign-digest']],
        ['sign-raw', 'ml-dsa-65', ['sign-digest']],
        ['sign-document', 'ecdsa-p256', ['sign-digest']],
        ['certify', 'ecdsa-p256', ['sign-digest']],
      ]
      for (const [purpose, algorithm, attributes] of misfits) {
        const identity = identityOf(unitKey.unitId, purpose, algorithm, attributes)
        await expect(provider.generate(identity, unitKey)).rejects.toMatchObject({
          code: 'ALGORITHM_NOT_ALLOWED',
        })
      }
    })

    test.each(openingAlgorithmNames)('recovers content keys with %s, one outcome each', async (algorithm) => {
      if (!provider.algorithms.has(algorithm)) return
      const key = await openingKey(provider, algorithm)
      const contentKeys = Array.from({ length: 5 }, () => randomBytes(32))
      const items = contentKeys.map((one) => sealContentKey(algorithm, key.publicKey, one))
      const broken = required(items[2])
      items[2] = { ...broken, encryptedKey: flipped(broken.encryptedKey) }
      const outcomes = await provider.unwrap(key, items)
      expect(outcomes).toHaveLength(5)
      for (const [i, outcome] of outcomes.entries()) {
        if (i === 2) expect(outcome).toMatchObject({ code: 'DECRYPTION_FAILED' })
        else expect(hex(revealed(outcome))).toBe(hex(contentKeys[i]))
      }
    })

    test('opens nothing by what the key is not for', async () => {
      const pairs = [
        ['ecdh-p256', 'rsa-oaep-3072'],
        ['rsa-oaep-3072', 'ecdh-p256'],
      ] as const
      for (const [own, other] of pairs) {
        if (!provider.algorithms.has(own) || !provider.algorithms.has(other)) continue
        const key = await openingKey(provider, own)
        const item = sealContentKey(other, (await openingKey(provider, other)).publicKey, randomBytes(32))
        expect(await provider.unwrap(key, [item])).toMatchObject([{ code: 'ALGORITHM_NOT_ALLOWED' }])
      }
    })

    test.each(cipherAlgorithmNames)(
      'decrypts what it encrypted with %s, and nothing else',
      async (algorithm) => {
        if (!provider.algorithms.has(algorithm)) return
        const key = await cipherKey(provider, algorithm)
        const plaintexts = [nothing, randomBytes(1), randomBytes(70_000)]
        const associatedData = Buffer.from('row 7')
        const records = await provider.encrypt(
          key,
          plaintexts.map((plaintext) => ({ plaintext, associatedData })),
        )
        const items = records.map((ciphertext) => ({ ciphertext, associatedData }))
        expect((await provider.decrypt(key, items)).map(hex)).toEqual(plaintexts.map(hex))

        const [, one] = items
        const record = required(one).ciphertext
        const crafted = [
          ...Array.from(record, (_, i) => ({ ciphertext: flipped(record, i), associatedData })),
          ...Array.from(record, (_, i) => ({ ciphertext: record.slice(0, i), associatedData })),
          { ciphertext: record, associatedData: Buffer.from('row 8') },
          { ciphertext: record, associatedData: nothing },
          { ciphertext: Buffer.concat([record, Buffer.of(0)]), associatedData },
        ]
        for (const outcome of await provider.decrypt(key, crafted))
          expect(outcome).toMatchObject({ code: 'DECRYPTION_FAILED' })
        const other = await cipherKey(provider, algorithm)
        expect(await provider.decrypt(other, items)).toMatchObject(
          items.map(() => ({ code: 'DECRYPTION_FAILED' })),
        )
      },
    )

    test('never makes the same record twice', async () => {
      const key = await cipherKey(provider, 'aes-256-gcm')
      const item = { plaintext: Buffer.from('the same'), associatedData: nothing }
      const records = await provider.encrypt(
        key,
        Array.from({ length: 1500 }, () => item),
      )
      expect(new Set(records.map((record) => Buffer.from(record).toString('hex'))).size).toBe(1500)
    })

    test('re-encrypts under a newer key, one outcome each', async () => {
      const [from, to] = [await cipherKey(provider, 'aes-256-gcm'), await cipherKey(provider, 'aes-256-gcm')]
      const associatedData = Buffer.from('row')
      const plaintext = Buffer.from('secret')
      const [record] = await provider.encrypt(from, [{ plaintext, associatedData }])
      const ciphertext = required(record)
      const outcomes = await provider.reencrypt(from, to, [
        { ciphertext, associatedData },
        { ciphertext, associatedData: nothing },
      ])
      expect(outcomes[1]).toMatchObject({ code: 'DECRYPTION_FAILED' })
      const [newer] = outcomes
      if (newer === undefined || newer instanceof ServiceError) throw new Error('it was not re-encrypted')
      expect((await provider.decrypt(to, [{ ciphertext: newer, associatedData }])).map(hex)).toEqual([
        hex(plaintext),
      ])
      expect(await provider.decrypt(from, [{ ciphertext: newer, associatedData }])).toMatchObject([
        { code: 'DECRYPTION_FAILED' },
      ])
    })

    test('makes data keys that its key opens, and keeps them back when it is asked to', async () => {
      const key = await cipherKey(provider, 'aes-256-gcm')
      const associatedData = [Buffer.from('first'), Buffer.from('second')]
      const shown = await provider.generateDataKeys(key, associatedData, true)
      const opened = await provider.decrypt(
        key,
        shown.map(({ ciphertext }, i) => ({ ciphertext, associatedData: required(associatedData[i]) })),
      )
      expect(opened.map(hex)).toEqual(shown.map(({ plaintext }) => hex(revealed(plaintext))))
      expect(opened.map((one) => (one instanceof Uint8Array ? one.length : 0))).toEqual([32, 32])
      const kept = await provider.generateDataKeys(key, associatedData, false)
      expect(kept.map(({ plaintext }) => plaintext)).toEqual([undefined, undefined])
      const [first] = kept
      const outcome = await provider.decrypt(key, [
        { ciphertext: required(first).ciphertext, associatedData: Buffer.from('first') },
      ])
      expect(outcome).toMatchObject([{ length: 32 }])
    })

    test.each(macAlgorithmNames)('makes MACs of %s that it verifies, whole', async (algorithm) => {
      if (!provider.algorithms.has(algorithm)) return
      const key = await macKey(provider, algorithm)
      const messages = [nothing, randomBytes(3), randomBytes(5000)]
      const macs = await provider.mac(key, messages)
      const { octets } = hashAlgorithms[macAlgorithms[algorithm].hash]
      expect(macs.map(({ length }) => length)).toEqual(messages.map(() => octets))
      const items = messages.map((message, i) => ({ message, mac: required(macs[i]) }))
      expect(await provider.verifyMac(key, items)).toEqual([true, true, true])
      const [mac] = macs
      const wrong = [flipped(required(mac)), required(mac).slice(0, octets - 1), nothing]
      expect(
        await provider.verifyMac(
          key,
          wrong.map((one) => ({ message: nothing, mac: one })),
        ),
      ).toEqual([false, false, false])
      expect(await provider.verifyMac(await macKey(provider, algorithm), items)).toEqual([
        false,
        false,
        false,
      ])
    })

    test('does with a key of a state what the state allows, and nothing more', async () => {
      const [signing, opening] = [
        await signingKey(provider, 'ecdsa-p256'),
        await openingKey(provider, 'ecdh-p256'),
      ]
      const [cipher, mac] = [await cipherKey(provider, 'aes-256-gcm'), await macKey(provider, 'hmac-sha256')]
      const sealed = sealContentKey('ecdh-p256', opening.publicKey, randomBytes(32))
      const plain = { plaintext: randomBytes(4), associatedData: nothing }
      const [record] = await provider.encrypt(cipher, [plain])
      const item = { ciphertext: required(record), associatedData: nothing }
      for (const state of keyStates) {
        // Around the types, which would not let most of these through.
        const at = <K extends object>(key: K): K => Object.assign(Object.create(null), key, { state })
        const sign = provider.sign(at(signing), [nothing])
        const protect = [
          provider.encrypt(at(cipher), [plain]),
          provider.reencrypt(cipher, at(cipher), [item]),
          provider.generateDataKeys(at(cipher), [nothing], false),
          provider.mac(at(mac), [nothing]),
        ]
        const process = [
          provider.unwrap(at(opening), [sealed]),
          provider.decrypt(at(cipher), [item]),
          provider.reencrypt(at(cipher), cipher, [item]),
          provider.verifyMac(at(mac), [{ message: nothing, mac: nothing }]),
        ]
        expect([state, await outcomeOf(sign)]).toEqual([state, stateAllows(state, 'sign') ? 1 : refused])
        for (const one of protect)
          expect([state, await outcomeOf(one)]).toEqual([state, stateAllows(state, 'protect') ? 1 : refused])
        for (const one of process)
          expect([state, await outcomeOf(one)]).toEqual([state, stateAllows(state, 'process') ? 1 : refused])
      }
    })

    test('uses no key for what another purpose is for', async () => {
      const signing = await signingKey(provider, 'ecdsa-p256')
      const cipher = await cipherKey(provider, 'aes-256-gcm')
      const as = <K extends object>(target: K, key: object): K =>
        Object.assign(Object.create(null), target, key)
      await expect(provider.sign(as(signing, cipher), [nothing])).rejects.toBeInstanceOf(ServiceError)
      await expect(
        provider.encrypt(as(cipher, signing), [{ plaintext: nothing, associatedData: nothing }]),
      ).rejects.toBeInstanceOf(ServiceError)
      await expect(
        provider.mac(as(await macKey(provider, 'hmac-sha256'), cipher), [nothing]),
      ).rejects.toBeInstanceOf(ServiceError)
    })

    // A token takes in no key and gives none out: test/interop/pkcs11-provider.test.ts.
    if (name !== 'pkcs11') {
      test('takes in a key that was made elsewhere, with the public key of its private one', async () => {
        const wrapping = await provider.importWrappingKey()
        const material = (secret: Uint8Array) => ({
          token: wrapping.token,
          material: transport(wrapping.publicKey, secret),
        })
        const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        const key = await imported(provider, 'ecdsa-p256', material(pkcs8(pair.privateKey)))
        expect(Buffer.from(key.publicKey)).toEqual(pair.publicKey.export({ format: 'der', type: 'spki' }))
        const [signature] = await provider.sign(key, [Buffer.from('by the old key')])
        const scheme = verificationScheme('ecdsa-p256')
        expect(
          await verifySignature(scheme, key.publicKey, Buffer.from('by the old key'), required(signature)),
        ).toBe(true)

        const unitKey = await provider.createUnitKey(randomUUID())
        const secret = randomBytes(32)
        const identity = identityOf(unitKey.unitId, 'mac', 'hmac-sha256')
        const mac = { identity, unitKey, ...(await provider.importKey(identity, unitKey, material(secret))) }
        const [value] = await provider.mac(asMac(mac), [Buffer.from('message')])
        expect(Buffer.from(required(value))).toEqual(createHmac('sha256', secret).update('message').digest())
      }, 60_000)

      test('takes in no key that is damaged, weak, of another kind or of a stranger', async () => {
        const wrapping = await provider.importWrappingKey()
        const unitKey = await provider.createUnitKey(randomUUID())
        const attempt = (algorithm: KeyAlgorithm, secret: Uint8Array, token = wrapping.token) =>
          provider.importKey(identityOf(unitKey.unitId, purposeOf(algorithm), algorithm), unitKey, {
            token,
            material: transport(wrapping.publicKey, secret),
          })
        const ec = pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
        const otherPoint = Buffer.from(ec)
        pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey).copy(otherPoint, 74, 74)
        const smallExponent = pkcs8(
          generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).privateKey,
        )
        const refusals: readonly [KeyAlgorithm, Uint8Array][] = [
          ['ecdsa-p384', ec],
          ['ed25519', ec],
          ['ecdsa-p256', ec.subarray(0, ec.length - 1)],
          ['ecdsa-p256', otherPoint],
          ['rsa-pss-2048', smallExponent],
          ['hmac-sha256', new Uint8Array(32)],
          ['hmac-sha256', randomBytes(31)],
          ['aes-256-gcm', randomBytes(64)],
        ]
        for (const [algorithm, secret] of refusals) {
          await expect(attempt(algorithm, secret)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
        }
        await expect(attempt('ecdsa-p256', ec, flipped(wrapping.token))).rejects.toMatchObject({
          code: 'DECRYPTION_FAILED',
        })
        const material = transport(wrapping.publicKey, ec)
        const identity = identityOf(unitKey.unitId, 'sign-raw', 'ecdsa-p256')
        for (const damaged of [
          flipped(material),
          flipped(material, 600),
          material.subarray(0, 500),
          nothing,
        ]) {
          await expect(
            provider.importKey(identity, unitKey, { token: wrapping.token, material: damaged }),
          ).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
        }
      }, 60_000)

      test('gives a key away only when it was made for that, and to its recipient alone', async () => {
        const recipient = generateKeyPairSync('rsa', { modulusLength: 3072 })
        const spki = recipient.publicKey.export({ format: 'der', type: 'spki' })
        const key = await signingKey(provider, 'ed25519', ['exportable'])
        const exported = createPrivateKey({
          key: untransport(recipient.privateKey, await provider.exportKey(key, spki)),
          format: 'der',
          type: 'pkcs8',
        })
        expect(
          createPublicKey(exported.export({ format: 'pem', type: 'pkcs8' })).export({
            format: 'der',
            type: 'spki',
          }),
        ).toEqual(Buffer.from(key.publicKey))
        const kept = await signingKey(provider, 'ed25519')
        await expect(provider.exportKey(kept, spki)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
        const claimed = { ...kept, identity: { ...kept.identity, attributes: ['exportable'] as const } }
        await expect(provider.exportKey(claimed, spki)).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
        const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
        const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
        for (const bad of [weak, ec]
          .map((one) => one.export({ format: 'der', type: 'spki' }))
          .concat(Buffer.of(1))) {
          await expect(provider.exportKey(key, bad)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
        }
      })
    }

    test('wraps a key anew for another unit, and makes no other key of it', async () => {
      const key = await signingKey(provider, 'ecdsa-p256')
      const unitKey = await provider.createUnitKey(randomUUID())
      const identity = { ...key.identity, unitId: unitKey.unitId, keyId: randomUUID() }
      const moved = {
        ...key,
        identity,
        unitKey,
        wrapped: await provider.rewrapKey(key, { identity, unitKey }),
      }
      const [signature] = await provider.sign(moved, [Buffer.from('moved')])
      const scheme = verificationScheme('ecdsa-p256')
      expect(await verifySignature(scheme, key.publicKey, Buffer.from('moved'), required(signature))).toBe(
        true,
      )
      await expect(provider.sign({ ...moved, unitKey: key.unitKey }, [nothing])).rejects.toMatchObject({
        code: 'KEY_NOT_ACTIVE',
      })
      const others: readonly Partial<KeyIdentity>[] = [
        { purpose: 'certify' },
        { algorithm: 'ecdsa-p384' },
        { attributes: ['exportable'] },
        { provider: name === 'memory' ? 'software' : 'memory' },
      ]
      for (const other of others) {
        await expect(
          provider.rewrapKey(key, { identity: { ...identity, ...other }, unitKey }),
        ).rejects.toMatchObject({ code: 'PURPOSE_MISMATCH' })
      }
    })

    test('wraps a unit key anew, under which everything opens as before', async () => {
      const key = await signingKey(provider, 'ed25519')
      const unitKey = await provider.rewrapUnitKey(key.unitKey)
      expect(unitKey.unitId).toBe(key.unitKey.unitId)
      expect(Buffer.compare(unitKey.wrapped, key.unitKey.wrapped)).not.toBe(0)
      expect(await provider.sign({ ...key, unitKey }, [nothing])).toHaveLength(1)
      const foreign = { unitId: randomUUID(), wrapped: key.unitKey.wrapped }
      await expect(provider.rewrapUnitKey(foreign)).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    })

    test('authenticates rows alike on every host with the same root key, and on no other', async () => {
      const rows = [Buffer.from('row 1'), Buffer.from('row 2')]
      const macs = await provider.rowMac(rows)
      expect(macs.map(({ length }) => length)).toEqual([32, 32])
      expect(Buffer.compare(required(macs[0]), required(macs[1]))).not.toBe(0)
      const [same, different] = [open(rootKey), open(randomBytes(32))]
      try {
        expect(await same.rowMac(rows)).toEqual(macs)
        expect(await different.rowMac(rows)).not.toEqual(macs)
      } finally {
        await Promise.all([same.close(), different.close()])
      }
    })

    test('forgets a key that is destroyed, which its row alone brings back', async () => {
      const key = await signingKey(provider, 'ed25519')
      await provider.sign(key, [nothing])
      await provider.destroy(key)
      await provider.destroy(key)
      if (name !== 'pkcs11') expect(await provider.sign(key, [nothing])).toHaveLength(1)
      else await expect(provider.sign(key, [nothing])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    })

    test('signs a batch in order, more messages than one request takes', async () => {
      const key = await signingKey(provider, 'ed25519')
      const messages = Array.from({ length: 2345 }, (_, i) => Buffer.from(`message ${i}`))
      const signatures = await provider.sign(key, messages)
      expect(signatures).toHaveLength(messages.length)
      for (const i of [0, 1, 999, 1000, 1001, 2344]) {
        const [message, signature] = [required(messages[i]), required(signatures[i])]
        expect(await verifySignature({ kind: 'ed25519' }, key.publicKey, message, signature)).toBe(true)
      }
    })

    test('answers an empty batch with an empty one', async () => {
      expect(await provider.sign(await signingKey(provider, 'ecdsa-p256'), [])).toEqual([])
      expect(await provider.encrypt(await cipherKey(provider, 'aes-256-gcm'), [])).toEqual([])
      expect(await provider.rowMac([])).toEqual([])
    })

    test('keeps concurrent requests for many keys apart', async () => {
      const keys = await Promise.all(
        (['ed25519', 'ecdsa-p256', 'ecdsa-p384'] as const).map((algorithm) =>
          signingKey(provider, algorithm),
        ),
      )
      await Promise.all(
        Array.from({ length: 300 }, async (_, i) => {
          const key = required(keys[i % keys.length])
          const message = Buffer.from(`request ${i}`)
          const [signature] = await provider.sign(key, [message])
          const scheme = verificationScheme(key.identity.algorithm)
          expect(await verifySignature(scheme, key.publicKey, message, required(signature))).toBe(true)
        }),
      )
    })

    test('refuses a key under any other identity, before and after the honest one was used', async () => {
      const key = await signingKey(provider, 'ecdsa-p256')
      const other = randomUUID()
      const foreign: readonly SigningKey['identity'][] = [
        { ...key.identity, unitId: other },
        { ...key.identity, keyId: other },
        { ...key.identity, version: 2 },
        { ...key.identity, purpose: 'certify' },
        { ...key.identity, algorithm: 'ecdsa-p384' },
        { ...key.identity, provider: name === 'pkcs11' ? 'software' : 'pkcs11' },
        { ...key.identity, attributes: ['sign-digest'] },
      ]
      for (let round = 0; round < 2; round++) {
        for (const identity of foreign) {
          await expect(provider.sign({ ...key, identity }, [randomBytes(3)])).rejects.toMatchObject({
            code: 'KEY_NOT_ACTIVE',
          })
        }
        await provider.sign(key, [randomBytes(3)])
      }
    })

    test('refuses a key beside the key of another unit', async () => {
      const key = await signingKey(provider, 'ed25519')
      const stranger = await provider.createUnitKey(randomUUID())
      const swaps = [stranger, { ...stranger, unitId: key.identity.unitId }]
      for (const unitKey of swaps) {
        await expect(provider.sign({ ...key, unitKey }, [randomBytes(3)])).rejects.toMatchObject({
          code: 'KEY_NOT_ACTIVE',
        })
        await expect(provider.generate(key.identity, unitKey)).rejects.toMatchObject({
          code: 'KEY_NOT_ACTIVE',
        })
      }
    })

    test('opens what another one under the same root key made, and nothing under a different one', async () => {
      const key = await signingKey(provider, 'ed25519')
      const [same, different] = [open(rootKey), open(randomBytes(32))]
      try {
        expect(await same.rootKeyCheckValue()).toEqual(await provider.rootKeyCheckValue())
        expect(await different.rootKeyCheckValue()).not.toEqual(await provider.rootKeyCheckValue())
        expect(await same.sign(key, [randomBytes(3)])).toHaveLength(1)
        await expect(different.sign(key, [randomBytes(3)])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
      } finally {
        await Promise.all([same.close(), different.close()])
      }
    })

    test('has a check value of 32 octets that is not the root key', async () => {
      const value = await provider.rootKeyCheckValue()
      expect(value).toHaveLength(32)
      expect(Buffer.compare(value, rootKey)).not.toBe(0)
    })

    test('has no way to get at a private key but the one for keys that were made to be exported', () => {
      const methods = Object.keys(provider).filter((key) => /export|reveal|private|secret/i.test(key))
      expect(methods).toEqual(['exportKey'])
    })

    test('refuses everything once it is closed', async () => {
      const closed = open(rootKey)
      await closed.close()
      await expect(closed.createUnitKey(randomUUID())).rejects.toMatchObject({ retryable: true })
    })
  })

  function identityOf(
    unitId: string,
    purpose: Purpose,
    algorithm: KeyAlgorithm,
    attributes: readonly KeyAttribute[] = [],
  ): KeyIdentity {
    return { unitId, keyId: randomUUID(), version: 1, purpose, algorithm, provider: name, attributes }
  }

  async function newKey(
    from: KeyProvider,
    algorithm: KeyAlgorithm,
    attributes: readonly KeyAttribute[] = [],
  ): Promise<KeyHandle> {
    const unitKey = await from.createUnitKey(randomUUID())
    const identity = identityOf(unitKey.unitId, purposeOf(algorithm), algorithm, attributes)
    return { identity, unitKey, ...(await from.generate(identity, unitKey)) }
  }

  async function signingKey(
    from: KeyProvider,
    algorithm: SignatureAlgorithm,
    attributes: readonly KeyAttribute[] = [],
  ): Promise<SigningKey> {
    return asSigning(await newKey(from, algorithm, attributes))
  }

  async function openingKey(from: KeyProvider, algorithm: OpeningAlgorithm): Promise<OpeningKey> {
    const { identity, ...rest } = await newKey(from, algorithm)
    if (!isIdentityFor(identity, 'open')) throw new Error('the key does not open')
    return { ...rest, identity, state: 'active' }
  }

  async function cipherKey(from: KeyProvider, algorithm: CipherAlgorithm): Promise<CipherKey<'active'>> {
    const { identity, ...rest } = await newKey(from, algorithm)
    if (!isIdentityFor(identity, 'encrypt')) throw new Error('the key does not encrypt')
    return { ...rest, identity, state: 'active' }
  }

  async function macKey(from: KeyProvider, algorithm: MacAlgorithm): Promise<MacKey<'active'>> {
    return asMac(await newKey(from, algorithm))
  }

  async function imported(
    into: KeyProvider,
    algorithm: SignatureAlgorithm,
    material: Parameters<KeyProvider['importKey']>[2],
  ): Promise<SigningKey> {
    const unitKey = await into.createUnitKey(randomUUID())
    const identity = identityOf(unitKey.unitId, 'sign-raw', algorithm)
    return asSigning({ identity, unitKey, ...(await into.importKey(identity, unitKey, material)) })
  }
}

function asSigning({ identity, ...rest }: KeyHandle): SigningKey {
  if (!isSigningIdentity(identity)) throw new Error('the key does not sign')
  return { ...rest, identity, state: 'active' }
}

function asMac({ identity, ...rest }: KeyHandle): MacKey<'active'> {
  if (!isIdentityFor(identity, 'mac')) throw new Error('the key makes no MACs')
  return { ...rest, identity, state: 'active' }
}

const refused = 'KEY_NOT_ACTIVE'

/** Number of outcomes, or the code of the refusal. */
async function outcomeOf(answer: Promise<readonly unknown[]>): Promise<number | string> {
  try {
    return (await answer).length
  } catch (error) {
    return error instanceof ServiceError ? error.code : String(error)
  }
}

function purposeOf(algorithm: KeyAlgorithm): Purpose {
  const isAmong = (names: readonly string[]) => names.includes(algorithm)
  if (isAmong(openingAlgorithmNames)) return 'open'
  if (isAmong(cipherAlgorithmNames)) return 'encrypt'
  return isAmong(macAlgorithmNames) ? 'mac' : 'sign-raw'
}

function digestFor(algorithm: SignatureAlgorithm, message: Uint8Array): Uint8Array {
  const { hash } = signatureAlgorithmFacts(algorithm)
  if (hash === undefined) throw new Error(`${algorithm} has no hash of its own`)
  return createHash(hashAlgorithms[hash].node).update(message).digest()
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }

/** CKM_RSA_AES_KEY_WRAP, as an owner of keys would do it. */
function transport(recipient: Uint8Array, secret: Uint8Array): Uint8Array {
  const key = createPublicKey({ key: Buffer.from(recipient), format: 'der', type: 'spki' })
  const kek = randomBytes(32)
  const cipher = createCipheriv('id-aes256-wrap-pad', kek, Buffer.from('a65959a6', 'hex'))
  return Buffer.concat([publicEncrypt({ key, ...oaep }, kek), cipher.update(secret), cipher.final()])
}

function untransport(key: KeyObject, material: Uint8Array): Buffer {
  const kek = privateDecrypt({ key, ...oaep }, material.subarray(0, 384))
  const decipher = createDecipheriv('id-aes256-wrap-pad', kek, Buffer.from('a65959a6', 'hex'))
  return Buffer.concat([decipher.update(material.subarray(384)), decipher.final()])
}

function pkcs8(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'pkcs8' })
}

function flipped(bytes: Uint8Array, at = 0): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

function revealed(secret: SecretBytes | ServiceError | undefined): Uint8Array {
  if (secret === undefined || secret instanceof ServiceError) throw new Error('there is no secret')
  return secret.dangerouslyRevealBytes()
}

function hex(bytes: Uint8Array | ServiceError | undefined): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : String(bytes)
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('something is missing')
  return value
}
