// Known-answer tests of every primitive the signer uses. A host whose arithmetic is wrong must not start.

import {
  constants,
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { toHex } from '../bytes.ts'
import { furtherKnownAnswers } from './known-answers.ts'

/** One primitive, a published input, the published answer. Hexadecimal. */
export interface KnownAnswer {
  readonly name: string
  readonly expected: string
  readonly compute: () => string
}

/**
 * @throws Error that names the first primitive whose answer is wrong.
 */
export function runSelfTest(tests: readonly KnownAnswer[] = knownAnswers): void {
  for (const test of tests) {
    if (test.compute() !== test.expected)
      throw new Error(`the self-test of ${test.name} failed: refusing to start`)
  }
}

const sample = new TextEncoder().encode('sample')

/** Verification of a fixed signature, then of one just made: ECDSA and PSS draw a random number each time. */
function ecdsa(algorithm: 'sha256' | 'sha384' | 'sha512', jwk: EcJwk, signatureHex: string): () => string {
  return () => {
    const publicKey = createPublicKey({
      key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y },
      format: 'jwk',
    })
    const privateKey = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
    const known = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
    const changed = Uint8Array.fromHex(signatureHex)
    changed[0] = (changed[0] ?? 0) ^ 1
    return verdicts(
      verify(algorithm, sample, known, Uint8Array.fromHex(signatureHex)),
      verify(algorithm, sample, publicKey, sign(algorithm, sample, privateKey)),
      !verify(algorithm, sample, known, changed),
    )
  }
}

interface EcJwk {
  readonly kty: 'EC'
  readonly crv: string
  readonly x: string
  readonly y: string
  readonly d: string
}

function ecJwk(crv: string, d: string, x: string, y: string): EcJwk {
  const coordinate = (hex: string) =>
    Uint8Array.fromHex(hex).toBase64({ alphabet: 'base64url', omitPadding: true })
  return { kty: 'EC', crv, d: coordinate(d), x: coordinate(x), y: coordinate(y) }
}

const allTrue = 'yes yes yes'

function verdicts(...results: readonly boolean[]): string {
  return results.map((result) => (result ? 'yes' : 'no')).join(' ')
}

function ed25519(): string {
  const key = createPrivateKey({
    key: Buffer.from(
      '302e020100300506032b657004220420' + '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'hex',
    ),
    format: 'der',
    type: 'pkcs8',
  })
  return toHex(sign(null, new Uint8Array(0), key))
}

function aesGcm(): string {
  const cipher = createCipheriv('aes-256-gcm', new Uint8Array(32), new Uint8Array(12), { authTagLength: 16 })
  const ciphertext = cipher.update(new Uint8Array(16))
  cipher.final()
  return toHex(ciphertext) + toHex(cipher.getAuthTag())
}

