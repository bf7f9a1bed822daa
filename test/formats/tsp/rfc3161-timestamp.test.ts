// Time-stamp requests read strictly, tokens that we build read back (RFC 3161 §2.4, RFC 5816).

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '#primitives'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import { signatureAlgorithmNames, verificationScheme } from '../../../src/crypto/algorithms.ts'
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
import { parseSignedData } from '../../../src/formats/cms/signed-data.ts'
import {
  prepareTimestampToken,
  type TokenToBuild,
  timestampFailure,
  timestampFailures,
  timestampResponse,
} from '../../../src/formats/tsp/build-token.ts'
import {
  encodeMessageImprint,
  encodeTimestampRequest,
  parseTimestampRequest,
} from '../../../src/formats/tsp/timestamp-request.ts'
import { parseTimeStampResponse, parseTstInfo } from '../../../src/formats/tsp/token.ts'
import { practicePki } from '../../fixtures/pki.ts'

const hashedMessage = new Uint8Array(createHash('sha256').update('văn bản').digest())
const messageImprint = encodeMessageImprint('sha-256', hashedMessage)
const policy = '1.3.6.1.4.1.99999.1'

function refusal(der: Uint8Array): string {
  try {
    parseTimestampRequest(der)
  } catch (error) {
    if (isServiceError(error)) return error.code
    throw error
  }
  return 'none'
}

describe('parseTimestampRequest', () => {
  it('gives back what was asked', () => {
    const nonces = fc.option(fc.uint8Array({ minLength: 1, maxLength: 32 }), { nil: undefined })
    fc.assert(
      fc.property(
        nonces,
        fc.boolean(),
        fc.option(fc.constant(policy), { nil: undefined }),
        (nonce, certReq, wanted) => {
          const der = encodeTimestampRequest({
            messageImprint,
            certReq,
            ...(nonce === undefined ? {} : { nonce }),
            ...(wanted === undefined ? {} : { policy: wanted }),
          })
          expect(parseTimestampRequest(der)).toEqual({
            messageImprint: { hashAlgorithm: 'sha-256', hashedMessage, der: messageImprint },
            policy: wanted ?? null,
            nonce: nonce === undefined ? null : integer(nonce).subarray(2),
            certReq,
          })
        },
      ),
    )
  })

  const unknownHash = sequence(sequence(objectIdentifier('1.2.3'), nullValue()), octetString(hashedMessage))
  const shortImprint = sequence(
    sequence(objectIdentifier('2.16.840.1.101.3.4.2.1')),
    octetString(utf8('short')),
  )
  const request = (...fields: readonly Uint8Array[]) => sequence(integer(1), ...fields)
  it.each([
    ['an unknown hash', request(unknownHash), 'ALGORITHM_NOT_ALLOWED'],
    ['an imprint of the wrong length', request(shortImprint), 'INVALID_ARGUMENT'],
    ['another version', sequence(integer(2), messageImprint), 'INVALID_ARGUMENT'],
    ['extensions', request(messageImprint, tagged(0, sequence())), 'UNSUPPORTED_FORMAT'],
    ['certReq FALSE written out', request(messageImprint, boolean(false)), 'MALFORMED_DER'],
    ['a nonce of 65 octets', request(messageImprint, integer(new Uint8Array(65).fill(1))), 'LIMIT_EXCEEDED'],
    ['octets that follow', concatBytes(request(messageImprint), nullValue()), 'MALFORMED_DER'],
    ['4,097 octets', new Uint8Array(4097), 'LIMIT_EXCEEDED'],
    ['nothing', new Uint8Array(0), 'MALFORMED_DER'],
  ])('refuses %s', (_, der, code) => {
    expect(refusal(der)).toBe(code)
  })

  it('throws ServiceError or nothing, whatever is sent', () => {
    const der = encodeTimestampRequest({ messageImprint, certReq: true, policy, nonce: hashedMessage })
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

async function token(changes: Partial<TokenToBuild> = {}) {
  const { algorithm = 'ecdsa-p256' } = changes
  const { tsa } = await practicePki({ algorithm })
  const der = tsa.sign(
    await prepareTimestampToken({
      algorithm,
      signerCertificate: tsa.certificate,
      certificates: [tsa.certificate],
      policy,
      messageImprint,
      serialNumber: Uint8Array.of(0x80, 0, 1),
      genTime: new Date('2026-11-22T07:00:00.250Z'),
      ...changes,
    }),
  )
  assertDer('TimeStampToken', der)
  const signedData = parseSignedData(der)
  return { der, tsa, signedData, info: parseTstInfo(signedData.eContent ?? new Uint8Array()) }
}

describe('prepareTimestampToken', () => {
  it.each(signatureAlgorithmNames)('is signed by the authority, with %s', async (algorithm) => {
    const { tsa, signedData } = await token({ algorithm })
    const [signer] = signedData.signerInfos
    const { signedAttributesDer = new Uint8Array(), signature = new Uint8Array() } = signer ?? {}
    expect(
      await verifySignature(verificationScheme(algorithm), tsa.publicKey, signedAttributesDer, signature),
    ).toBe(true)
    expect(signedData.eContentType).toBe(oids.tstInfo)
    expect(signer?.signedAttributes?.map(({ type }) => type)).toContain(oids.signingCertificateV2)
  })

  it('states imprint, policy, serial number and time of the request', async () => {
    const { info } = await token()
    expect(info.policy).toBe(policy)
    expect(info.messageImprint.hashedMessage).toEqual(hashedMessage)
    expect(info.serialNumber).toBe(0x800001n)
    expect(info.genTime).toEqual(new Date('2026-11-22T07:00:00.250Z'))
    expect(info.nonce).toBeUndefined()
    expect(info.accuracyMs).toBeUndefined()
    expect(info.ordering).toBe(false)
  })

  it.each([1, 999, 1000, 1500, 60_000])('states an accuracy of %i ms', async (accuracyMs) => {
    expect((await token({ accuracyMs })).info.accuracyMs).toBe(accuracyMs)
  })

  it('repeats the nonce octet for octet, also a negative one', async () => {
    for (const nonce of [Uint8Array.of(0x80, 1), Uint8Array.of(0, 0xff), Uint8Array.of(5)]) {
      const expected = parseDer('nonce', concatBytes(Uint8Array.of(2, nonce.length), nonce), (reader) =>
        reader.integer(),
      )
      expect((await token({ nonce })).info.nonce).toBe(expected)
    }
  })

  it('carries no certificate unless asked', async () => {
    expect((await token({ certificates: [] })).signedData.certificates).toEqual([])
    expect((await token()).signedData.certificates).toHaveLength(1)
  })

  it('comes in a response with status granted', async () => {
    const { der } = await token()
    expect(parseTimeStampResponse(timestampResponse(der))).toEqual({ status: 0, token: der })
  })
})

describe('timestampFailure', () => {
  it.each(Object.keys(timestampFailures) as (keyof typeof timestampFailures)[])(
    'says %s, in words too',
    (failure) => {
      const der = timestampFailure(failure, 'thuật toán không được phép')
      assertDer('TimeStampResp', der)
      expect(parseTimeStampResponse(der)).toEqual({ status: 2, token: undefined })
      const bits = parseDer('TimeStampResp', der, (reader) =>
        reader.sequence((response) =>
          response.sequence((status) => {
            status.integer()
            status.element()
            return status.namedBits()
          }),
        ),
      )
      expect([...bits]).toEqual([timestampFailures[failure]])
    },
  )
})
