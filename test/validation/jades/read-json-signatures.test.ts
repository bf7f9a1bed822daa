// JSON signatures: JAdES (TS 119 182-1) and plain JWS (RFC 7515, RFC 7797), what holds and what does not.

import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concatBytes, toBase64, toBase64Url, utf8 } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { Budget, certificatesOf } from '../../../src/validation/checks.ts'
import type { FormedSignature, FormedTimestamp } from '../../../src/validation/formed-signature.ts'
import { validateDocument } from '../../../src/validation/validate-document.ts'
import { ask, crl, makeOffice, timestampToken } from '../../fixtures/office.ts'
import { practicePki } from '../../fixtures/pki.ts'
import { processorTime } from '../../fixtures/processor-time.ts'
import { judged } from '../xml/signed-xml.ts'
import {
  baseline,
  compact,
  component,
  flattened,
  type Header,
  jwsAlgorithms,
  readJson,
  signedParts,
  thumbprint,
  tokens,
  verdictsOf,
} from './signed-json.ts'

const { pki, trust } = await makeOffice()
const { signer, issuing } = pki
const message = utf8('{"so":"01/QĐ-UBND"}')
const payload = toBase64Url(message)
const parts = signedParts({ signer, payload })
const withHeader = (more: Header) => signedParts({ signer, header: baseline(signer, more), payload })
const sole = async (text: string, contents: readonly Uint8Array[] = []): Promise<FormedSignature> => {
  const [signature] = (await readJson(text, contents)).signatures
  if (signature === undefined) throw new Error('there is no signature')
  return signature
}
const refusal = async (run: () => Promise<unknown>): Promise<string> => {
  try {
    return `no refusal: ${JSON.stringify(await run())}`
  } catch (error) {
    if (isServiceError(error)) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('a JSON signature', () => {
  test.each(jwsAlgorithms)('by a key of %s holds in all three serialisations', async (algorithm) => {
    const { signer: other } = await practicePki({ algorithm })
    const made = signedParts({ signer: other, payload })
    const { payload: _, ...member } = made
    const general = JSON.stringify({ payload, signatures: [member] })
    for (const text of [compact(made), flattened(made), general])
      expect(await verdictsOf(text)).toEqual(['intact ok'])
  })

  test('tells signer, claimed time and level', async () => {
    const signature = await sole(compact(parts))
    expect(signature).toMatchObject({ format: 'JAdES', level: 'B-B', coversWholeDocument: true, reasons: [] })
    const verdict = await signature.verify({ certificates: [], budget: new Budget(8) })
    expect(verdict.signer?.der).toEqual(signer.certificate)
    expect(verdict.claimedSigningTime?.toISOString()).toBe('2026-06-13T12:00:00.000Z')
    expect(verdict).toMatchObject({ namesCertificate: true, digestAlgorithms: ['sha-256'] })
  })

  test('passes where its authority is trusted, and is indeterminate where it is not', async () => {
    const knowing = { ...trust, intermediates: [issuing.certificate] }
    const report = await validateDocument(ask(utf8(compact(parts)), knowing))
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact', format: 'JAdES' })
    const stranger = await validateDocument(ask(utf8(compact(parts)), { ...knowing, anchors: [] }))
    expect(stranger).toMatchObject({ indication: 'INDETERMINATE', integrity: 'intact' })
  })

  test('never holds when any bit of what was signed, or of the value, is flipped', async () => {
    const text = compact(parts)
    for (let at = 0; at < text.length; at += 7) {
      const octets = utf8(text)
      octets[at] = (octets[at] ?? 0) ^ (1 << (at % 7))
      const changed = new TextDecoder().decode(octets)
      if (changed.trim() === text) continue
      const seen = await verdictsOf(changed).catch((error: unknown) => [
        isServiceError(error) ? error.code : 'crash',
      ])
      expect(seen.join(), `octet ${at}`).not.toMatch(/intact|crash/)
    }
  })

  test('of several is judged by itself', async () => {
    const { signer: other } = await practicePki({ algorithm: 'ed25519' })
    const second = signedParts({ signer: other, payload })
    const wrong = { ...second, signature: parts.signature }
    const signatures = [parts, second, wrong].map(({ payload: _, ...member }) => member)
    expect(await verdictsOf(JSON.stringify({ payload, signatures }))).toEqual([
      'intact ok',
      'intact ok',
      'broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID',
    ])
  })

  test('with an unprotected header of hints is the same', async () => {
    expect(await verdictsOf(flattened(parts, { kid: 'x', etsiU: [component('xVals', [])] }))).toEqual([
      'undetermined FORMAT_FAILURE JWS_MALFORMED',
    ])
    expect(await verdictsOf(flattened(parts, { kid: 'x' }))).toEqual(['intact ok'])
  })
})

describe('algorithms', () => {
  test.each(['none', 'None', 'HS256', 'HS512'])('refuse %s, which is no signature', async (alg) => {
    const header = toBase64Url(utf8(JSON.stringify({ ...baseline(signer), alg })))
    const text = `${header}.${payload}.${alg === 'HS256' ? parts.signature : ''}`
    expect(await verdictsOf(text)).toEqual(['undetermined FORMAT_FAILURE JWS_ALGORITHM_REFUSED'])
  })

  test('refuse the public key as the secret of a MAC', async () => {
    const header = toBase64Url(utf8(JSON.stringify({ ...baseline(signer), alg: 'HS256' })))
    const { createHmac } = await import('node:crypto')
    const mac = createHmac('sha256', signer.publicKey).update(`${header}.${payload}`).digest('base64url')
    expect(await verdictsOf(`${header}.${payload}.${mac}`)).toEqual([
      'undetermined FORMAT_FAILURE JWS_ALGORITHM_REFUSED',
    ])
  })

  test.each(['ES384', 'ES512', 'RS256', 'EdDSA', 'Ed448', 'PS512'])(
    'refuse %s for a key of P-256',
    async (alg) => {
      expect(await verdictsOf(compact(withHeader({ alg })))).toEqual([
        'undetermined CRYPTO_CONSTRAINTS_FAILURE ALGORITHMS_DISAGREE',
      ])
    },
  )

  test('not known are told as such', async () => {
    for (const alg of ['ES256K', 'RS1', 'XYZ', ''])
      expect(await verdictsOf(compact(withHeader({ alg })))).toEqual([
        'undetermined CRYPTO_CONSTRAINTS_FAILURE ALGORITHM_NOT_SUPPORTED',
      ])
  })

  test('in the unprotected header alone are no algorithm', async () => {
    const { alg: _, ...rest } = baseline(signer)
    const made = signedParts({ signer, header: rest, payload })
    expect(await verdictsOf(flattened(made, { alg: 'ES256' }))).toEqual([
      'undetermined FORMAT_FAILURE JWS_MALFORMED',
    ])
  })

  test('take ECDSA values as r and s alone, never as DER, never of another length', async () => {
    const raw = Uint8Array.fromBase64(parts.signature, { alphabet: 'base64url' })
    const { sign } = await import('node:crypto')
    const der = new Uint8Array(sign('sha256', utf8(`${parts.protected}.${payload}`), signer.privateKey))
    for (const value of [
      der,
      raw.subarray(1),
      new Uint8Array([0, ...raw]),
      new Uint8Array(64),
      new Uint8Array(0),
    ]) {
      const text = compact({ ...parts, signature: toBase64Url(value) })
      expect(await verdictsOf(text)).toEqual(['broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'])
    }
  })
})

describe('the signer’s certificate', () => {
  test('has to be the one that the header names', async () => {
    for (const more of [
      { 'x5t#S256': thumbprint(issuing.certificate) },
      { 'x5t#o': { digAlg: 'S512', digVal: 'AAAA' } },
      {
        sigX5ts: [
          { digAlg: 'S256', digVal: thumbprint(issuing.certificate) },
          { digAlg: 'S256', digVal: 'AAAA' },
        ],
      },
      { 'x5t#o': { digAlg: 'MD5', digVal: 'AAAA' } },
      { x5t: 'AAAA' },
    ])
      expect(await verdictsOf(compact(withHeader(more)))).toEqual([
        'intact NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_NOT_THE_NAMED',
      ])
  })

  test('may be named by x5t#o or sigX5ts and come from elsewhere', async () => {
    const sha512 = createHash('sha512').update(signer.certificate).digest('base64url')
    for (const named of [
      { 'x5t#o': { digAlg: 'S512', digVal: sha512 } },
      {
        sigX5ts: [
          { digAlg: 'S512', digVal: sha512 },
          { digAlg: 'S256', digVal: thumbprint(issuing.certificate) },
        ],
      },
    ]) {
      const header = { alg: 'ES256', iat: 1_780_000_000, ...named }
      const text = flattened(signedParts({ signer, header, payload }))
      expect(await verdictsOf(text)).toEqual([
        'undetermined NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_MISSING',
      ])
      const signature = await sole(text)
      expect(signature.level).toBe('B-B')
      const verdict = await signature.verify({
        certificates: certificatesOf(pki.chain),
        budget: new Budget(8),
      })
      expect(verdict).toMatchObject({ integrity: 'intact', failure: undefined })
      expect(verdict.claimedSigningTime?.getTime()).toBe(1_780_000_000_000)
    }
  })

  test('that is offered without being signed verifies the value and proves no identity', async () => {
    const made = signedParts({ signer, header: { alg: 'ES256' }, payload })
    const text = flattened(made, { x5c: [toBase64(signer.certificate)] })
    expect(await verdictsOf(text)).toEqual(['intact SIG_CONSTRAINTS_FAILURE SIGNING_CERTIFICATE_NOT_NAMED'])
  })

  test('is not named by SHA-1 alone', async () => {
    const x5t = createHash('sha1').update(signer.certificate).digest('base64url')
    const text = flattened(
      signedParts({ signer, header: { alg: 'ES256', x5t, iat: 1_780_000_000 }, payload }),
    )
    const signature = await sole(text)
    expect(signature.level).toBeNull()
    const verdict = await signature.verify({
      certificates: certificatesOf(pki.chain),
      budget: new Budget(8),
    })
    expect(verdict.failure?.reasons.map(({ code }) => code)).toEqual(['SIGNING_CERTIFICATE_NOT_NAMED'])
  })

  test('is never a key that the signature itself brings', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const header = { alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) }
    const made = signedParts({ signer: { ...signer, privateKey }, header, payload })
    expect(await verdictsOf(compact(made))).toEqual([
      'undetermined NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_MISSING',
    ])
  })
})

