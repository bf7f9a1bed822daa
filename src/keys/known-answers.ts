// Known answers of what opens, encrypts, wraps and authenticates, and of the signature algorithms beside the common ones.

import {
  constants,
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  hash,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { concatBytes, equalBytes, toHex, utf8 } from '../bytes.ts'
import type { KnownAnswer } from './self-test.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.fromHex(hex)

/** Octets `first`, `first` + 1 … */
function counting(first: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => first + i)
}

function hmac(algorithm: string): () => string {
  return () => createHmac(algorithm, 'Jefe').update('what do ya want for nothing?').digest('hex')
}

function wrap(cipher: string, kek: Uint8Array, initialValue: string, key: string): () => string {
  return () => {
    const state = createCipheriv(cipher, kek, bytes(initialValue))
    return toHex(concatBytes(state.update(bytes(key)), state.final()))
  }
}

function chacha20Poly1305(): string {
  const cipher = createCipheriv('chacha20-poly1305', counting(0x80, 32), bytes('070000004041424344454647'), {
    authTagLength: 16,
  })
  cipher.setAAD(bytes('50515253c0c1c2c3c4c5c6c7'), { plaintextLength: 114 })
  cipher.update(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  )
  cipher.final()
  return toHex(cipher.getAuthTag())
}

function pkcs8(prefix: string, secret: string | Uint8Array): KeyObject {
  const der = concatBytes(bytes(prefix), typeof secret === 'string' ? bytes(secret) : secret)
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
}

function spki(hex: string): KeyObject {
  return createPublicKey({ key: Buffer.from(bytes(hex)), format: 'der', type: 'spki' })
}

function ed448(): string {
  const secret =
    '6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b'
  return toHex(sign(null, new Uint8Array(0), pkcs8('3047020100300506032b6571043b0439', secret)))
}

function x25519(): string {
  const own = 'c8a9d5a91091ad851c668b0736c1c9a02936c0d3ad62670858088047ba057475'
  const other = '504a36999f489cd2fdbc08baff3d88fa00569ba986cba22548ffde80f9806829'
  return toHex(
    diffieHellman({
      privateKey: pkcs8('302e020100300506032b656e04220420', own),
      publicKey: spki(`302a300506032b656e032100${other}`),
    }),
  )
}

/** DER up to the scalar (PKCS#8 without the public half) and up to the coordinates (SubjectPublicKeyInfo). */
const ecPrefixes = {
  'P-256': {
    own: '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
    other: '3059301306072a8648ce3d020106082a8648ce3d03010703420004',
  },
  'P-384': {
    own: '304e020100301006072a8648ce3d020106052b81040022043730350201010430',
    other: '3076301006072a8648ce3d020106052b8104002203620004',
  },
} as const

function ecdh(curve: keyof typeof ecPrefixes, own: string, x: string, y: string): () => string {
  const prefix = ecPrefixes[curve]
  return () =>
    toHex(diffieHellman({ privateKey: pkcs8(prefix.own, own), publicKey: spki(prefix.other + x + y) }))
}

/** DER of PKCS#8 with a seed alone, up to the seed: RFC 9881 §6 and RFC 9935 §6. */
const seedPrefixes = {
  'ML-DSA-44': '3034020100300b060960864801650304031104228020',
  'ML-DSA-65': '3034020100300b060960864801650304031204228020',
  'ML-DSA-87': '3034020100300b060960864801650304031304228020',
  'ML-KEM-512': '3054020100300b060960864801650304040104428040',
  'ML-KEM-768': '3054020100300b060960864801650304040204428040',
  'ML-KEM-1024': '3054020100300b060960864801650304040304428040',
} as const

/** Key generation from a seed has a known answer; what draws random numbers is checked by its inverse. */
function fromSeed(
  name: keyof typeof seedPrefixes,
  works: (own: KeyObject, open: KeyObject) => boolean,
): () => string {
  return () => {
    const privateKey = pkcs8(seedPrefixes[name], counting(0, name.startsWith('ML-DSA') ? 32 : 64))
    const publicKey = createPublicKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
    if (!works(privateKey, publicKey)) return 'the halves do not fit'
    return hash('sha256', publicKey.export({ format: 'der', type: 'spki' }), 'hex')
  }
}

const message = utf8('sample')

function signs(privateKey: KeyObject, publicKey: KeyObject): boolean {
  const signature = sign(null, message, privateKey)
  const changed = new Uint8Array(signature)
  changed[9] = (changed[9] ?? 0) ^ 1
  return verify(null, message, publicKey, signature) && !verify(null, message, publicKey, changed)
}

function encapsulates(privateKey: KeyObject, publicKey: KeyObject): boolean {
  const { sharedKey, ciphertext } = encapsulate(publicKey)
  const changed = new Uint8Array(ciphertext)
  changed[9] = (changed[9] ?? 0) ^ 1
  return (
    equalBytes(decapsulate(privateKey, ciphertext), sharedKey) &&
    !equalBytes(decapsulate(privateKey, changed), sharedKey)
  )
}

/** By the library that signs given digests, RFC 6979 without further entropy: r and s. */
function ecdsaOfDigest(): string {
  const scalar = bytes('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721')
  const digest = hash('sha256', message, 'buffer')
  return toHex(p256.sign(digest, scalar, { prehash: false, lowS: false, format: 'compact' }))
}

