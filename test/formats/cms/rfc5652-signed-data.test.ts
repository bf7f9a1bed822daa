// SignedData that we build, read back by the strict parser (RFC 5652 §5, RFC 5035, RFC 6211, EN 319 122-1, EN 319 142-1).

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '#primitives'
import { compareBytes, concatBytes, utf8 } from '../../../src/bytes.ts'
import {
  type HashAlgorithm,
  hashAlgorithms,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
  signatureAlgorithmNames,
  verificationScheme,
} from '../../../src/crypto/algorithms.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import { assertDer, parseDer } from '../../../src/formats/asn1/reader.ts'
import { objectIdentifier, octetString } from '../../../src/formats/asn1/writer.ts'
import {
  attribute,
  estimateSignedDataOctets,
  prepareSignedData,
  prepareSignedDataAround,
} from '../../../src/formats/cms/build-signed-data.ts'
import { parseSignedData } from '../../../src/formats/cms/signed-data.ts'
import {
  addSignatureTimestamp,
  addUnsignedAttribute,
  signatureTimestampAttribute,
  signatureValueOf,
} from '../../../src/formats/cms/unsigned-attributes.ts'
import { practicePki } from '../../fixtures/pki.ts'

const families = new Map(
  await Promise.all(
    signatureAlgorithmNames.map(async (name) => [name, await practicePki({ algorithm: name })] as const),
  ),
)
const content = utf8('Quyết định số 12/QĐ-UBND')
const signingTime = new Date('2026-11-22T07:00:00Z')

function family(algorithm: SignatureAlgorithm) {
  const found = families.get(algorithm)
  if (found === undefined) throw new Error(`no family for ${algorithm}`)
  return found
}

function digestOf(hash: HashAlgorithm, data: Uint8Array): Uint8Array {
  const { node, octets } = hashAlgorithms[hash]
  return new Uint8Array(createHash(node, { outputLength: octets }).update(data).digest())
}

function base(algorithm: SignatureAlgorithm, signed: Uint8Array = content) {
  const { digest } = signatureAlgorithmFacts(algorithm)
  return {
    algorithm,
    contentDigest: digestOf(digest, signed),
    signerCertificate: family(algorithm).signer.certificate,
    certificates: family(algorithm).chain,
  }
}

async function signed(algorithm: SignatureAlgorithm, embed = true): Promise<Uint8Array> {
  const unsigned = await prepareSignedData({
    ...base(algorithm),
    profile: 'cades',
    signingTime,
    ...(embed ? { content } : {}),
  })
  return family(algorithm).signer.sign(unsigned)
}

function theSigner(der: Uint8Array) {
  const [signer] = parseSignedData(der).signerInfos
  if (signer === undefined) throw new Error('no signer')
  return signer
}

describe.each(signatureAlgorithmNames)('prepareSignedData with %s', (algorithm) => {
  it('gives DER whose signature holds over the signed attributes as a SET OF', async () => {
    const der = await signed(algorithm)
    assertDer('SignedData', der)
    const { signature, signedAttributesDer = new Uint8Array() } = theSigner(der)
    const { publicKey } = family(algorithm).signer
    const holds = await verifySignature(
      verificationScheme(algorithm),
      publicKey,
      signedAttributesDer,
      signature,
    )
    expect(holds).toBe(true)
  })

  it('names the digest that goes with the algorithm (RFC 5754 §2, RFC 8419 §3.1, RFC 9882 §3.3)', async () => {
    const parsed = parseSignedData(await signed(algorithm))
    const { digest } = signatureAlgorithmFacts(algorithm)
    const expected =
      digest === 'shake256-512'
        ? ['2.16.840.1.101.3.4.2.18', Uint8Array.of(0x02, 2, 2, 0)]
        : [hashAlgorithms[digest].oid, undefined]
    expect(parsed.digestAlgorithms.map((one) => [one.oid, one.parameters])).toEqual([expected])
    expect(parsed.signerInfos[0]?.digestAlgorithm.oid).toBe(expected[0])
    expect(parsed.signerInfos[0]?.signatureAlgorithm.der).toEqual(
      signatureAlgorithmFacts(algorithm).algorithmIdentifier,
    )
  })

  it('never grows beyond the estimate, nor stays far below it', async () => {
    for (const profile of ['cades', 'pades'] as const) {
      const { contentDigest: _, ...known } = base(algorithm)
      const estimate = estimateSignedDataOctets({ ...known, profile })
      const unsigned = await prepareSignedData({ ...base(algorithm), profile })
      const { length } = family(algorithm).signer.sign(unsigned)
      expect(length).toBeLessThanOrEqual(estimate)
      expect(length).toBeGreaterThan(estimate - 60)
    }
  })
})

