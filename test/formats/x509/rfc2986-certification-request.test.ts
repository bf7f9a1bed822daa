// PKCS#10 requests, made here by hand, read with proof of possession (RFC 2986).

import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
  signatureAlgorithmNames,
} from '../../../src/crypto/algorithms.ts'
import { isServiceError } from '../../../src/errors.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import {
  bitString,
  boolean,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  utf8String,
} from '../../../src/formats/asn1/writer.ts'
import { parseCertificationRequest } from '../../../src/formats/x509/certification-request.ts'
import {
  encodeDistinguishedName,
  parseDistinguishedName,
} from '../../../src/formats/x509/distinguished-name.ts'
import { formatDistinguishedName } from '../../../src/formats/x509/name.ts'
import { certify, fixedKey, practicePki } from '../../fixtures/pki.ts'

const subject = 'CN=Trần Thị B,OU=Một cửa,O=UBND phường,C=VN'
const keyUsage = sequence(objectIdentifier(oids.keyUsage), boolean(true), octetString(namedBits([0, 1])))
const extensionRequest = sequence(objectIdentifier(oids.extensionRequest), setOf([sequence(keyUsage)]))
const challenge = sequence(objectIdentifier('1.2.840.113549.1.9.7'), setOf([utf8String('secret')]))

async function request(
  algorithm: SignatureAlgorithm,
  attributes: readonly Uint8Array[] = [extensionRequest],
  version = 0,
) {
  const { signer } = await practicePki({ algorithm })
  const name = encodeDistinguishedName(parseDistinguishedName(subject))
  const toBeSigned = sequence(integer(version), name, signer.publicKey, tagged(0, ...attributes))
  return signer.sign({
    algorithm,
    toBeSigned,
    complete: (signature) =>
      sequence(toBeSigned, signatureAlgorithmFacts(algorithm).algorithmIdentifier, bitString(signature)),
  })
}

async function requestBy(privateKey: KeyObject, algorithm: SignatureAlgorithm) {
  const { publicKey } = await certify({ algorithm, privateKey, subject, issuer: undefined, extensions: {} })
  const toBeSigned = sequence(
    integer(0),
    encodeDistinguishedName(parseDistinguishedName(subject)),
    publicKey,
    tagged(0),
  )
  const signature = new Uint8Array(sign('sha256', toBeSigned, privateKey))
  return sequence(toBeSigned, signatureAlgorithmFacts(algorithm).algorithmIdentifier, bitString(signature))
}

async function requestWith(
  publicKey: Uint8Array,
  privateKey: KeyObject,
  algorithm: SignatureAlgorithm = 'ecdsa-p256',
) {
  const name = encodeDistinguishedName(parseDistinguishedName(subject))
  const toBeSigned = sequence(integer(0), name, publicKey, tagged(0))
  const signature = new Uint8Array(sign('sha256', toBeSigned, privateKey))
  return sequence(toBeSigned, signatureAlgorithmFacts(algorithm).algorithmIdentifier, bitString(signature))
}

async function refusal(der: Uint8Array): Promise<string> {
  try {
    await parseCertificationRequest(der)
  } catch (error) {
    if (isServiceError(error)) return error.code
    throw error
  }
  return 'none'
}

