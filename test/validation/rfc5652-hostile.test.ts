// Hostile CMS: what a signature library took for valid and we must not. Every one of these is signed with a good key
// under a trusted chain, so nothing but the form stands in the way.

import { describe, expect, it } from 'vitest'
import { digest } from '#primitives'
import { concatBytes, utf8 } from '../../src/bytes.ts'
import { signatureAlgorithmFacts } from '../../src/crypto/algorithms.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import { tags } from '../../src/formats/asn1/tags.ts'
import {
  integer,
  objectIdentifier,
  octetString,
  sequence,
  sortSetOf,
  tagged,
  time,
  tlv,
} from '../../src/formats/asn1/writer.ts'
import { attribute } from '../../src/formats/cms/build-signed-data.ts'
import type { ValidationReport } from '../../src/validation/report.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { ask, makeOffice, now, type RawSignedData, rawSignedData } from '../fixtures/office.ts'
import { certify } from '../fixtures/pki.ts'

const content = utf8('pay one million')
const { pki, trust } = await makeOffice()
const signer = pki.signer

const contentType = (type: string = oids.data) => attribute(oids.contentType, objectIdentifier(type))
const messageDigest = async (bytes: Uint8Array) =>
  attribute(oids.messageDigest, octetString(await digest('sha-256', bytes)))
const signingCertificate = async (certificate: Uint8Array = signer.certificate) =>
  attribute(
    oids.signingCertificateV2,
    sequence(sequence(sequence(octetString(await digest('sha-256', certificate))))),
  )

const good = sortSetOf([contentType(), await messageDigest(content), await signingCertificate()])
const parts: RawSignedData = {
  signer,
  eContent: content,
  attributes: good,
  certificates: [signer.certificate, pki.issuing.certificate],
}

interface Expected {
  readonly indication: 'TOTAL_FAILED' | 'INDETERMINATE'
  readonly code: string
  readonly integrity?: 'intact' | 'broken' | 'undetermined'
}

interface Row {
  readonly what: string
  readonly bytes: Uint8Array
  readonly given?: Uint8Array
  readonly expected: Expected
}

const formatFailure = (code: string): Expected => ({
  indication: 'TOTAL_FAILED',
  code,
  integrity: 'undetermined',
})
const indeterminate = (code: string, integrity: 'intact' | 'undetermined' = 'intact'): Expected => ({
  indication: 'INDETERMINATE',
  code,
  integrity,
})

const whole = rawSignedData(parts)
const otherContentDigest = await messageDigest(utf8('pay nothing'))
const sorted = (...attributes: readonly Uint8Array[]) => sortSetOf(attributes)
const sha512 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.3'))
const md5 = sequence(objectIdentifier('1.2.840.113549.2.5'))
const md5Digest = async (bytes: Uint8Array) =>
  attribute(oids.messageDigest, octetString(await digest('md5', bytes)))
const edPki = (await makeOffice({ algorithm: 'ed25519' })).pki

/** Another certificate for the same key: what a signature without signing-certificate could be moved to. */
const sameKey = await certify({
  algorithm: 'ecdsa-p256',
  privateKey: signer.privateKey,
  subject: 'CN=Somebody else,C=VN',
  issuer: pki.issuing,
  serialNumber: Uint8Array.of(0x31, 0x32),
  extensions: {},
})

/** Length of the outermost SEQUENCE written with an octet too many. */
function nonMinimal(der: Uint8Array): Uint8Array {
  const lengthOctets = (der[1] ?? 0) & 0x7f
  return concatBytes(Uint8Array.of(0x30, 0x80 + lengthOctets + 1, 0), der.subarray(2))
}

