// The primitives of Node and of a browser give the same answers (RFC 8032, SEC 1, RFC 8017, FIPS 180-4, FIPS 202).

import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  publicDecrypt,
  sign,
} from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { describe, expect, it } from 'vitest'
import { concatBytes, equalBytes, utf8 } from '../../src/bytes.ts'
import {
  type HashAlgorithm,
  hashAlgorithms,
  signatureAlgorithmFacts,
  type VerificationScheme,
} from '../../src/crypto/algorithms.ts'
import * as node from '../../src/crypto/primitives-node.ts'
import * as web from '../../src/crypto/primitives-web.ts'
import { readSubjectPublicKey } from '../../src/crypto/subject-public-key-info.ts'
import { bitString, integer, objectIdentifier, octetString, sequence } from '../../src/formats/asn1/writer.ts'
import { subjectPublicKey } from '../../src/formats/x509/key-identifier.ts'

const implementations = Object.entries({ node, web })
const message = utf8('Cộng hòa xã hội chủ nghĩa Việt Nam')
const allHashes = Object.keys(hashAlgorithms) as (keyof typeof hashAlgorithms)[]
/** Those that signatures are made with: SHAKE256 is the digest of Ed448 in CMS alone. */
const hashes = allHashes.filter((hash) => hash !== 'shake256-512')

interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

function spkiOf({ publicKey }: Pair): Uint8Array {
  return Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }))
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const oddRsa = generateKeyPairSync('rsa', { modulusLength: 2049 })
const ed25519 = generateKeyPairSync('ed25519')
const ed448 = generateKeyPairSync('ed448')
const pss = (hash: HashAlgorithm, saltLength: number, { privateKey }: Pair = rsa) =>
  sign(hashAlgorithms[hash].node, message, {
    key: privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength,
  })