describe('crit', () => {
  test.each([
    [['sigT', 'x-unknown'], /x-unknown/],
    [['sigT', 'etsiU'], /etsiU/],
    [['sigT', 'sigD'], /sigD is not there/],
    [['exp'], /exp/],
    [[['sigT']], /not a list/],
    [['sigT', 'sigT'], /not a list/],
    [[], /not a list/],
    ['sigT', /not a list/],
    [Array.from({ length: 10_000 }, (_, i) => `x${i}`), /not a list/],
  ])('of %j is not passed', async (crit, message) => {
    const signature = await sole(compact(withHeader({ crit, exp: 1 })))
    expect(await judged(signature)).toBe('intact SIG_CONSTRAINTS_FAILURE JWS_CRITICAL_HEADER')
    const { failure } = await signature.verify({ certificates: [], budget: new Budget(8) })
    expect(failure?.reasons[0]?.text).toMatch(message)
    expect(await validateDocument(ask(utf8(compact(withHeader({ crit, exp: 1 }))), trust))).toMatchObject({
      indication: 'INDETERMINATE',
    })
  })

  test('in the unprotected header is refused', async () => {
    expect(await refusal(() => readJson(flattened(parts, { crit: ['sigT'] })))).toMatch(/crit/)
  })
})

describe('JAdES and plain JWS are told apart:', () => {
  test.each([
    ['no time of signing', { sigT: undefined, crit: undefined }],
    ['two times of signing', { iat: 1_780_000_000 }],
    ['a time in milliseconds beside another', { iat: 1_780_000_000_000 }],
  ])('%s', async (_, more) => {
    const signature = await sole(compact(withHeader(more)))
    expect(await judged(signature)).toBe('intact ok')
    expect(signature.level).toBeNull()
    expect(signature.reasons.map(({ code }) => code)).toEqual(['PLAIN_JWS'])
  })

  test('and a policy that was not applied is told', async () => {
    const signature = await sole(compact(withHeader({ sigPId: { id: { id: 'urn:oid:1.2.3' } } })))
    expect(signature.reasons.map(({ code }) => code)).toEqual(['SIGNATURE_POLICY_NOT_APPLIED'])
  })
})