const rows: readonly Row[] = [
  {
    what: 'embedded content when other detached bytes are given',
    bytes: whole,
    given: utf8('pay nothing'),
    expected: { indication: 'TOTAL_FAILED', code: 'CONTENT_EMBEDDED', integrity: 'broken' },
  },
  {
    what: 'embedded content when the same bytes are given',
    bytes: whole,
    given: content,
    expected: formatFailure('CONTENT_EMBEDDED'),
  },
  {
    what: 'content-type other than eContentType',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(contentType(oids.tstInfo), await messageDigest(content), await signingCertificate()),
    }),
    expected: formatFailure('CONTENT_TYPE_MISMATCH'),
  },
  {
    what: 'signed attributes stripped, their DER as the content',
    bytes: rawSignedData({
      ...parts,
      eContent: tlv(tags.set, ...good),
      attributes: undefined,
      content: tlv(tags.set, ...good),
    }),
    expected: indeterminate('SIGNED_ATTRIBUTES_MISSING', 'undetermined'),
  },
  {
    what: 'no signed attributes',
    bytes: rawSignedData({ ...parts, attributes: undefined, content }),
    expected: indeterminate('SIGNED_ATTRIBUTES_MISSING', 'undetermined'),
  },
  {
    what: 'two conflicting message-digest attributes',
    bytes: rawSignedData({ ...parts, attributes: sorted(...good, otherContentDigest) }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'one message-digest attribute with two values',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(
        contentType(),
        sequence(
          objectIdentifier(oids.messageDigest),
          tlv(
            tags.set,
            ...sorted(
              octetString(await digest('sha-256', content)),
              octetString(await digest('sha-256', utf8('x'))),
            ),
          ),
        ),
        await signingCertificate(),
      ),
    }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'no message-digest',
    bytes: rawSignedData({ ...parts, attributes: sorted(contentType(), await signingCertificate()) }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'no content-type',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(await messageDigest(content), await signingCertificate()),
    }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'signed attributes that are not in the order of DER',
    bytes: rawSignedData({ ...parts, attributes: good.toReversed() }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'empty signed attributes',
    bytes: rawSignedData({ ...parts, attributes: [] }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'a signed attribute with a value that is not DER',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(...good, attribute('1.2.3.4', Uint8Array.of(tags.boolean, 1, 1))),
    }),
    expected: formatFailure('CMS_MALFORMED'),
  },
  {
    what: 'the digest of other content',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(contentType(), otherContentDigest, await signingCertificate()),
    }),
    expected: { indication: 'TOTAL_FAILED', code: 'CONTENT_CHANGED', integrity: 'broken' },
  },
  {
    what: 'attributes that were changed after signing',
    bytes: tampered(whole),
    expected: { indication: 'TOTAL_FAILED', code: 'SIGNATURE_INVALID', integrity: 'broken' },
  },
  {
    what: '5,000 trailing octets',
    bytes: concatBytes(whole, new Uint8Array(5000)),
    expected: formatFailure('FORMAT_FAILURE'),
  },
  {
    what: 'no signing-certificate attribute',
    bytes: rawSignedData({ ...parts, attributes: sorted(contentType(), await messageDigest(content)) }),
    expected: indeterminate('SIGNING_CERTIFICATE_NOT_NAMED'),
  },
  {
    what: 'a signing-certificate attribute that names another certificate',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(
        contentType(),
        await messageDigest(content),
        await signingCertificate(pki.issuing.certificate),
      ),
    }),
    expected: indeterminate('SIGNING_CERTIFICATE_NOT_THE_NAMED'),
  },
  {
    what: 'another certificate of the same key put in the place of the signer’s',
    bytes: rawSignedData({
      ...parts,
      signer: sameKey,
      certificates: [sameKey.certificate, pki.issuing.certificate],
    }),
    expected: indeterminate('SIGNING_CERTIFICATE_NOT_THE_NAMED'),
  },
  {
    what: 'no certificate at all',
    bytes: rawSignedData({ ...parts, certificates: [] }),
    expected: indeterminate('SIGNING_CERTIFICATE_MISSING', 'undetermined'),
  },
  {
    what: 'another hash for the content than in the signature',
    bytes: rawSignedData({
      ...parts,
      digestAlgorithm: sha512,
      attributes: sorted(
        contentType(),
        attribute(oids.messageDigest, octetString(await digest('sha-512', content))),
        await signingCertificate(),
      ),
    }),
    expected: indeterminate('ALGORITHMS_DISAGREE'),
  },
  {
    what: 'a CMSAlgorithmProtection that names other algorithms (RFC 6211)',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(
        ...good,
        attribute(
          oids.cmsAlgorithmProtection,
          sequence(sha512, tlv(0xa1, objectIdentifier('1.2.840.10045.4.3.4'))),
        ),
      ),
    }),
    expected: indeterminate('ALGORITHMS_DISAGREE'),
  },
  {
    what: 'Ed25519 with SHA-256 as the digest (RFC 8419 §3.1)',
    bytes: rawSignedData({
      signer: edPki.signer,
      eContent: content,
      attributes: sorted(
        contentType(),
        await messageDigest(content),
        await signingCertificate(edPki.signer.certificate),
      ),
    }),
    expected: indeterminate('ALGORITHMS_DISAGREE'),
  },
  {
    what: 'Ed25519 with parameters (RFC 8419 §2.2)',
    bytes: rawSignedData({
      signer: edPki.signer,
      eContent: content,
      attributes: good,
      signatureAlgorithm: sequence(objectIdentifier('1.3.101.112'), tlv(tags.null)),
    }),
    expected: indeterminate('ALGORITHM_NOT_SUPPORTED', 'undetermined'),
  },
  {
    what: 'MD5 of the content',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(contentType(), await md5Digest(content), await signingCertificate()),
      digestAlgorithm: md5,
    }),
    expected: indeterminate('ALGORITHMS_DISAGREE'),
  },
  {
    what: 'MD5 of other content',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(contentType(), await md5Digest(utf8('pay nothing')), await signingCertificate()),
      digestAlgorithm: md5,
    }),
    expected: { indication: 'TOTAL_FAILED', code: 'CONTENT_CHANGED', integrity: 'broken' },
  },
  {
    what: 'an algorithm that nobody knows',
    bytes: rawSignedData({ ...parts, signatureAlgorithm: sequence(objectIdentifier('1.2.3.4.5')) }),
    expected: indeterminate('ALGORITHM_NOT_SUPPORTED', 'undetermined'),
  },
  {
    what: 'an algorithm of another kind of key',
    bytes: rawSignedData({
      ...parts,
      signatureAlgorithm: signatureAlgorithmFacts('rsa-pkcs1-3072').algorithmIdentifier,
    }),
    expected: { indication: 'TOTAL_FAILED', code: 'SIGNATURE_INVALID', integrity: 'broken' },
  },
  {
    what: 'a signing-time that does not exist in the calendar',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(...good, attribute(oids.signingTime, tlv(tags.utcTime, utf8('260230000000Z')))),
    }),
    expected: formatFailure('CMS_MALFORMED'),
  },
  {
    what: 'two signing-times',
    bytes: rawSignedData({
      ...parts,
      attributes: sorted(
        ...good,
        attribute(oids.signingTime, time(now)),
        attribute(oids.signingTime, time(new Date(0))),
      ),
    }),
    expected: formatFailure('SIGNED_ATTRIBUTES_WRONG'),
  },
  {
    what: 'another content type than SignedData',
    bytes: sequence(objectIdentifier(oids.data), tagged(0, octetString(content))),
    expected: { indication: 'INDETERMINATE', code: 'NOT_SIGNED' },
  },
  {
    what: 'a version that is no INTEGER',
    bytes: sequence(objectIdentifier(oids.signedData), tagged(0, sequence(octetString(content)))),
    expected: formatFailure('FORMAT_FAILURE'),
  },
  {
    what: 'no signer at all',
    bytes: sequence(
      objectIdentifier(oids.signedData),
      tagged(0, sequence(integer(1), tlv(tags.set), sequence(objectIdentifier(oids.data)), tlv(tags.set))),
    ),
    expected: { indication: 'INDETERMINATE', code: 'NOT_SIGNED' },
  },
]