// An RSA key that was made for this file. It protects nothing.
function testRsaKey(): KeyObject {
  const der =
    'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCVyzr8gSX7djY4j4eyzSz2B1u2VN2ao6d9x6p4LjRS0Ptt2VZ9' +
    '+VZbzXVsHkUzH9lwqEPrAA8WXgIBMvPQE2tYtKu6Ps4gQsK8b8C/zPSwcxE3wyi8XvUzofl4BPIi8VUpn7cfV0o9GyE6+apUer9A' +
    'gW8lplt6ll6CuUdG0xM1HSj2D2lHALSOzR0w1XLeFF6HcQ6MoKas9aC8sHE+Cw0n2OYseLacG0uIB/aO7oasTsTXzGEp578NwcG6' +
    'PBkHuDikhmTsimcYwX2kpFc4pSOTQJMyHQZsUaLvFVGEt0SJ0IBqd5dbYgS3+zRY7p3ZOfBvMhDIK+ydiIRirH0uIjJLAgMBAAEC' +
    'ggEAHcWGREBg7bEphqVUSZ/I419EBaGpZ75GIFQqV/eK87jQeB09uQzw8o8L2wDLLSWT4HW5BgB9fysRB+76EW2CpN9H0F0CN9w8' +
    '+xnU++n+6gD8t5IEyyeuYWQ8gnOtMm+3xu2VBlghi7KUMLYFegPpdicjkZ6WSO+Q+jdb6MIz65bBhQ+WzIMgxo4s7uRHuJAp+OGU' +
    'LhfgU3Vkhn1SCOemcNYSYkBTRzgJNula3UAVKG3qaJ9fu6tfa/bTeGzlb90thylb8YUNVluxLvFhzrYEYMF+8+9veI6QPtcg/B7e' +
    'tSzFS1ebsXbTDNHYqVDZ8nfT/bDheI8RPWl84zueLtGIQQKBgQDTrKOhOpWjjX541DpGMJESIexw9cKeS5/UzVJDd5vMWqB17Hp3' +
    'lJliN6lP7QbanevVmCKJ61zgeLjNGPrx+9tFlcHXxyW4saMOIIRub3dX9ZBUYan8ZwH+5rGZErpLfHHBdUrU+IIXyM1kZkiVdRY7' +
    'ZV+VJyXC60/tq2NgALDpCwKBgQC1KVMFPQ2J0q37jedFivlCc2wMFFDuIERftsSiI/4ei6A0u2ehCq9pQEgh0fMaQSuaQ90hTwKe' +
    'NaF61yhVIRjCCNgp6qh6zbsGrimpmOIbZSCfFuuMSTbSauMFdB+bLNiUheWuSfGN/nY3lDPCu2MNUppCmtUXZiCG0lG5VnIjwQKB' +
    'gBSCb8BZetJEDXMLrTHL1uKY4t33EgpgbXYjBst+tVvRlCaY6SzY+xunJQKXhsh78LPbb81JPtCJIe7NctMrgg11+zg7FY6Vt6TQ' +
    'xcQljLy7EGb8p4nLOUhHdgHM7LwPrL3/7WZBRemkDTKjLnk8xRCwO9ip2GDQiAgRSSmuJ3YNAoGAVekV9MsCK5TcawndXg5MrGWe' +
    'HJBZ3MMyiY1b7GRTM1sVi0xAFY/CpZAVZOxyc8XqDosWR6B3Zl2aiW2VM+GxIvscv6wHX81GXyGiokndGA66DJfK9kkWFW0Y4dIy' +
    '1tzKjIx+4kswoRzGJQ9ECJninEPK4cEZQrJsxGLi3JiRIkECgYB1xKCo09aiq5o9Qaj2HBsX/fj7DsLrNO9/zlgMbmi9Hy/ou2R1' +
    'Q6L2Y4LBwCknCKVtPoOguRK7V9om6bZAa/Bl1BaVPdPJ/NmpCvo8cGE9SxzG36nNc1zAmvLIUgEDRMs68HhXaTMtdsgDFfONH/S/' +
    'bT/Y3TGB4CCwKUjT/B+icw=='
  return createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' })
}

function rsaPss(): string {
  const privateKey = testRsaKey()
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const publicKey = { key: createPublicKey(privateKey.export({ format: 'pem', type: 'pkcs8' })), ...options }
  const known =
    'hrQz8qvyHlIfFRSnjHEPLlKbxdTmKbgjDjIbybkHY88X46RMbclIlEv5HS9I6P1z5+VJAPbM2ACZXOC34BKDZSYvsJOubnfkfKhU' +
    'tmR6+7hi08lpn7HKbHSs76To2snZoOfKB1NlInPgv8X/eLFkV+J/fsGbpcw6VHphnq4p/qvCeLkEcKktoA4ay/B1Yln6nb7KRKfF' +
    'osfeiclb8xNRQcRHhMfQIxEAax4GeeukVqoj+BXKVt5UGk9KhZdAyyf/7xcGLlVquFsca4A5qaLl3ayVZMkjFxlhApkjxpP/dx8y' +
    'd3eqZQpEy0x4qH+Sf0YRx5rlMu8Lr3wsEM/XZWjmMg=='
  const changed = Uint8Array.fromBase64(known)
  changed[100] = (changed[100] ?? 0) ^ 1
  return verdicts(
    verify('sha256', sample, publicKey, Uint8Array.fromBase64(known)),
    verify('sha256', sample, publicKey, sign('sha256', sample, { key: privateKey, ...options })),
    !verify('sha256', sample, publicKey, changed),
  )
}

