// OCSP requests read strictly, responses that we build read back (RFC 6960 §4, RFC 9654).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '#primitives'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import {
  type SignatureAlgorithm,
  signatureAlgorithmNames,
  verificationScheme,
} from '../../../src/crypto/algorithms.ts'
import { isServiceError } from '../../../src/errors.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import { assertDer, parseDer } from '../../../src/formats/asn1/reader.ts'
import {
  boolean,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tagged,
} from '../../../src/formats/asn1/writer.ts'
import { type CertStatus, ocspError, prepareOcspResponse } from '../../../src/formats/ocsp/build-response.ts'
import { nonceExtension, parseOcspRequest } from '../../../src/formats/ocsp/ocsp-request.ts'
import { parseOcspResponse } from '../../../src/formats/ocsp/response.ts'
import { certificateIdentity } from '../../../src/formats/x509/certificate-identity.ts'
import { ocspKeyHash } from '../../../src/formats/x509/key-identifier.ts'
import { encodeCertId, encodeOcspRequest } from '../../fixtures/ocsp-request.ts'
import { practicePki } from '../../fixtures/pki.ts'

const pki = await practicePki()
const serialOf = (certificate: Uint8Array) => certificateIdentity(certificate).serialNumber
const certId = encodeCertId(pki.issuing.certificate, serialOf(pki.signer.certificate))
const otherId = encodeCertId(pki.issuing.certificate, serialOf(pki.tsa.certificate), 'sha-256')
const now = new Date('2026-11-22T07:00:00Z')
const later = new Date('2026-11-22T08:00:00Z')

function refusal(der: Uint8Array): string {
  try {
    parseOcspRequest(der)
  } catch (error) {
    if (isServiceError(error)) return error.code
    throw error
  }
  return 'none'
}

function requestWith(...fields: readonly Uint8Array[]): Uint8Array {
  return sequence(sequence(...fields))
}

const list = sequence(sequence(certId))
const extensions = (...all: readonly Uint8Array[]) => tagged(2, sequence(...all))

describe('parseOcspRequest', () => {
  it('gives the certificates asked about in their order, and the nonce', () => {
    const nonce = new Uint8Array(32).fill(9)
    const request = parseOcspRequest(encodeOcspRequest([certId, otherId], nonce))
    expect(request.certIds.map(({ der }) => der)).toEqual([certId, otherId])
    expect(request.certIds.map(({ hashAlgorithm }) => hashAlgorithm)).toEqual(['sha-1', 'sha-256'])
    expect(integer(request.certIds[0]?.serialNumber ?? new Uint8Array())).toEqual(
      serialOf(pki.signer.certificate),
    )
    expect(request.nonce).toEqual(nonce)
  })

  it('gives null for a hash that it does not know, so that the answer can be unknown', () => {
    const strange = sequence(
      sequence(objectIdentifier('1.2.3'), nullValue()),
      octetString(utf8('a')),
      octetString(utf8('b')),
      integer(5),
    )
    expect(parseOcspRequest(encodeOcspRequest([strange])).certIds[0]?.hashAlgorithm).toBeNull()
  })

  it('reads over requestor name, signature and extensions that are not critical', () => {
    const name = tagged(1, tagged(4, pki.signer.subject))
    const harmless = sequence(objectIdentifier('1.2.3'), octetString(nullValue()))
    const signature = tagged(
      0,
      sequence(sequence(objectIdentifier('1.3.101.112')), Uint8Array.of(3, 2, 0, 1)),
    )
    const der = sequence(
      sequence(name, sequence(sequence(certId, tagged(0, sequence(harmless)))), extensions(harmless)),
      signature,
    )
    expect(parseOcspRequest(der)).toMatchObject({ nonce: null, certIds: [{ der: certId }] })
  })

  it('takes nonces of 1–32 octets, ignores up to 128, refuses the rest (RFC 9654 §2.1)', () => {
    const nonceOf = (octets: number) =>
      parseOcspRequest(encodeOcspRequest([certId], new Uint8Array(octets))).nonce
    expect(nonceOf(1)).toHaveLength(1)
    expect(nonceOf(32)).toHaveLength(32)
    expect(nonceOf(33)).toBeNull()
    expect(nonceOf(128)).toBeNull()
    expect(refusal(encodeOcspRequest([certId], new Uint8Array(129)))).toBe('INVALID_ARGUMENT')
    expect(refusal(encodeOcspRequest([certId], new Uint8Array(0)))).toBe('INVALID_ARGUMENT')
  })

  it.each([
    ['nothing asked', requestWith(sequence()), 'INVALID_ARGUMENT'],
    ['33 certificates', encodeOcspRequest(Array<Uint8Array>(33).fill(certId)), 'LIMIT_EXCEEDED'],
    ['a version written out', requestWith(tagged(0, integer(0)), list), 'INVALID_ARGUMENT'],
    [
      'an unknown critical extension',
      requestWith(
        list,
        extensions(sequence(objectIdentifier('1.2.3'), boolean(true), octetString(nullValue()))),
      ),
      'UNSUPPORTED_FORMAT',
    ],
    [
      'a nonce twice',
      requestWith(list, extensions(nonceExtension(utf8('a')), nonceExtension(utf8('b')))),
      'INVALID_ARGUMENT',
    ],
    [
      'a nonce without its OCTET STRING',
      requestWith(list, extensions(sequence(objectIdentifier(oids.ocspNonce), octetString(utf8('abc'))))),
      'MALFORMED_DER',
    ],
    ['octets that follow', concatBytes(encodeOcspRequest([certId]), Uint8Array.of(0)), 'MALFORMED_DER'],
    ['too many octets', new Uint8Array(16_385), 'LIMIT_EXCEEDED'],
    ['nothing at all', new Uint8Array(0), 'MALFORMED_DER'],
  ])('refuses %s', (_, der, code) => {
    expect(refusal(der)).toBe(code)
  })

  it('throws ServiceError or nothing, whatever is sent', () => {
    const der = encodeOcspRequest([certId, otherId], new Uint8Array(32))
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, octet, length) => {
        const damaged = Uint8Array.from(der.subarray(0, length))
        damaged[at] = octet
        refusal(damaged)
      }),
      { numRuns: 500 },
    )
  })
})