describe('prepareSignedData', () => {
  it('has the attributes of CAdES B-B, in the order of a SET OF, and no other', async () => {
    const { signedAttributes = [] } = theSigner(await signed('ecdsa-p256'))
    expect(signedAttributes.map(({ type }) => type).sort()).toEqual(
      [
        oids.contentType,
        oids.messageDigest,
        oids.signingTime,
        oids.signingCertificateV2,
        oids.cmsAlgorithmProtection,
      ].sort(),
    )
    const encodings = signedAttributes.map(({ der }) => der)
    expect(encodings).toEqual([...encodings].sort(compareBytes))
  })

  it('has no signing-time in PAdES (EN 319 142-1 §6.3)', async () => {
    const unsigned = await prepareSignedData({ ...base('ecdsa-p256'), profile: 'pades' })
    const { signedAttributes = [] } = theSigner(family('ecdsa-p256').signer.sign(unsigned))
    expect(signedAttributes.map(({ type }) => type)).not.toContain(oids.signingTime)
    expect(signedAttributes).toHaveLength(4)
  })

  it('binds the certificate by its SHA-256, issuer and serial number (RFC 5035 §3)', async () => {
    const { signer } = family('ecdsa-p256')
    const { signedAttributes = [] } = theSigner(await signed('ecdsa-p256'))
    const [value = new Uint8Array()] =
      signedAttributes.find(({ type }) => type === oids.signingCertificateV2)?.values ?? []
    const certificateHash = parseDer('SigningCertificateV2', value, (reader) =>
      reader.sequence((fields) =>
        fields.sequence((list) =>
          list.sequence((one) => {
            const hash = one.octetString()
            one.element()
            return hash
          }),
        ),
      ),
    )
    expect(Buffer.from(certificateHash)).toEqual(createHash('sha256').update(signer.certificate).digest())
    expect(Buffer.from(value).includes(family('ecdsa-p256').issuing.subject)).toBe(true)
  })

  it('carries content and certificates, or nothing but the signature when detached', async () => {
    const attached = parseSignedData(await signed('ecdsa-p256'))
    expect(attached.eContent).toEqual(content)
    expect(attached.certificates).toEqual([...family('ecdsa-p256').chain].sort(compareBytes))
    expect(attached.version).toBe(1)
    const detached = parseSignedData(await signed('ecdsa-p256', false))
    expect(detached.eContent).toBeUndefined()
    expect(detached.eContentType).toBe(oids.data)
  })

  it('has version 3 for a content that is not id-data (RFC 5652 §5.1)', async () => {
    const unsigned = await prepareSignedData({
      ...base('ed25519'),
      profile: 'time-stamp',
      contentType: oids.tstInfo,
    })
    const parsed = parseSignedData(family('ed25519').signer.sign(unsigned))
    expect(parsed.version).toBe(3)
    expect(parsed.eContentType).toBe(oids.tstInfo)
  })

  it('refuses a digest of the wrong length', async () => {
    const wrong = { ...base('ecdsa-p384'), contentDigest: new Uint8Array(32), profile: 'pades' } as const
    await expect(prepareSignedData(wrong)).rejects.toThrow('32 octets; ecdsa-p384 needs sha-384 with 48')
  })

  it('refuses a certificate that is none', async () => {
    const wrong = { ...base('ecdsa-p256'), signerCertificate: content, profile: 'pades' } as const
    await expect(prepareSignedData(wrong)).rejects.toMatchObject({ code: 'MALFORMED_DER' })
  })
})

