// Tokens of workloads: of all that can be forged, guessed or taken from elsewhere, nothing is accepted.

import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { type ExpectedJwt, hasKey, judgeJwt, toldBy } from '../../src/operations/judge-jwt.ts'

const now = new Date('2026-06-15T12:00:00Z')
const seconds = now.getTime() / 1000
const expected: ExpectedJwt = {
  issuer: 'https://workloads.example.vn',
  audience: 'https://sign.example.vn',
  subject: 'system:serviceaccount:office:invoices',
  algorithm: 'ES256',
}
const refused = { code: 'UNAUTHENTICATED', message: 'the token is not valid' }

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const sharedSecret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA'
const keySet = {
  keys: [
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig' },
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' },
    { kty: 'oct', k: sharedSecret, kid: 'oct' },
  ],
}

const goodClaims: Record<string, unknown> = {
  iss: expected.issuer,
  aud: expected.audience,
  sub: expected.subject,
  iat: seconds,
  nbf: seconds,
  exp: seconds + 3600,
}

interface Wish {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly key?: KeyObject
}

function token({ header = {}, claims = {}, key = ec.privateKey }: Wish = {}): Promise<string> {
  const payload = Object.fromEntries(
    Object.entries({ ...goodClaims, ...claims }).filter(([, value]) => value !== undefined),
  )
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'ec', typ: 'JWT', ...header }).sign(key)
}