/** @param testKey any RSA key; encryption draws random numbers, so the inverse is checked. */
function rsaOaep(testKey: () => KeyObject): () => string {
  return () => {
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
    const key = testKey()
    const encrypted = publicEncrypt(
      { key: createPublicKey(key.export({ format: 'pem', type: 'pkcs8' })), ...padding },
      message,
    )
    return toHex(privateDecrypt({ key, ...padding }, encrypted))
  }
}

export function furtherKnownAnswers(testRsaKey: () => KeyObject): readonly KnownAnswer[] {
  return [
    {
      name: 'SHA-512 (FIPS 180-4, "abc")',
      expected:
        'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
      compute: () => hash('sha512', 'abc'),
    },
    {
      name: 'HMAC-SHA-384 (RFC 4231 §4.3)',
      expected:
        'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
      compute: hmac('sha384'),
    },
    {
      name: 'HMAC-SHA-512 (RFC 4231 §4.3)',
      expected:
        '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
      compute: hmac('sha512'),
    },
    {
      name: 'ChaCha20-Poly1305 (RFC 8439 §2.8.2)',
      expected: '1ae10b594f09e26a7e902ecbd0600691',
      compute: chacha20Poly1305,
    },
    {
      name: 'AES-128 key wrap (RFC 3394 §4.1)',
      expected: '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5',
      compute: wrap('id-aes128-wrap', counting(0, 16), 'a6'.repeat(8), '00112233445566778899aabbccddeeff'),
    },
    {
      name: 'AES-192 key wrap (RFC 3394 §4.2)',
      expected: '96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d',
      compute: wrap('id-aes192-wrap', counting(0, 24), 'a6'.repeat(8), '00112233445566778899aabbccddeeff'),
    },
    {
      name: 'AES-256 key wrap (RFC 3394 §4.6)',
      expected: '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
      compute: wrap(
        'id-aes256-wrap',
        counting(0, 32),
        'a6'.repeat(8),
        '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f',
      ),
    },
    {
      name: 'AES key wrap with padding (RFC 5649 §6)',
      expected: '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
      compute: wrap(
        'id-aes192-wrap-pad',
        bytes('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8'),
        'a65959a6',
        'c37b7e6492584340bed12207808941155068f738',
      ),
    },
    {
      name: 'Ed448 (RFC 8032 §7.4, blank)',
      expected:
        '533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600',
      compute: ed448,
    },
    {
      name: 'X25519 (Wycheproof, test 1)',
      expected: '436a2c040cf45fea9b29a0cb81b1f41458f863d0d61b453d0a982720d6d61320',
      compute: x25519,
    },
    {
      name: 'ECDH P-256 (Wycheproof, test 1)',
      expected: '53020d908b0219328b658b525f26780e3ae12bcd952bb25a93bc0895e1714285',
      compute: ecdh(
        'P-256',
        '0612465c89a023ab17855b0a6bcebfd3febb53aef84138647b5352e02c10c346',
        '62d5bd3372af75fe85a040715d0f502428e07046868b0bfdfa61d731afe44f26',
        'ac333a93a9e70a81cd5a95b5bf8d13990eb741c8c38872b4a07d275a014e30cf',
      ),
    },
    {
      name: 'ECDH P-384 (RFC 5903 §8.2)',
      expected:
        '11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746',
      compute: ecdh(
        'P-384',
        '099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194',
        'e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def96fda41d0774a3571',
        'dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1fff83fa40142209dff5eaad96db9e6386c',
      ),
    },
    {
      name: 'RSAES-OAEP with SHA-256',
      expected: toHex(message),
      compute: rsaOaep(testRsaKey),
    },
    {
      name: 'ECDSA P-256 of a given digest (RFC 6979 A.2.5)',
      expected:
        'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
        'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
      compute: ecdsaOfDigest,
    },
    {
      name: 'ML-DSA-44 (RFC 9881 appendix C)',
      expected: '837832708c5236d951581f1fddf2b79991b3424a0486d16da1ddad0fd69701be',
      compute: fromSeed('ML-DSA-44', signs),
    },
    {
      name: 'ML-DSA-65 (RFC 9881 appendix C)',
      expected: 'b8b62131bfbe84433efb2273d7f5b87f7a22854a2cfd366fc2aead86d837c52d',
      compute: fromSeed('ML-DSA-65', signs),
    },
    {
      name: 'ML-DSA-87 (RFC 9881 appendix C)',
      expected: '07e57c4f14dbad1267f621ec3777b4e2e6c4fbc4c22fbb87510ff8e0b3c6a642',
      compute: fromSeed('ML-DSA-87', signs),
    },
    {
      name: 'ML-KEM-512 (RFC 9935 appendix C)',
      expected: '0e3c8b89b54202d2545f7aba2e2aaa3cffa7b6191919ad738fab35b4f313cf71',
      compute: fromSeed('ML-KEM-512', encapsulates),
    },
    {
      name: 'ML-KEM-768 (RFC 9935 appendix C)',
      expected: 'c23e23dd3d485a9256cda09358a4a286e00b373db10761eadf99f710649ca31c',
      compute: fromSeed('ML-KEM-768', encapsulates),
    },
    {
      name: 'ML-KEM-1024 (RFC 9935 appendix C)',
      expected: 'd2b7480ae006a14b37c1e8a8e45ea39022e32a9b1a7b90d594c84d869c6ac420',
      compute: fromSeed('ML-KEM-1024', encapsulates),
    },
  ]
}