async function answer(
  status: CertStatus,
  algorithm: SignatureAlgorithm = 'ecdsa-p256',
  nonce: Uint8Array | null = null,
) {
  const { responder } = await practicePki({ algorithm })
  const der = responder.sign(
    await prepareOcspResponse({
      algorithm,
      responderCertificate: responder.certificate,
      certificates: [responder.certificate],
      producedAt: now,
      responses: [{ certId, status, thisUpdate: now, nextUpdate: later }],
      nonce,
    }),
  )
  assertDer('OCSPResponse', der)
  const { status: responseStatus, basic } = parseOcspResponse(der)
  if (basic === undefined) throw new Error('no BasicOCSPResponse')
  return { responseStatus, basic, responder }
}

describe('prepareOcspResponse', () => {
  it.each(signatureAlgorithmNames)('is signed by the responder, with %s', async (algorithm) => {
    const { responseStatus, basic, responder } = await answer({ kind: 'good' }, algorithm)
    expect(responseStatus).toBe('successful')
    const { tbsResponseData, signature } = basic
    expect(
      await verifySignature(verificationScheme(algorithm), responder.publicKey, tbsResponseData, signature),
    ).toBe(true)
    expect(basic.certificates).toEqual([responder.certificate])
    expect(basic.responderId).toEqual({
      kind: 'byKey',
      keyHash: new Uint8Array(await ocspKeyHash(responder.publicKey)),
    })
  })

  it.each([
    [{ kind: 'good' }, { kind: 'good' }],
    [{ kind: 'unknown' }, { kind: 'unknown' }],
    [
      { kind: 'revoked', revocationTime: now, reason: 'unspecified' },
      { kind: 'revoked', revocationTime: now, reason: undefined },
    ],
    [
      { kind: 'revoked', revocationTime: now },
      { kind: 'revoked', revocationTime: now, reason: undefined },
    ],
    [
      { kind: 'revoked', revocationTime: now, reason: 'cessationOfOperation' },
      { kind: 'revoked', revocationTime: now, reason: 5 },
    ],
  ] as const)('says %o', async (status, expected) => {
    const { basic } = await answer(status)
    expect(basic.responses).toHaveLength(1)
    expect(basic.responses[0]?.status).toEqual(expected)
    expect(basic.responses[0]?.thisUpdate).toEqual(now)
    expect(basic.responses[0]?.nextUpdate).toEqual(later)
    expect(basic.producedAt).toEqual(now)
    expect(integer(basic.responses[0]?.certId.serialNumber ?? new Uint8Array())).toEqual(
      serialOf(pki.signer.certificate),
    )
  })

  it('repeats the nonce, and has no extensions without one', async () => {
    const nonce = new Uint8Array(32).fill(3)
    const { basic } = await answer({ kind: 'good' }, 'ecdsa-p256', nonce)
    const [extension] = basic.extensions
    expect(extension?.oid).toBe(oids.ocspNonce)
    expect(parseDer('nonce', extension?.value ?? new Uint8Array(), (reader) => reader.octetString())).toEqual(
      nonce,
    )
    expect((await answer({ kind: 'good' })).basic.extensions).toEqual([])
  })
})

describe('ocspError', () => {
  it.each(['malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'] as const)(
    'says %s',
    (status) => {
      expect(parseOcspResponse(ocspError(status))).toEqual({ status, basic: undefined })
    },
  )
})