/** A compact JWS with any header, signed by `sign` over its octets. */
function handmade(header: unknown, sign: (input: string) => string, claims: unknown = goodClaims): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${sign(input)}`
}

const judge = (jwt: string, against: ExpectedJwt = expected, set: unknown = keySet) =>
  judgeJwt(jwt, against, set, now)

test('the token that is asked for is accepted until it ends', async () => {
  expect(await judge(await token())).toEqual({ expiresAt: new Date('2026-06-15T13:00:00Z') })
  expect(toldBy(await token())).toEqual({
    issuer: expected.issuer,
    subject: expected.subject,
    keyId: 'ec',
  })
  expect(await judge(await token({ claims: { aud: ['another', expected.audience] } }))).toBeDefined()
  const withRsa = { ...expected, algorithm: 'RS256' } as const
  expect(
    await judge(await token({ header: { alg: 'RS256', kid: 'rsa' }, key: rsa.privateKey }), withRsa),
  ).toBeDefined()
})

describe('a token is refused', () => {
  const claims: Readonly<Record<string, Record<string, unknown>>> = {
    'of another issuer': { iss: 'https://workloads.example.com' },
    'whose issuer only begins alike': { iss: `${expected.issuer}.evil.example` },
    'without an issuer': { iss: undefined },
    'for another audience': { aud: 'https://other.example.vn' },
    'whose audience only begins alike': { aud: `${expected.audience}.evil.example` },
    'for no audience': { aud: undefined },
    'for an empty list of audiences': { aud: [] },
    'of another subject': { sub: 'system:serviceaccount:office:admin' },
    'without a subject': { sub: undefined },
    'without an end': { exp: undefined },
    'that has ended': { exp: seconds - 1 },
    'that ends now': { exp: seconds },
    'that ended within the tolerated skew': { exp: seconds - 29, nbf: seconds - 100, iat: seconds - 100 },
    'that does not end within a day': { exp: seconds + 86_401 },
    'that has not begun': { nbf: seconds + 31 },
  }
  test.each(Object.entries(claims))('%s', async (_, change) => {
    await expect(judge(await token({ claims: change }))).rejects.toMatchObject(refused)
  })

  const wrongTypes: readonly Record<string, unknown>[] = [
    { exp: '9999999999' },
    { exp: Number.MAX_VALUE },
    { nbf: 'now' },
    { sub: [expected.subject] },
    { iss: { toString: expected.issuer } },
    { aud: { 0: expected.audience } },
  ]
  test.each(wrongTypes)('whose claims have wrong types: %j', async (change) => {
    const { createSign } = await import('node:crypto')
    const jwt = handmade(
      { alg: 'ES256', kid: 'ec' },
      (input) =>
        createSign('sha256')
          .update(input)
          .sign({ key: ec.privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url'),
      { ...goodClaims, ...change },
    )
    await expect(judge(jwt)).rejects.toMatchObject(refused)
  })

  const headers: Readonly<Record<string, Record<string, unknown>>> = {
    'without a key identifier': { kid: undefined },
    'with an unknown key identifier': { kid: 'unknown' },
    'with the identifier of another key': { kid: 'rsa' },
    'with the identifier of a shared secret': { kid: 'oct' },
    'with a path for a key identifier': { kid: '../../dev/null' },
    'with a key of its own (jwk)': { jwk: otherEc.publicKey.export({ format: 'jwk' }) },
    'with an address for its keys (jku)': { jku: 'https://evil.example/keys' },
    'with an address for its certificate (x5u)': { x5u: 'https://evil.example/certificate' },
    'with a certificate of its own (x5c)': { x5c: ['MIIB'] },
    'with extensions that must be understood (crit)': { crit: ['exp'], exp: 1 },
    'compressed (zip)': { zip: 'DEF' },
  }
  test.each(Object.entries(headers))('%s', async (_, header) => {
    for (const key of [ec.privateKey, otherEc.privateKey]) {
      const jwt = await token({ header, key }).catch(() =>
        handmade({ alg: 'ES256', kid: 'ec', ...header }, () => 'AAAA'),
      )
      await expect(judge(jwt)).rejects.toMatchObject(refused)
    }
  })

  test('signed by another key under the right name', async () => {
    await expect(judge(await token({ key: otherEc.privateKey }))).rejects.toMatchObject(refused)
  })

  test.each(['none', 'None', 'NONE', 'nOnE', ''])('with the algorithm %j', async (alg) => {
    for (const signature of ['', 'AAAA']) {
      const jwt = handmade({ alg, kid: 'ec' }, () => signature)
      await expect(judge(jwt)).rejects.toMatchObject(refused)
    }
  })

  test.each(['HS256', 'HS384', 'HS512'])('whose %s has the public key for its secret', async (alg) => {
    const set = { kid: 'rsa', pem: rsa.publicKey.export({ type: 'spki', format: 'pem' }) }
    const secrets = [
      set.pem,
      rsa.publicKey.export({ type: 'spki', format: 'der' }),
      ec.publicKey.export({ type: 'spki', format: 'pem' }),
      JSON.stringify(keySet.keys[0]),
      Buffer.from(sharedSecret, 'base64url'),
    ]
    for (const kid of ['rsa', 'ec', 'oct']) {
      for (const secret of secrets) {
        const hash = alg.replace('HS', 'sha')
        const jwt = handmade({ alg, kid }, (input) =>
          createHmac(hash, secret).update(input).digest('base64url'),
        )
        await expect(judge(jwt)).rejects.toMatchObject(refused)
      }
    }
  })

  test('of another algorithm than the pinned one, with a key that is right for it', async () => {
    const jwt = await token({ header: { alg: 'RS256', kid: 'rsa' }, key: rsa.privateKey })
    await expect(judge(jwt)).rejects.toMatchObject(refused)
    const pss = await token({ header: { alg: 'PS256', kid: 'rsa' }, key: rsa.privateKey })
    await expect(judge(pss, { ...expected, algorithm: 'RS256' })).rejects.toMatchObject(refused)
  })

  test('when any octet of it is changed', async () => {
    const jwt = await token()
    for (let at = 0; at < jwt.length; at += 3) {
      const letter = jwt.charAt(at)
      const changed = `${jwt.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${jwt.slice(at + 1)}`
      if (letter !== '.') await expect(judge(changed), `octet ${at}`).rejects.toMatchObject(refused)
    }
  })

  test.each([
    ['', '.', '..', 'a.b', 'a.b.c.d.e'],
    ['eyJhbGciOiJFUzI1NiJ9..', '...', 'A'.repeat(9000)],
  ])('that has no form of one', async (...texts) => {
    for (const text of texts) await expect(judge(text)).rejects.toMatchObject(refused)
  })

  test.each([
    ['two keys of one name', { keys: [keySet.keys[0], keySet.keys[0]] }],
    ['a private key', { keys: [{ ...ec.privateKey.export({ format: 'jwk' }), kid: 'ec' }] }],
    ['a key for encryption', { keys: [{ ...keySet.keys[0], use: 'enc' }] }],
    ['a key for another algorithm', { keys: [{ ...keySet.keys[0], alg: 'ES384' }] }],
    ['a key that does not verify', { keys: [{ ...keySet.keys[0], key_ops: ['sign'] }] }],
    ['no keys', { keys: [] }],
    ['something else', 'keys'],
    ['nothing', null],
  ])('when the set holds %s', async (_, set) => {
    await expect(judge(await token(), expected, set)).rejects.toMatchObject(refused)
  })
})

test('a set tells whether it has a key, so that a new one is looked for', () => {
  expect(hasKey(keySet, 'ec')).toBe(true)
  expect(hasKey(keySet, 'tomorrow')).toBe(false)
  expect(hasKey(undefined, 'ec')).toBe(false)
})