describe('content that lies elsewhere', () => {
  const bare = { ...parts, payload: '' }
  const other = utf8('another file')

  test('is verified when it is given, and asked for when it is not', async () => {
    for (const text of [compact(bare), flattened(bare), JSON.stringify({ ...bare, payload: undefined })]) {
      expect(await verdictsOf(text, [message])).toEqual(['intact ok'])
      expect(await verdictsOf(text, [other])).toEqual(['broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'])
      expect(await verdictsOf(text)).toEqual(['undetermined SIGNED_DATA_NOT_FOUND CONTENT_MISSING'])
      expect(await verdictsOf(text, [message, other])).toEqual([
        'undetermined SIGNED_DATA_NOT_FOUND TOO_MANY_CONTENTS',
      ])
    }
  })

  test('is refused beside a payload', async () => {
    expect(await verdictsOf(compact(parts), [message])).toEqual([
      'undetermined FORMAT_FAILURE CONTENT_EMBEDDED',
    ])
  })

  test('is signed as it is where b64 is false (RFC 7797)', async () => {
    const header = baseline(signer, { b64: false, crit: ['sigT', 'b64'] })
    const made = signedParts({ signer, header, payload: '$.02 and more' })
    expect(await refusal(() => verdictsOf(compact(made)))).toMatch(/three parts/)
    expect(await verdictsOf(flattened(made))).toEqual(['intact ok'])
    expect(await verdictsOf(compact({ ...made, payload: '' }), [utf8('$.02 and more')])).toEqual([
      'intact ok',
    ])
    const withoutCrit = signedParts({ signer, header: baseline(signer, { b64: false }), payload: 'x' })
    expect(await refusal(() => verdictsOf(flattened(withoutCrit)))).toMatch(/b64 is not in crit/)
    const { payload: _, ...first } = parts
    const { payload: __, ...second } = signedParts({ signer, header, payload })
    const mixed = JSON.stringify({ payload, signatures: [first, second] })
    expect(await refusal(() => verdictsOf(mixed))).toMatch(/b64 differs/)
  })

  const byHash = (objects: readonly (readonly [string, string])[], more: Header = {}) =>
    compact(
      signedParts({
        signer,
        header: baseline(signer, {
          sigD: {
            mId: 'http://uri.etsi.org/19182/ObjectIdByURIHash',
            pars: objects.map(([uri]) => uri),
            hashM: 'S256',
            hashV: objects.map(([, digest]) => digest),
            ...more,
          },
          crit: ['sigT', 'sigD'],
        }),
        payload: '',
      }),
    )
  const first = utf8('first file')
  const second = utf8('second file')
  const hashOf = (octets: Uint8Array) => thumbprint(utf8(toBase64Url(octets)))
  const both = [
    ['a.txt', hashOf(first)],
    ['b.txt', hashOf(second)],
  ] as const

  test('by URI and digest is found in any order, and every file has to be there and to be meant', async () => {
    expect(await verdictsOf(byHash(both), [second, first])).toEqual(['intact ok'])
    expect(await verdictsOf(byHash(both), [first])).toEqual([
      'undetermined SIGNED_DATA_NOT_FOUND CONTENT_MISSING',
    ])
    expect(await verdictsOf(byHash(both), [first, other])).toEqual(['broken HASH_FAILURE CONTENT_CHANGED'])
    expect(await verdictsOf(byHash(both), [first, second, other])).toEqual([
      'undetermined SIGNED_DATA_NOT_FOUND CONTENT_NOT_SIGNED',
    ])
    expect(await verdictsOf(byHash(both, { hashM: 'MD5' }), [first, second])).toEqual([
      'undetermined CRYPTO_CONSTRAINTS_FAILURE ALGORITHM_NOT_SUPPORTED',
    ])
    expect(await verdictsOf(byHash(both, { hashV: ['AAAA'] }), [first, second])).toEqual([
      'undetermined FORMAT_FAILURE JWS_MALFORMED',
    ])
  })

  test('by URI alone is taken in the order in which it is given', async () => {
    const header = baseline(signer, {
      sigD: { mId: 'http://uri.etsi.org/19182/ObjectIdByURI', pars: ['a.txt', 'b.txt'] },
      crit: ['sigT', 'sigD'],
    })
    const made = signedParts({ signer, header, payload: toBase64Url(first) + toBase64Url(second) })
    const text = compact({ ...made, payload: '' })
    const unbounded = 'undetermined SIG_CONSTRAINTS_FAILURE JWS_CONTENTS_UNBOUNDED'
    expect(await verdictsOf(text, [first, second])).toEqual([unbounded])
    expect(await verdictsOf(text, [second, first])).toEqual(['broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'])
    expect(await verdictsOf(text, [first])).toEqual(['undetermined SIGNED_DATA_NOT_FOUND CONTENT_MISSING'])
    // Three octets are four characters, so they can go from one file to the other and leave the joined text as it was.
    const whole = concatBytes(first.subarray(0, 9), utf8('xyz'))
    const moved = signedParts({ signer, header, payload: toBase64Url(whole) + toBase64Url(second) })
    const shifted = [first.subarray(0, 9), concatBytes(utf8('xyz'), second)]
    expect(await verdictsOf(compact({ ...moved, payload: '' }), shifted)).toEqual([unbounded])
    const alone = baseline(signer, {
      sigD: { mId: 'http://uri.etsi.org/19182/ObjectIdByURI', pars: ['a.txt'] },
      crit: ['sigT', 'sigD'],
    })
    const one = signedParts({ signer, header: alone, payload: toBase64Url(first) })
    expect(await verdictsOf(compact({ ...one, payload: '' }), [first])).toEqual(['intact ok'])
    const withPayload = compact(signedParts({ signer, header, payload }))
    expect(await verdictsOf(withPayload)).toEqual(['undetermined FORMAT_FAILURE JWS_MALFORMED'])
  })

  test('of an HTTP message, or by a mechanism that is not known, is out of reach', async () => {
    for (const mId of ['http://uri.etsi.org/19182/HttpHeaders', 'urn:x']) {
      const header = baseline(signer, { sigD: { mId, pars: ['a'] } })
      expect(await verdictsOf(compact(signedParts({ signer, header, payload: '' })), [message])).toEqual([
        'undetermined SIGNED_DATA_NOT_FOUND JWS_CONTENT_OUT_OF_REACH',
      ])
    }
  })
})