const pssScheme = (hash: HashAlgorithm, saltOctets: number): VerificationScheme => ({
  kind: 'rsa-pss',
  hash,
  mgf1Hash: hash,
  saltOctets,
})
const curves = [
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'secp256k1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]

interface Signed {
  readonly what: string
  readonly scheme: VerificationScheme
  readonly pair: Pair
  readonly signature: Uint8Array
}

const signatures: Signed[] = [
  {
    what: 'Ed25519',
    scheme: { kind: 'ed25519' },
    pair: ed25519,
    signature: sign(null, message, ed25519.privateKey),
  },
  { what: 'Ed448', scheme: { kind: 'ed448' }, pair: ed448, signature: sign(null, message, ed448.privateKey) },
  ...(['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'] as const).map((kind): Signed => {
    const pair = mlDsaPair(kind)
    return { what: kind, scheme: { kind }, pair, signature: sign(null, message, pair.privateKey) }
  }),
  ...curves.flatMap((namedCurve) => {
    const pair = generateKeyPairSync('ec', { namedCurve })
    return hashes.map((hash): Signed => {
      const signature = sign(hashAlgorithms[hash].node, message, pair.privateKey)
      return { what: `${namedCurve} with ${hash}`, scheme: { kind: 'ecdsa', hash }, pair, signature }
    })
  }),
  ...hashes.map((hash): Signed => {
    const signature = sign(hashAlgorithms[hash].node, message, rsa.privateKey)
    return { what: `RSA PKCS#1 with ${hash}`, scheme: { kind: 'rsa-pkcs1', hash }, pair: rsa, signature }
  }),
  ...hashes.map((hash): Signed => {
    return { what: `RSA-PSS with ${hash}`, scheme: pssScheme(hash, 20), pair: rsa, signature: pss(hash, 20) }
  }),
  {
    what: 'RSA-PSS of 2049 bits',
    scheme: pssScheme('sha-256', 32),
    pair: oddRsa,
    signature: pss('sha-256', 32, oddRsa),
  },
  { what: 'RSA-PSS without salt', scheme: pssScheme('sha-256', 0), pair: rsa, signature: pss('sha-256', 0) },
]

const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
for (const hash of ['sha-1', 'sha-256'] as const) {
  const signature = sign(hashAlgorithms[hash].node, message, dsa.privateKey)
  signatures.push({ what: `DSA with ${hash}`, scheme: { kind: 'dsa', hash }, pair: dsa, signature })
}

const dsaParts = readSubjectPublicKey(spkiOf(dsa))
if (dsaParts?.kind !== 'dsa') throw new Error('a key of DSA is not read')

function octetsOf(value: bigint): Uint8Array {
  const hex = value.toString(16)
  return Uint8Array.fromHex(hex.padStart(hex.length + (hex.length % 2), '0'))
}

function dsaSpki({ p, q, g, y }: Readonly<Record<'p' | 'q' | 'g' | 'y', bigint>>): Uint8Array {
  const parameters = sequence(...[p, q, g].map((value) => integer(octetsOf(value))))
  return sequence(
    sequence(objectIdentifier('1.2.840.10040.4.1'), parameters),
    bitString(integer(octetsOf(y))),
  )
}

const dsaValue = (r: bigint, s: bigint) => sequence(integer(octetsOf(r)), integer(octetsOf(s)))

describe.each(implementations)('a key on a curve, in %s', (_, { publicKeyFacts, verifySignature }) => {
  const named = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const spelledOut = generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' })
  const scheme: VerificationScheme = { kind: 'ecdsa', hash: 'sha-256' }

  it.each([
    ['whose parameters are spelled out', spelledOut, spkiOf(spelledOut)],
    ['whose point has the hybrid form', named, hybrid(spkiOf(named))],
    ['with an octet behind it', named, concatBytes(spkiOf(named), Uint8Array.of(0))],
  ])('%s is none (RFC 5480 §2.1.1, §2.2)', async (_, { privateKey }, spki) => {
    expect(await publicKeyFacts(spki)).toBeUndefined()
    expect(await verifySignature(scheme, spki, message, sign('sha256', message, privateKey))).toBe(false)
  })

  function hybrid(spki: Uint8Array): Uint8Array {
    const point = spki.length - 65
    const parity = (spki.at(-1) ?? 0) & 1
    return concatBytes(spki.subarray(0, point), Uint8Array.of(6 + parity), spki.subarray(point + 1))
  }
})

describe.each(implementations)(
  'the primitives of %s',
  (_name, { digest, sha256, createDigest, publicKeyFacts, verifySignature }) => {
    it('digest at once and in pieces', async () => {
      for (const hash of allHashes) {
        const state = createDigest(hash)
        for (const octet of message) state.update(Uint8Array.of(octet))
        const whole = await digest(hash, message)
        expect(whole.length).toBe(hashAlgorithms[hash].octets)
        expect(equalBytes(await state.digest(), whole)).toBe(true)
        expect(equalBytes(whole, await node.digest(hash, message))).toBe(true)
        if (hash === 'sha-256') expect(equalBytes(sha256(message), whole)).toBe(true)
      }
    })

    it.each(signatures)(
      'verify $what, and refuse it for another message',
      async ({ scheme, pair, signature }) => {
        const spki = spkiOf(pair)
        expect(await verifySignature(scheme, spki, message, signature)).toBe(true)
        expect(await verifySignature(scheme, spki, utf8('another'), signature)).toBe(false)
        // A copy: slice() of a Buffer is a view.
        const flipped = Uint8Array.from(signature)
        flipped[signature.length - 1] = (flipped[signature.length - 1] ?? 0) ^ 1
        expect(await verifySignature(scheme, spki, message, flipped)).toBe(false)
      },
    )

    it('take ECDSA signatures with a high s, as half of all are', async () => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const scalar = Uint8Array.from(
        Buffer.from(pair.privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'),
      )
      const { r, s } = p256.Signature.fromBytes(p256.sign(message, scalar, { lowS: true }))
      const high = new p256.Signature(r, p256.Point.Fn.ORDER - s).toBytes('der')
      expect(await verifySignature({ kind: 'ecdsa', hash: 'sha-256' }, spkiOf(pair), message, high)).toBe(
        true,
      )
    })

    it('refuse Ed25519 keys and points of small order that ZIP 215 would take', async () => {
      // p + 1: another way of writing the neutral element, which ZIP 215 takes as key; with R neutral and s = 0 it
      // makes a signature of every message.
      const key = concatBytes(
        Uint8Array.fromHex('302a300506032b6570032100ee'),
        new Uint8Array(30).fill(0xff),
        Uint8Array.of(0x7f),
      )
      const forgery = concatBytes(Uint8Array.of(1), new Uint8Array(63))
      expect(await verifySignature({ kind: 'ed25519' }, key, message, forgery)).toBe(false)
    })

    it('refuse a salt of another length than stated, and another padding', async () => {
      const spki = spkiOf(rsa)
      expect(await verifySignature(pssScheme('sha-256', 20), spki, message, pss('sha-256', 32))).toBe(false)
      expect(
        await verifySignature({ kind: 'rsa-pkcs1', hash: 'sha-256' }, spki, message, pss('sha-256', 32)),
      ).toBe(false)
      expect(await verifySignature(pssScheme('sha-384', 32), spki, message, pss('sha-256', 32))).toBe(false)
    })

    it('hold a key of id-RSASSA-PSS to PSS and to its parameters (RFC 4055 §1.2)', async () => {
      const { algorithmIdentifier } = signatureAlgorithmFacts('rsa-pss-3072')
      const spki = sequence(algorithmIdentifier, bitString(subjectPublicKey(spkiOf(rsa))))
      const signature = pss('sha-256', 32)
      expect(await publicKeyFacts(spki)).toEqual({ kind: 'rsa', bits: 2048 })
      expect(await verifySignature(pssScheme('sha-256', 32), spki, message, signature)).toBe(true)
      expect(await verifySignature(pssScheme('sha-512', 32), spki, message, pss('sha-512', 32))).toBe(false)
      expect(await verifySignature(pssScheme('sha-256', 20), spki, message, pss('sha-256', 20))).toBe(false)
      const pkcs1 = sign('sha256', message, rsa.privateKey)
      expect(await verifySignature({ kind: 'rsa-pkcs1', hash: 'sha-256' }, spki, message, pkcs1)).toBe(false)
    })

    it('refuse values of DSA that are out of range (FIPS 186-4 §4.7)', async () => {
      const scheme: VerificationScheme = { kind: 'dsa', hash: 'sha-1' }
      const { q } = dsaParts
      for (const [r, s] of [
        [0n, 1n],
        [1n, 0n],
        [q, 1n],
        [1n, q],
        [q + 1n, q + 1n],
      ] as const)
        expect(await verifySignature(scheme, spkiOf(dsa), message, dsaValue(r, s))).toBe(false)
      const good = sign('sha1', message, dsa.privateKey)
      const longer = concatBytes(Uint8Array.of(0x30, good.length - 1), good.subarray(2), Uint8Array.of(0))
      expect(await verifySignature(scheme, spkiOf(dsa), message, longer)).toBe(false)
    })

    it('refuse domain parameters of DSA under which anybody could sign', async () => {
      const scheme: VerificationScheme = { kind: 'dsa', hash: 'sha-1' }
      expect(await publicKeyFacts(dsaSpki(dsaParts))).toEqual({ kind: 'dsa', bits: 1024 })
      // With g and y of 1 each message has the signature (1, 1).
      const { p, q, g } = dsaParts
      for (const parts of [
        { p, q, g: 1n, y: 1n },
        { p, q, g: p - 1n, y: p - 1n },
        { p, q, g: p + 1n, y: p + 1n },
        { p: p + 2n, q, g, y: g },
        { p, q: q + 2n, g, y: g },
      ])
        expect(await verifySignature(scheme, dsaSpki(parts), message, dsaValue(1n, 1n))).toBe(false)
      // In range, but not of order q.
      const outside = dsaSpki({ ...dsaParts, y: 2n })
      const signature = sign('sha1', message, dsa.privateKey)
      expect(await verifySignature(scheme, outside, message, signature)).toBe(false)
      // 512 bits of p are no size of FIPS 186-4.
      const small = dsaSpki({ ...dsaParts, p: 2n ** 511n + 1n })
      expect(await publicKeyFacts(small)).toBeUndefined()
    })

    it('verify RSASSA-PSS whose MGF1 has a hash of its own, and hold it to that', async () => {
      // id-RSASSA-PSS with SHA-256, MGF1 with SHA-512 and a salt of 32 octets.
      const identifier = Uint8Array.fromHex(
        '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402030500a203020120',
      )
      const rsaPrivateKey = Uint8Array.from(rsa.privateKey.export({ format: 'der', type: 'pkcs1' }))
      const pkcs8 = sequence(integer(0), identifier, octetString(rsaPrivateKey))
      const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
      const signature = sign('sha256', message, privateKey)
      const scheme: VerificationScheme = {
        kind: 'rsa-pss',
        hash: 'sha-256',
        mgf1Hash: 'sha-512',
        saltOctets: 32,
      }
      const restricted = sequence(identifier, bitString(subjectPublicKey(spkiOf(rsa))))
      for (const spki of [restricted, spkiOf(rsa)]) {
        expect(await verifySignature(scheme, spki, message, signature)).toBe(true)
        expect(await verifySignature(scheme, spki, utf8('another'), signature)).toBe(false)
        expect(await verifySignature(pssScheme('sha-256', 32), spki, message, signature)).toBe(false)
      }
    })

    it('tell the facts of a public key', async () => {
      const facts = async (pair: Pair) => publicKeyFacts(spkiOf(pair))
      expect(await facts(ed25519)).toEqual({ kind: 'ed25519', bits: 255 })
      expect(await facts(ed448)).toEqual({ kind: 'ed448', bits: 448 })
      expect(await facts(rsa)).toEqual({ kind: 'rsa', bits: 2048 })
      const bits = [256, 384, 521, 256, 256, 384, 512]
      for (const [i, namedCurve] of curves.entries()) {
        const pair = generateKeyPairSync('ec', { namedCurve })
        expect(await facts(pair)).toEqual({ kind: 'ec', curve: namedCurve, bits: bits[i] })
      }
    })

    it('answer false, never an exception, to keys and signatures that are none', async () => {
      const schemes: readonly VerificationScheme[] = [
        { kind: 'ed25519' },
        { kind: 'ecdsa', hash: 'sha-256' },
        { kind: 'rsa-pkcs1', hash: 'sha-256' },
        pssScheme('sha-256', 32),
      ]
      const keys = [
        new Uint8Array(0),
        utf8('key'),
        spkiOf(ed25519),
        spkiOf(rsa),
        spkiOf(rsa).subarray(0, 100),
      ]
      for (const scheme of schemes) {
        for (const key of keys) {
          for (const signature of [new Uint8Array(0), new Uint8Array(64), new Uint8Array(256).fill(0xff)]) {
            expect(await verifySignature(scheme, key, message, signature)).toBe(false)
          }
        }
      }
      expect(await publicKeyFacts(utf8('key'))).toBeUndefined()
      // A point that is not on its curve.
      const offCurve = spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })).fill(7, 30)
      expect(await publicKeyFacts(offCurve)).toBeUndefined()
    })
  },
)