/** All of them. Exported for the test that corrupts each. */
export const knownAnswers: readonly KnownAnswer[] = [
  {
    name: 'SHA-256 (FIPS 180-4, "abc")',
    expected: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    compute: () => hash('sha256', 'abc'),
  },
  {
    name: 'SHA-384 (FIPS 180-4, "abc")',
    expected:
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    compute: () => hash('sha384', 'abc'),
  },
  {
    name: 'HMAC-SHA-256 (RFC 4231 §4.3)',
    expected: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    compute: () => createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex'),
  },
  {
    name: 'HKDF-SHA-256 (RFC 5869 A.1)',
    expected: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    compute: () =>
      toHex(
        new Uint8Array(
          hkdfSync(
            'sha256',
            new Uint8Array(22).fill(0x0b),
            Uint8Array.fromHex('000102030405060708090a0b0c'),
            Uint8Array.fromHex('f0f1f2f3f4f5f6f7f8f9'),
            42,
          ),
        ),
      ),
  },
  {
    name: 'AES-256-GCM (McGrew and Viega, test case 14)',
    expected: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    compute: aesGcm,
  },
  {
    name: 'Ed25519 (RFC 8032 §7.1, test 1)',
    expected:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    compute: ed25519,
  },
  {
    name: 'ECDSA P-256 with SHA-256 (RFC 6979 A.2.5)',
    expected: allTrue,
    compute: ecdsa(
      'sha256',
      ecJwk(
        'P-256',
        'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
        '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6',
        '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
      ),
      'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
        'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    ),
  },
  {
    name: 'ECDSA P-384 with SHA-384 (RFC 6979 A.2.6)',
    expected: allTrue,
    compute: ecdsa(
      'sha384',
      ecJwk(
        'P-384',
        '6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5',
        'ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13',
        '8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720',
      ),
      '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46' +
        '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
    ),
  },
  {
    name: 'ECDSA P-521 with SHA-512 (RFC 6979 A.2.7)',
    expected: allTrue,
    compute: ecdsa(
      'sha512',
      ecJwk(
        'P-521',
        '00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538',
        '01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd371123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4',
        '00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5',
      ),
      '00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa' +
        '00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a',
    ),
  },
  {
    name: 'RSASSA-PKCS1-v1_5 with SHA-256',
    expected: toHex(
      Uint8Array.fromBase64(
        'YJ2daDs7UUgZ7mqPKizaG2yN2PsCrWmqt1a3El4CDHkmtTV7U3iK1Jre12P2Ou2n7obEVjOBOqmN1P2dQrYZlLZsgf7I/Ut6GRHS' +
          'PEl57YtAh1xmiG2B5POyJsAITLIZS8XIg3414EXfGkgtAGJhpb8PZU7w3MNZiKJFCu72HDRbnAEAhGiShp/gKu8b9U8wGM+bo4iw' +
          'TYt4broPdhdStKQALzUe5Wfkps/OvQKjH75P+BFHQ2T6pArXD9p6iKl1ZjAP9Ezf9z8wJEx4baSi+2C3zOc1SNmQOsM75eXfsGHk' +
          'C9GDx7d0z3/THEh2fDAGrz3tHgfC1+oVG2rAaU5H3A==',
      ),
    ),
    compute: () => toHex(sign('sha256', sample, { key: testRsaKey(), padding: constants.RSA_PKCS1_PADDING })),
  },
  { name: 'RSASSA-PSS with SHA-256', expected: allTrue, compute: rsaPss },
  ...furtherKnownAnswers(testRsaKey),
]