describe('parseCertificationRequest', () => {
  it.each(signatureAlgorithmNames)(
    'gives name, key and wishes of a request signed with %s',
    async (algorithm) => {
      const parsed = await parseCertificationRequest(await request(algorithm))
      expect(formatDistinguishedName(parsed.subject)).toBe(subject)
      const publicKey = createPublicKey(fixedKey(algorithm, 'signer')).export({ format: 'der', type: 'spki' })
      expect(Buffer.from(parsed.subjectPublicKeyInfo).equals(publicKey)).toBe(true)
      expect(parsed.extensions?.keyUsage).toEqual(new Set(['digitalSignature', 'nonRepudiation']))
    },
  )

  it('reads over attributes that it has no use for', async () => {
    const parsed = await parseCertificationRequest(await request('ed25519', [challenge]))
    expect(parsed.extensions).toBeNull()
  })

  it('refuses a request when any bit was changed', async () => {
    const der = await request('ed25519')
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length * 8 - 1), async (bit) => {
        const damaged = Uint8Array.from(der)
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(await refusal(damaged)).not.toBe('none')
      }),
      { numRuns: 300 },
    )
  })

  it('refuses keys that deserve no certificate', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const odd = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    expect(await refusal(await requestBy(weak.privateKey, 'rsa-pkcs1-3072'))).toBe('ALGORITHM_NOT_ALLOWED')
    expect(await refusal(await requestBy(odd.privateKey, 'ecdsa-p256'))).toBe('ALGORITHM_NOT_ALLOWED')
  })

  it('refuses a key under another spelling, by which a key of the office would pass for a stranger’s', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const point = ec.publicKey.export({ format: 'der', type: 'spki' }).subarray(-65)
    const compressed = Uint8Array.of(2 + ((point[64] ?? 0) & 1), ...point.subarray(1, 33))
    const p256 = sequence(objectIdentifier(oids.ecPublicKey), objectIdentifier('1.2.840.10045.3.1.7'))
    expect(await refusal(await requestWith(sequence(p256, bitString(point)), ec.privateKey))).toBe('none')
    expect(await refusal(await requestWith(sequence(p256, bitString(compressed)), ec.privateKey))).toBe(
      'ALGORITHM_NOT_ALLOWED',
    )
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = new Uint8Array(rsa.publicKey.export({ format: 'der', type: 'pkcs1' }))
    const encryption = sequence(objectIdentifier(oids.rsaEncryption), Uint8Array.of(5, 0))
    const spellings: readonly [Uint8Array, string][] = [
      [sequence(encryption, bitString(key)), 'none'],
      [sequence(sequence(objectIdentifier(oids.rsaEncryption)), bitString(key)), 'ALGORITHM_NOT_ALLOWED'],
      [sequence(sequence(objectIdentifier(oids.rsassaPss)), bitString(key)), 'ALGORITHM_NOT_ALLOWED'],
      [sequence(encryption, bitString(Uint8Array.of(0x30, 0x83, 0, ...key.subarray(2)))), 'MALFORMED_DER'],
    ]
    for (const [spki, expected] of spellings) {
      const code = await refusal(await requestWith(spki, rsa.privateKey, 'rsa-pkcs1-3072'))
      // What OpenSSL cannot use is refused before.
      expect(expected === 'none' ? ['none'] : [expected, 'INVALID_ARGUMENT']).toContain(code)
    }
  })

  it('refuses keys that anybody can sign for', async () => {
    // R = s·B for s = 0 is the neutral point, and so is every multiple of the key.
    const neutral = Uint8Array.of(1, ...new Uint8Array(31))
    const toBeSigned = sequence(
      integer(0),
      encodeDistinguishedName(parseDistinguishedName(subject)),
      sequence(sequence(objectIdentifier(oids.ed25519)), bitString(neutral)),
      tagged(0),
    )
    const signature = Uint8Array.of(...neutral, ...new Uint8Array(32))
    const { algorithmIdentifier } = signatureAlgorithmFacts('ed25519')
    expect(await refusal(sequence(toBeSigned, algorithmIdentifier, bitString(signature)))).toBe(
      'ALGORITHM_NOT_ALLOWED',
    )
    const cubed = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
    expect(await refusal(await requestBy(cubed.privateKey, 'rsa-pkcs1-3072'))).toBe('ALGORITHM_NOT_ALLOWED')
  })

  it('refuses another version, two extensionRequests, octets that follow, and size', async () => {
    expect(await refusal(await request('ed25519', [], 1))).toBe('MALFORMED_DER')
    expect(await refusal(await request('ed25519', [extensionRequest, extensionRequest]))).toBe(
      'MALFORMED_DER',
    )
    expect(await refusal(Uint8Array.of(...(await request('ed25519')), 0))).toBe('MALFORMED_DER')
    expect(await refusal(new Uint8Array(16_385))).toBe('LIMIT_EXCEEDED')
  })
})