describe.each(implementations)('an RSA exponent that nobody uses, in %s', (_name, { verifySignature }) => {
  const scheme: VerificationScheme = { kind: 'rsa-pkcs1', hash: 'sha-256' }
  const big = (part: string | undefined): bigint =>
    BigInt(`0x${Buffer.from(part ?? '', 'base64url').toString('hex')}`)
  const { kty, n, p, q } = rsa.privateKey.export({ format: 'jwk' })
  const withExponent = (exponent: bigint): Uint8Array => {
    const hex = exponent.toString(16)
    const e = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
    return spkiOf({
      ...rsa,
      publicKey: createPublicKey({ key: { kty: kty ?? '', n: n ?? '', e }, format: 'jwk' }),
    })
  }
  const signature = sign('sha256', message, rsa.privateKey)

  it('as long as the modulus makes no check that costs as much as signing', async () => {
    const equivalent = 65_537n + (big(p) - 1n) * (big(q) - 1n)
    expect(await verifySignature(scheme, withExponent(65_537n), message, signature)).toBe(true)
    expect(await verifySignature(scheme, withExponent(equivalent), message, signature)).toBe(false)
  })

  it('of one makes no signature that anybody could write', async () => {
    const encoded = publicDecrypt({ key: rsa.publicKey, padding: constants.RSA_NO_PADDING }, signature)
    expect(await verifySignature(scheme, withExponent(1n), message, encoded)).toBe(false)
  })
})

/** One call for each: node:crypto has an overload a name. */
function mlDsaPair(kind: 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'): Pair {
  return generateKeyPairSync(kind)
}