describe('time-stamps', async () => {
  const holds = async ({ token, digest }: FormedTimestamp): Promise<boolean> => {
    const { parseSignedData } = await import('../../../src/formats/cms/signed-data.ts')
    const { parseTstInfo } = await import('../../../src/formats/tsp/token.ts')
    const { eContent } = parseSignedData(token)
    const imprint = parseTstInfo(eContent ?? new Uint8Array(0)).messageImprint.hashedMessage
    return Buffer.from(await digest('sha-256')).equals(imprint)
  }
  const list = await crl(issuing)
  const sigTst = component('sigTst', tokens(await timestampToken(pki, utf8(parts.signature))))
  const xVals = component('xVals', [{ x509Cert: { val: toBase64(issuing.certificate) } }])
  const rVals = component('rVals', { crlVals: [{ val: toBase64(list) }] })
  const archived = (...before: readonly string[]) =>
    utf8(`${payload}.${parts.protected}.${parts.signature}.${before.join('')}`)
  const before = [sigTst, xVals, rVals]
  const arcTst = component('arcTst', tokens(await timestampToken(pki, archived(...before))))
  const later = component('rVals', { crlVals: [{ val: toBase64(await crl(pki.root)) }] })

  test('raise the level step by step', async () => {
    const levels: (string | null)[] = []
    for (let count = 0; count <= 4; count++) {
      const etsiU = [...before, arcTst].slice(0, count)
      levels.push((await sole(flattened(parts, count === 0 ? undefined : { etsiU }))).level)
    }
    expect(levels).toEqual(['B-B', 'B-T', 'B-T', 'B-LT', 'B-LTA'])
  })

  test('cover exactly what stands before them', async () => {
    const { timestamps, validationData } = await sole(flattened(parts, { etsiU: [...before, arcTst, later] }))
    expect(timestamps.map(({ kind }) => kind)).toEqual(['signature', 'archive'])
    for (const one of timestamps) expect(await holds(one)).toBe(true)
    expect(timestamps[1]?.covers).toEqual({
      validationData: {
        certificates: [signer.certificate, issuing.certificate],
        crls: [list],
        ocsps: [],
        basicOcsps: [],
      },
      timestamps: [0],
    })
    expect(validationData.crls).toHaveLength(2)
  })

  test('do not hold when what they cover is changed, taken out or put in another order', async () => {
    const orders = [
      [xVals, sigTst, rVals],
      [sigTst, xVals],
      [sigTst, xVals, later],
      [sigTst, xVals, rVals, later],
    ]
    for (const order of orders) {
      const { timestamps } = await sole(flattened(parts, { etsiU: [...order, arcTst] }))
      const archive = timestamps.find(({ kind }) => kind === 'archive')
      expect(archive === undefined ? true : await holds(archive)).toBe(false)
    }
  })

  test('give a proven time in the report', async () => {
    const report = await validateDocument(ask(utf8(flattened(parts, { etsiU: [...before, arcTst] })), trust))
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact' })
    expect(report.signatures[0]).toMatchObject({ level: 'B-LTA', bestSignatureTime: '2026-06-13T12:00:00Z' })
  })

  test('over references, and over the content before it was signed', async () => {
    const xRefs = component('xRefs', [{ digAlg: 'S256', digVal: 'AAAA' }])
    const sigRTst = component(
      'sigRTst',
      tokens(await timestampToken(pki, utf8(`${parts.signature}.${sigTst}${xRefs}`))),
    )
    const rfsTst = component('rfsTst', tokens(await timestampToken(pki, utf8(xRefs))))
    const signature = await sole(flattened(parts, { etsiU: [sigTst, xRefs, sigRTst, rfsTst] }))
    expect(signature.timestamps.map(({ kind }) => kind)).toEqual(['signature', 'references', 'references'])
    for (const one of signature.timestamps) expect(await holds(one)).toBe(true)

    const adoTst = tokens(await timestampToken(pki, utf8(payload)))
    const [content] = (await sole(compact(withHeader({ adoTst, crit: ['sigT', 'adoTst'] })))).timestamps
    expect(content?.kind).toBe('content')
    expect(content === undefined ? false : await holds(content)).toBe(true)
  })

  test('over components in clear cannot be had, and prove nothing', async () => {
    const clear = [
      { sigTst: tokens(await timestampToken(pki, utf8(parts.signature))) },
      { arcTst: tokens(await timestampToken(pki, archived())) },
    ]
    const { timestamps } = await sole(flattened(parts, { etsiU: clear }))
    expect(timestamps[0] === undefined ? false : await holds(timestamps[0])).toBe(true)
    expect(await refusal(async () => timestamps[1]?.digest('sha-256'))).toMatch(/^UNSUPPORTED_FORMAT/)
  })

  test('components of both forms, or of none, are refused', async () => {
    for (const etsiU of [
      [sigTst, { xVals: [] }],
      [component('sigTst', {})],
      [component('sigTst', tokens())],
      [toBase64Url(utf8('{"a":1,"b":2}'))],
      [toBase64Url(utf8('{}'))],
      [`${sigTst}=`],
      [7],
      { sigTst },
    ])
      expect(await verdictsOf(flattened(parts, { etsiU }))).toEqual([
        'undetermined FORMAT_FAILURE JWS_MALFORMED',
      ])
  })
})

