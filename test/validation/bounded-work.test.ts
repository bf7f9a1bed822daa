// What strangers make us compute is bounded for the whole document, however many signatures and time-stamps it has.

import { describe, expect, it } from 'vitest'
import { digest } from '#primitives'
import { utf8 } from '../../src/bytes.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import { contextConstructed, tags } from '../../src/formats/asn1/tags.ts'
import {
  bitString,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  sortSetOf,
  tagged,
  tlv,
} from '../../src/formats/asn1/writer.ts'
import { attribute } from '../../src/formats/cms/build-signed-data.ts'
import { addUnsignedAttribute } from '../../src/formats/cms/unsigned-attributes.ts'
import { parseCertificate } from '../../src/formats/x509/certificate.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { ask, makeOffice, sha256Identifier, timestampToken } from '../fixtures/office.ts'
import { processorTime } from '../fixtures/processor-time.ts'

const content = utf8('nothing much')
const { pki, trust } = await makeOffice()

interface SignerParts {
  readonly certificate: Uint8Array
  readonly signature: Uint8Array
  readonly unsigned?: readonly Uint8Array[]
}

async function signedDataOf(
  signers: readonly SignerParts[],
  more: readonly Uint8Array[] = [],
): Promise<Uint8Array> {
  const attributes = sortSetOf([
    attribute(oids.contentType, objectIdentifier(oids.data)),
    attribute(oids.messageDigest, octetString(await digest('sha-256', content))),
  ])
  const infos = signers.map(({ certificate, signature, unsigned = [] }) => {
    const { issuer, serialNumber, publicKeyAlgorithm } = parseCertificate(certificate)
    const rsa = publicKeyAlgorithm.oid === oids.rsaEncryption
    return sequence(
      integer(1),
      sequence(issuer.der, tlv(tags.integer, serialNumber)),
      sha256Identifier,
      tlv(contextConstructed(0), ...attributes),
      rsa
        ? sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue())
        : sequence(objectIdentifier('1.2.840.10045.4.3.2')),
      octetString(signature),
      ...(unsigned.length === 0 ? [] : [tlv(contextConstructed(1), ...unsigned)]),
    )
  })
  const certificates = [...new Set(signers.map(({ certificate }) => certificate))]
  return sequence(
    objectIdentifier(oids.signedData),
    tagged(
      0,
      sequence(
        integer(1),
        tlv(tags.set, sha256Identifier),
        sequence(objectIdentifier(oids.data), tagged(0, octetString(content))),
        tlv(contextConstructed(0), ...certificates, ...more),
        tlv(tags.set, ...infos),
      ),
    ),
  )
}

async function timed(document: Uint8Array) {
  const spentMs = processorTime()
  const report = await validateDocument(ask(document, trust))
  return { report, ms: spentMs() }
}

/** A certificate with an RSA key of our choice in it; nobody has signed it. */
function rsaCertificate(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const { issuer } = parseCertificate(pki.signer.certificate)
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue())
  const key = sequence(
    sequence(objectIdentifier(oids.rsaEncryption), nullValue()),
    bitString(sequence(integer(modulus), integer(exponent))),
  )
  const validity = sequence(
    tlv(tags.utcTime, utf8('260101000000Z')),
    tlv(tags.utcTime, utf8('400101000000Z')),
  )
  const body = sequence(tagged(0, integer(2)), integer(7), algorithm, issuer.der, validity, issuer.der, key)
  return sequence(body, algorithm, bitString(new Uint8Array(256)))
}

const filled = (octets: number) => new Uint8Array(octets).fill(0xab).with(octets - 1, 0xad)

describe('work on one document', () => {
  it('ends when a hundred signers bring eight time-stamps each', async () => {
    const token = await timestampToken(pki, utf8('another'))
    const unsigned = Array.from({ length: 8 }, () => attribute(oids.signatureTimeStampToken, token))
    const signer: SignerParts = {
      certificate: pki.signer.certificate,
      signature: filled(64),
      unsigned,
    }
    const { report, ms } = await timed(await signedDataOf(Array.from({ length: 100 }, () => signer)))
    expect(report.indication).not.toBe('TOTAL_PASSED')
    expect(report.signatures).toHaveLength(100)
    expect(ms).toBeLessThan(2000)
  })

  it('ends when every signer brings archive time-stamps over more certificates than anybody has', async () => {
    const index = sequence(sha256Identifier, sequence(octetString(filled(32))), sequence(), sequence())
    const bare = await timestampToken(pki, utf8('another'))
    const token = addUnsignedAttribute(bare, 0, attribute(oids.atsHashIndexV3, index))
    const unsigned = Array.from({ length: 30 }, () => attribute(oids.archiveTimestampV3, token))
    const certificates = Array.from({ length: 1500 }, (_, i) =>
      sequence(integer(i), octetString(filled(500))),
    )
    const { certificate } = pki.signer
    const signers = Array.from({ length: 30 }, () => ({ certificate, signature: filled(64), unsigned }))
    const { report, ms } = await timed(await signedDataOf(signers, certificates))
    expect(report.indication).not.toBe('TOTAL_PASSED')
    expect(report.signatures[0]?.timestamps.every(({ trusted }) => !trusted)).toBe(true)
    expect(report.signatures[0]?.reasons.map(({ code }) => code)).toContain('ARCHIVE_TIMESTAMP_INDEX')
    expect(ms).toBeLessThan(2000)
  })

  it('does not begin with RSA keys whose exponent is as long as their modulus', async () => {
    for (const octets of [256, 384, 2048]) {
      const certificate = rsaCertificate(filled(octets), filled(octets))
      const signer = { certificate, signature: filled(octets) }
      const { report, ms } = await timed(await signedDataOf(Array.from({ length: 100 }, () => signer)))
      expect(report.integrity).toBe('undetermined')
      expect(report.signatures[0]?.reasons.map(({ code }) => code)).toEqual(['ALGORITHM_NOT_SUPPORTED'])
      expect(ms).toBeLessThan(2000)
    }
  })
})