/** The last octet of the first signed attribute's value changed. */
function tampered(cms: Uint8Array): Uint8Array {
  const copy = cms.slice()
  const name = objectIdentifier(oids.signingCertificateV2)
  for (let at = copy.length - name.length; at > 0; at--) {
    if (name.every((octet, i) => copy[at + i] === octet)) {
      const hash = at + name.length + 10
      copy[hash] = (copy[hash] ?? 0) ^ 1
      return copy
    }
  }
  throw new Error('no signing-certificate attribute')
}

function codesOf(report: ValidationReport): string[] {
  return [...report.reasons, ...report.signatures.flatMap(({ reasons }) => reasons)].map(({ code }) => code)
}

describe('hostile SignedData', () => {
  it('passes when nothing is wrong with it', async () => {
    expect(await validateDocument(ask(whole, trust))).toMatchObject({
      indication: 'TOTAL_PASSED',
      integrity: 'intact',
    })
  })

  it.each(rows)('does not pass $what', async ({ bytes, given, expected }) => {
    const options = given === undefined ? {} : { content: given }
    const report = await validateDocument(ask(bytes, trust, options))
    expect(report.indication).toBe(expected.indication)
    expect(codesOf(report)).toContain(expected.code)
    if (expected.integrity !== undefined) expect(report.integrity).toBe(expected.integrity)
  })

  it('tells that it read BER, and refuses what BER does not allow', async () => {
    const report = await validateDocument(ask(nonMinimal(whole), trust))
    expect(codesOf(report)).toContain('BER_NORMALISED')
    const indefinite = concatBytes(
      Uint8Array.of(0x30, 0x80),
      whole.subarray(2 + ((whole[1] ?? 0) & 0x7f)),
      new Uint8Array(2),
    )
    expect(codesOf(await validateDocument(ask(indefinite, trust)))).toContain('BER_NORMALISED')
    expect(codesOf(await validateDocument(ask(concatBytes(indefinite, Uint8Array.of(0)), trust)))).toContain(
      'FORMAT_FAILURE',
    )
  })
})