describe('counter-signatures', async () => {
  const { signer: second } = await practicePki({ algorithm: 'ed25519' })
  const over = (text: string) => signedParts({ signer: second, payload: text })

  test('are over the signature value, detached or with it', async () => {
    const counter = over(parts.signature)
    const forms = [
      compact({ ...counter, payload: '' }),
      compact(counter),
      { protected: counter.protected, signature: counter.signature },
    ]
    for (const cSig of forms) {
      const signature = await sole(flattened(parts, { etsiU: [component('cSig', cSig)] }))
      expect(await judged(signature)).toBe('intact ok')
      expect(await Promise.all(signature.counterSignatures.map(judged))).toEqual(['intact ok'])
    }
  })

  test('over another value do not hold', async () => {
    const foreign = over(toBase64Url(utf8('x')))
    for (const [cSig, expected] of [
      [compact(foreign), 'undetermined FORMAT_FAILURE JWS_MALFORMED'],
      [compact({ ...foreign, payload: '' }), 'broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'],
    ]) {
      const signature = await sole(flattened(parts, { etsiU: [component('cSig', cSig)] }))
      expect(await Promise.all(signature.counterSignatures.map(judged))).toEqual([expected])
    }
  })

  test('in counter-signatures, and too many of them, are bounded', async () => {
    const nested = async (depth: number) => {
      const chain = [over(parts.signature)]
      for (let i = 1; i < depth; i++) chain.push(over(chain[i - 1]?.signature ?? ''))
      let header: Header | undefined
      for (const one of chain.toReversed()) {
        const { payload: _, ...member } = one
        header = { etsiU: [component('cSig', { ...member, ...(header === undefined ? {} : { header }) })] }
      }
      return verdictsOf(flattened(parts, header))
    }
    expect(await nested(3)).toEqual(['intact ok'])
    expect(await nested(4)).toEqual(['intact ok'])
    const many = Array.from({ length: 101 }, () => component('cSig', compact(over(parts.signature))))
    expect(await verdictsOf(flattened(parts, { etsiU: many }))).toEqual([
      'undetermined CUSTOM LIMIT_EXCEEDED',
    ])
  })
})