describe('prepareSignedDataAround', () => {
  it('gives, around content of any size, what prepareSignedData gives with it', async () => {
    const { signer } = family('ed25519')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(300), fc.nat(70_000)), async (contentOctets) => {
        const large = new Uint8Array(contentOctets).fill(65)
        const request = { ...base('ed25519', large), profile: 'cades', signingTime } as const
        const { before, after } = signer.sign(await prepareSignedDataAround({ ...request, contentOctets }))
        const whole = signer.sign(await prepareSignedData({ ...request, content: large }))
        expect(Buffer.compare(concatBytes(before, large, after), whole)).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('takes a time-stamp without touching the content', async () => {
    const { signer } = family('ed25519')
    const request = { ...base('ed25519'), profile: 'cades', signingTime } as const
    const around = signer.sign(await prepareSignedDataAround({ ...request, contentOctets: content.length }))
    const token = await signed('ecdsa-p256')
    const { before, after } = around.withUnsignedAttribute(signatureTimestampAttribute(token))
    const expected = addSignatureTimestamp(await signed('ed25519'), token)
    expect(concatBytes(before, content, after)).toEqual(expected)
  })

  it('writes the lengths of a content beyond 4 GiB', async () => {
    const { signer } = family('ed25519')
    const request = { ...base('ed25519'), profile: 'cades' } as const
    const contentOctets = 5 * 2 ** 30
    const { before, after } = signer.sign(await prepareSignedDataAround({ ...request, contentOctets }))
    const outer = before.subarray(0, 7)
    expect([...outer.subarray(0, 2)]).toEqual([0x30, 0x85])
    const length = outer.subarray(2).reduce((sum, octet) => sum * 256 + octet, 0)
    expect(length).toBe(before.length - 7 + contentOctets + after.length)
  })
})

describe('addUnsignedAttribute', () => {
  it('leaves every signed octet as it is', async () => {
    const der = await signed('ecdsa-p256')
    const stamped = addSignatureTimestamp(der, await signed('ed25519'))
    assertDer('SignedData', stamped)
    const before = theSigner(der)
    const after = theSigner(stamped)
    expect(after.signedAttributesDer).toEqual(before.signedAttributesDer)
    expect(after.signature).toEqual(before.signature)
    expect(parseSignedData(stamped).certificates).toEqual(parseSignedData(der).certificates)
    expect(parseSignedData(stamped).eContent).toEqual(content)
    expect(after.unsignedAttributes.map(({ type }) => type)).toEqual([oids.signatureTimeStampToken])
    expect(after.unsignedAttributes[0]?.values).toEqual([await signed('ed25519')])
  })

  it('keeps those that were there and sorts them', async () => {
    const one = attribute('1.2.3.4', octetString(Uint8Array.of(1)))
    const other = attribute('1.2.3', octetString(Uint8Array.of(2)))
    const twice = addUnsignedAttribute(addUnsignedAttribute(await signed('ed25519'), 0, one), 0, other)
    expect(theSigner(twice).unsignedAttributes.map(({ der }) => der)).toEqual([one, other].sort(compareBytes))
  })

  it('gives the signature value that a time-stamp covers', async () => {
    const der = await signed('ecdsa-p256')
    expect(signatureValueOf(der)).toEqual(theSigner(der).signature)
  })

  it('fits into the estimate with room for its token', async () => {
    const token = await signed('rsa-pss-3072')
    const { contentDigest: _, ...known } = base('ecdsa-p256')
    const estimate = estimateSignedDataOctets({
      ...known,
      profile: 'pades',
      timestampTokenOctets: token.length,
    })
    const unsigned = await prepareSignedData({ ...base('ecdsa-p256'), profile: 'pades' })
    const stamped = addSignatureTimestamp(family('ecdsa-p256').signer.sign(unsigned), token)
    expect(stamped.length).toBeLessThanOrEqual(estimate)
  })

  it('refuses a signer that does not exist, and what is no SignedData', async () => {
    const any = attribute(oids.data, objectIdentifier(oids.data))
    const der = await signed('ed25519')
    expect(() => addUnsignedAttribute(der, 1, any)).toThrow('signer 1 does not exist; the SignedData has 1')
    expect(() => addUnsignedAttribute(content, 0, any)).toThrow('SignedData: ')
    fc.assert(
      fc.property(fc.nat(der.length - 1), (length) => {
        expect(() => addUnsignedAttribute(der.subarray(0, length), 0, any)).toThrow('SignedData: ')
      }),
    )
  })
})