describe('hostile input', () => {
  const quickly = async (text: string): Promise<string> => {
    const spentMs = processorTime()
    const said = await refusal(() => verdictsOf(text))
    expect(spentMs()).toBeLessThan(2000)
    return said
  }

  test.each([
    ['a header twice', `{"alg":"ES256","alg":"none"}`, /alg.*twice/],
    ['a header twice, once escaped', `{"alg":"ES256","\\u0061lg":"none"}`, /alg.*twice/],
    ['half a character', `{"alg":"ES256","kid":"\\ud800"}`, /half a character/],
    ['an array for a header', '[]', /no JSON object/],
    ['something after it', '{"alg":"ES256"} x', /follows its end/],
    ['a comment', '{"alg":"ES256"/**/}', /malformed/],
    ['a name without quotes', '{alg:"ES256"}', /no name/],
    ['a trailing comma', '{"alg":"ES256",}', /no name/],
    ['a control character', '{"alg":"ES\n256"}', /control character/],
    ['a byte order mark', '\ufeff{"alg":"ES256"}', /none of JSON|malformed|no JSON/],
  ])('%s in the protected header is refused', async (_, header, message) => {
    expect(await quickly(compact(signedParts({ signer, header, payload })))).toMatch(message)
  })

  test('a header protected and unprotected, or a member twice, is refused', async () => {
    expect(await quickly(flattened(parts, { sigT: 'x' }))).toMatch(/occurs twice/)
    expect(
      await quickly(`{"payload":"","payload":"${payload}","protected":"${parts.protected}","signature":""}`),
    ).toMatch(/occurs twice/)
    expect(await quickly(JSON.stringify({ ...parts, signatures: [parts] }))).toMatch(/has the member/)
    expect(await quickly(JSON.stringify({ ...parts, comment: 'signed by me' }))).toMatch(/has the member/)
  })

  test('base64url that is not canonical, padded or spaced is refused', async () => {
    const last = parts.signature.slice(0, -1)
    const other = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const again = other[other.indexOf(parts.signature.at(-1) ?? '') | 1] ?? ''
    for (const signature of [
      `${last}${again}`,
      `${parts.signature}=`,
      `${parts.signature} `,
      `${last}+`,
      `${last}/`,
      `${last}\n`,
    ])
      if (signature !== parts.signature)
        expect(await quickly(`${compact({ ...parts, signature })} `)).toMatch(/base64url/)
    expect(await quickly(compact({ ...parts, payload: `${payload}=` }))).toMatch(/base64url/)
    expect(await quickly(`${'a.'.repeat(100_000)}`)).toMatch(/three parts/)
  })

  test.each([
    ['x5c', 'MII'],
    ['x5c', []],
    ['x5c', [1]],
    ['x5c', ['!']],
    ['x5t#S256', 1],
    ['x5t#o', []],
    ['sigX5ts', {}],
    ['sigT', 1_780_000_000],
    ['sigT', '2026-02-30T00:00:00Z'],
    ['sigT', '2026-06-13T12:00:00+07:00'],
    ['iat', '1'],
    ['sigD', 'x'],
    ['sigD', { mId: 'http://uri.etsi.org/19182/ObjectIdByURI', pars: [1] }],
    ['sigPId', 'x'],
    ['srCms', {}],
    ['adoTst', {}],
    ['kid', 1],
    ['jwk', 'x'],
  ])('%s of %j is of the wrong type', async (name, value) => {
    expect(await verdictsOf(compact(withHeader({ [name]: value })))).toEqual([
      'undetermined FORMAT_FAILURE JWS_MALFORMED',
    ])
  })

  test('nesting of 100,000, numbers of a million digits and 10,000 signatures are refused in time', async () => {
    expect(await quickly('['.repeat(100_000))).toMatch(/three parts|LIMIT|malformed/)
    expect(await quickly(`{"payload":${'['.repeat(100_000)}`)).toMatch(/^LIMIT_EXCEEDED.*levels/)
    expect(await quickly(`{"payload":${'{"a":'.repeat(100_000)}`)).toMatch(/^LIMIT_EXCEEDED.*levels/)
    expect(await quickly(`{"payload":${'9'.repeat(1_000_000)}}`)).toMatch(/^LIMIT_EXCEEDED.*digits/)
    expect(await quickly('{"payload":1e999999}')).toMatch(/too large/)
    expect(await quickly(`{"payload":[${'0,'.repeat(300_000)}0]}`)).toMatch(/^LIMIT_EXCEEDED.*values/)
    const { payload: _, ...member } = parts
    const many = JSON.stringify({ payload, signatures: Array.from({ length: 10_000 }, () => member) })
    expect(await quickly(many)).toMatch(/^LIMIT_EXCEEDED.*10000 signatures/)
    expect(await quickly(`{"protected":"","payload":"${'\\u0061'.repeat(500_000)}"}`)).toMatch(/MALFORMED/)
    expect(await quickly(`${' '.repeat(1_000_000)}${'\t'.repeat(1_000_000)}x`)).toMatch(/MALFORMED/)
    expect(await quickly(`${'a'.repeat(2_000_000)}.b.c`)).toMatch(/LIMIT_EXCEEDED|MALFORMED/)
  })

  test('a thousand archive time-stamps over a mass of values are refused in time', async () => {
    const values = component(
      'xVals',
      Array.from({ length: 900 }, () => ({ x509Cert: { val: 'A'.repeat(4000) } })),
    )
    const stamp = component('arcTst', tokens(utf8('no token')))
    const etsiU = [values, values, values, ...Array.from({ length: 900 }, () => stamp)]
    const spentMs = processorTime()
    expect(await verdictsOf(flattened(parts, { etsiU }))).toEqual(['undetermined CUSTOM LIMIT_EXCEEDED'])
    expect(spentMs()).toBeLessThan(2000)
  })

  test('many signatures over one large payload are refused before they are hashed', async () => {
    const { payload: _, ...member } = parts
    const large = 'A'.repeat(4 << 20)
    const text = JSON.stringify({ payload: large, signatures: Array.from({ length: 300 }, () => member) })
    expect(await quickly(text)).toMatch(/^LIMIT_EXCEEDED.*300 signatures/)
  })

  test('JSON that only speaks of signatures is unsigned, not damaged', async () => {
    for (const text of [
      '{"signature":"x"}',
      '{"signatures":[{"keyid":"a","sig":"b"}],"name":"npm"}',
      '{"a":{"signature":1}}',
    ])
      expect(await validateDocument(ask(utf8(text), trust))).toMatchObject({
        indication: 'INDETERMINATE',
        integrity: 'unsigned',
        format: null,
      })
  })

  test('what is encrypted is told as such', async () => {
    expect(await quickly('eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA')).toMatch(/^UNSUPPORTED_FORMAT.*JWE/)
    expect(await quickly('{"ciphertext":"AAAA","protected":"AAAA"}')).toMatch(/^UNSUPPORTED_FORMAT.*JWE/)
  })

  test('names of objects’ own machinery are names like any other', async () => {
    expect(await verdictsOf(compact(withHeader({ ['__proto__']: { alg: 'none' }, constructor: 1 })))).toEqual(
      ['intact ok'],
    )
  })
})
