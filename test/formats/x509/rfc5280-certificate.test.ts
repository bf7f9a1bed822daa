// Certificates that we build, read back by the strict parser and judged by the lints (RFC 5280 §4).

import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureAlgorithmNames } from '../../../src/crypto/algorithms.ts'
import { signatureValue } from '../../../src/crypto/signature-value.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import { assertDer } from '../../../src/formats/asn1/reader.ts'
import {
  integer,
  objectIdentifier,
  sequence,
  setOf,
  tlv,
  utf8String,
} from '../../../src/formats/asn1/writer.ts'
import { type CertificateToBuild, prepareCertificate } from '../../../src/formats/x509/build-certificate.ts'
import { parseCertificate } from '../../../src/formats/x509/certificate.ts'
import { certificateIdentity } from '../../../src/formats/x509/certificate-identity.ts'
import {
  encodeDistinguishedName,
  parseDistinguishedName,
} from '../../../src/formats/x509/distinguished-name.ts'
import { generalName } from '../../../src/formats/x509/general-name.ts'
import { keyUsageBits } from '../../../src/formats/x509/key-usage.ts'
import {
  type CertificatePurpose,
  type LintExpectation,
  lintCertificate,
} from '../../../src/formats/x509/lint-certificate.ts'
import { formatDistinguishedName } from '../../../src/formats/x509/name.ts'
import { practicePki, practiceSubjects } from '../../fixtures/pki.ts'

const pki = await practicePki()
const { issuing, signer } = pki
const subject = encodeDistinguishedName(parseDistinguishedName('CN=Lê Văn Tám,O=UBND xã,C=VN'))

/** A document-signing certificate without a fault. */
const sound: CertificateToBuild = {
  algorithm: 'ecdsa-p256',
  serialNumber: Uint8Array.from({ length: 16 }, (_, i) => i + 1),
  issuer: issuing.subject,
  subject,
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2028-01-01T00:00:00Z'),
  subjectPublicKeyInfo: signer.publicKey,
  extensions: {
    subjectKeyIdentifier: new Uint8Array(20).fill(1),
    authorityKeyIdentifier: new Uint8Array(20).fill(2),
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    extendedKeyUsage: { usages: [oids.documentSigning], critical: false },
  },
}
const meant: LintExpectation = {
  purpose: 'document-signing',
  algorithm: 'ecdsa-p256',
  issuer: issuing.subject,
  subjectPublicKeyInfo: signer.publicKey,
}

function build(changes: Partial<CertificateToBuild>) {
  return parseCertificate(issuing.sign(prepareCertificate({ ...sound, ...changes })))
}

function lint(changes: Partial<CertificateToBuild>, expected: Partial<LintExpectation> = {}): string[] {
  const { toBeSigned } = prepareCertificate({ ...sound, ...changes })
  return lintCertificate(toBeSigned, { ...meant, ...expected }).map(
    ({ clause, text }) => `${clause}: ${text}`,
  )
}

describe('prepareCertificate', () => {
  it.each(signatureAlgorithmNames)(
    'makes a family that OpenSSL in Node verifies, with %s',
    async (algorithm) => {
      const family = await practicePki({ algorithm })
      const issuer = new X509Certificate(family.issuing.certificate)
      const leaf = new X509Certificate(family.signer.certificate)
      expect(leaf.verify(issuer.publicKey)).toBe(true)
      expect(leaf.checkIssued(issuer)).toBe(true)
      expect(issuer.verify(new X509Certificate(family.root.certificate).publicKey)).toBe(true)
    },
  )

  it('gives DER whose fields are those of the request', () => {
    const serials = fc.uint8Array({ minLength: 1, maxLength: 20 }).filter((octets) => (octets[0] ?? 0) > 0)
    const dates = fc.date({ min: new Date('1950-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })
    const usages = fc.uniqueArray(
      fc.constantFrom(...(Object.keys(keyUsageBits) as (keyof typeof keyUsageBits)[])),
      {
        minLength: 1,
      },
    )
    fc.assert(
      fc.property(
        serials,
        dates,
        dates,
        usages,
        fc.nat(20),
        (serialNumber, notBefore, notAfter, keyUsage, pathLength) => {
          const basicConstraints = { ca: true, pathLength }
          const { toBeSigned, complete } = prepareCertificate({
            ...sound,
            serialNumber,
            notBefore,
            notAfter,
            extensions: { ...sound.extensions, keyUsage, basicConstraints },
          })
          const signature = signatureValue(Uint8Array.of(1, 2, 3))
          const der = complete(signature)
          assertDer('certificate', der)
          const certificate = parseCertificate(der)
          expect(certificate.tbsCertificate).toEqual(toBeSigned)
          expect(certificate.signatureValue).toEqual(Uint8Array.of(1, 2, 3))
          expect(integer(serialNumber).subarray(2)).toEqual(certificate.serialNumber)
          expect(certificate.notBefore.getTime()).toBe(Math.floor(notBefore.getTime() / 1000) * 1000)
          expect(certificate.notAfter.getTime()).toBe(Math.floor(notAfter.getTime() / 1000) * 1000)
          expect(certificate.issuer.der).toEqual(issuing.subject)
          expect(certificate.subject.der).toEqual(subject)
          expect(certificate.subjectPublicKeyInfo).toEqual(signer.publicKey)
          expect(certificate.extensions.keyUsage).toEqual(new Set(keyUsage))
          expect(certificate.extensions.basicConstraints).toEqual({ cA: true, pathLenConstraint: pathLength })
        },
      ),
    )
  })

  it('writes every extension so that the strict parser reads it', () => {
    const { extensions } = build({
      extensions: {
        ...sound.extensions,
        certificatePolicies: ['2.16.704.1.1', oids.anyPolicy],
        crlDistributionPoints: ['http://a.example/1.crl', 'http://b.example/1.crl'],
        authorityInfoAccess: { ocsp: ['http://a.example/ocsp'], caIssuers: ['http://a.example/ca.cer'] },
        ocspNoCheck: true,
        subjectAltName: [
          { kind: 'email', value: 'tam@xa.example.vn' },
          { kind: 'dns', value: 'xa.example.vn' },
          { kind: 'uri', value: 'https://xa.example.vn/' },
          { kind: 'ip', value: '192.0.2.1' },
          { kind: 'ip', value: '2001:db8::1' },
          { kind: 'directoryName', value: 'CN=Tám,C=VN' },
        ],
      },
    })
    expect(extensions.subjectKeyIdentifier).toEqual(new Uint8Array(20).fill(1))
    expect(extensions.authorityKeyIdentifier?.keyIdentifier).toEqual(new Uint8Array(20).fill(2))
    expect(extensions.extKeyUsage).toEqual([oids.documentSigning])
    expect(extensions.certificatePolicies?.map(({ policy }) => policy)).toEqual([
      '2.16.704.1.1',
      oids.anyPolicy,
    ])
    expect(extensions.ocspNoCheck).toBe(true)
    expect(extensions.cRLDistributionPoints).toHaveLength(2)
    expect(extensions.authorityInfoAccess?.map(({ method }) => method)).toEqual([oids.ocsp, oids.caIssuers])
    const node = new X509Certificate(
      build({
        extensions: {
          ...sound.extensions,
          subjectAltName: [
            { kind: 'ip', value: '2001:db8::1' },
            { kind: 'ip', value: '192.0.2.1' },
            { kind: 'dns', value: 'xa.example.vn' },
          ],
        },
      }).der,
    )
    expect(node.subjectAltName).toBe(
      'IP Address:2001:DB8:0:0:0:0:0:1, IP Address:192.0.2.1, DNS:xa.example.vn',
    )
  })

  it('keeps Vietnamese names octet for octet', () => {
    const certificate = parseCertificate(signer.certificate)
    expect(formatDistinguishedName(certificate.subject)).toBe(practiceSubjects.signer)
  })

  it.each([
    ['email', 'tấm@xa.vn', 'ASCII'],
    ['email', 'nobody', 'no email name'],
    ['dns', 'a b', 'no dns name'],
    ['uri', 'nothing', 'no uri name'],
    ['ip', '1.2.3.256', 'no IP address'],
    ['ip', '1::2::3', 'no IP address'],
    ['dns', '', '0 characters'],
  ] as const)('refuses the %s name %j', (kind, value, why) => {
    expect(() => generalName({ kind, value })).toThrow(why)
  })
})

describe('certificateIdentity', () => {
  it('cuts out what the whole parser reads', () => {
    const certificate = parseCertificate(signer.certificate)
    const identity = certificateIdentity(signer.certificate)
    expect(identity.issuer).toEqual(certificate.issuer.der)
    expect(identity.subject).toEqual(certificate.subject.der)
    expect(identity.serialNumber).toEqual(integer(certificate.serialNumber))
    expect(identity.subjectPublicKeyInfo).toEqual(certificate.subjectPublicKeyInfo)
  })

  it('refuses anything else', () => {
    expect(() => certificateIdentity(signer.publicKey)).toThrow('certificate: ')
  })
})

describe('lintCertificate', () => {
  it.each(signatureAlgorithmNames)('finds nothing in the practice family with %s', async (algorithm) => {
    const family = await practicePki({ algorithm })
    const members: readonly [keyof typeof practiceSubjects, CertificatePurpose, 'root' | 'issuing'][] = [
      ['root', 'root', 'root'],
      ['issuing', 'issuing', 'root'],
      ['signer', 'document-signing', 'issuing'],
      ['tsa', 'time-stamping', 'issuing'],
      ['responder', 'ocsp-signing', 'issuing'],
    ]
    for (const [role, purpose, issuer] of members) {
      const { tbsCertificate } = parseCertificate(family[role].certificate)
      const expected = {
        purpose,
        algorithm,
        issuer: family[issuer].subject,
        subjectPublicKeyInfo: family[role].publicKey,
      }
      expect(lintCertificate(tbsCertificate, expected)).toEqual([])
    }
  })

  it('finds nothing in a sound certificate', () => {
    expect(lint({})).toEqual([])
  })

  const { extensions } = sound
  const withCa = { ca: true }
  const faults: readonly [string, Partial<CertificateToBuild>, string][] = [
    [
      'a serial number of 21 octets',
      { serialNumber: new Uint8Array(21).fill(1) },
      'serialNumber has 21 octets',
    ],
    [
      'a serial number of 20 octets with the first bit set',
      { serialNumber: new Uint8Array(20).fill(0xff) },
      '21 octets',
    ],
    ['a short serial number', { serialNumber: Uint8Array.of(1) }, '64 random bits'],
    ['serial number zero', { serialNumber: new Uint8Array(16) }, 'not positive'],
    ['times in the wrong order', { notAfter: sound.notBefore }, 'notAfter does not follow'],
    ['another issuer', { issuer: subject }, 'issuer differs'],
    ['another key', { subjectPublicKeyInfo: issuing.publicKey }, 'not the key'],
    ['an empty subject', { subject: sequence() }, 'subject is empty'],
    ['another algorithm', { algorithm: 'ed25519' }, 'not the identifier'],
    [
      'no subjectKeyIdentifier',
      { extensions: without('subjectKeyIdentifier') },
      'subjectKeyIdentifier is missing',
    ],
    [
      'no authorityKeyIdentifier',
      { extensions: without('authorityKeyIdentifier') },
      'authorityKeyIdentifier is missing',
    ],
    ['cA for an end entity', { extensions: { ...extensions, basicConstraints: withCa } }, 'cA is true'],
    [
      'keyCertSign without cA',
      { extensions: { ...extensions, keyUsage: ['digitalSignature', 'keyCertSign'] } },
      'cA is false, keyCertSign is true',
    ],
    ['no extKeyUsage', { extensions: without('extendedKeyUsage') }, 'extKeyUsage lacks'],
    [
      'encipherment in a signer',
      { extensions: { ...extensions, keyUsage: ['digitalSignature', 'keyEncipherment'] } },
      'keyEncipherment',
    ],
    [
      'time-stamping beside document signing',
      {
        extensions: {
          ...extensions,
          extendedKeyUsage: { usages: [oids.documentSigning, oids.timeStamping], critical: false },
        },
      },
      oids.timeStamping,
    ],
    [
      'anyExtendedKeyUsage',
      {
        extensions: {
          ...extensions,
          extendedKeyUsage: { usages: [oids.documentSigning, oids.anyExtendedKeyUsage], critical: false },
        },
      },
      'permits every use',
    ],
    [
      'a common name that is too long',
      { subject: commonName('a'.repeat(65)) },
      '65 characters; 64 are allowed',
    ],
    ['a name that is not in NFC', { subject: commonName('Ổn'.normalize('NFD')) }, 'not in NFC'],
    [
      'a name in another string type',
      { subject: name(oids.commonName, tlv(0x13, Uint8Array.of(65))) },
      'wrong string type',
    ],
    [
      'a country that is none',
      { subject: name(oids.countryName, tlv(0x13, Uint8Array.of(0x76, 0x6e))) },
      'countryName',
    ],
  ]
  it.each(faults)('finds %s', (_, changes, text) => {
    expect(lint(changes).join('\n')).toContain(text)
  })

  it('finds a time-stamping usage that is not critical, or not alone', () => {
    const usage = (usages: readonly string[], critical: boolean) =>
      lint(
        { extensions: { ...extensions, extendedKeyUsage: { usages, critical } } },
        { purpose: 'time-stamping' },
      )
    expect(usage([oids.timeStamping], true)).toEqual([])
    expect(usage([oids.timeStamping], false)).toEqual([
      'RFC 3161 §2.3: extKeyUsage of a time-stamping certificate is not critical',
    ])
    expect(usage([oids.timeStamping, oids.documentSigning], true).join()).toContain('stands alone')
  })

  it('finds an extension that occurs twice', () => {
    const { toBeSigned } = prepareCertificate(sound)
    const certificate = parseCertificate(issuing.sign(prepareCertificate(sound)))
    const keyUsage = certificate.extensions.all.find(({ oid }) => oid === oids.keyUsage)
    expect(keyUsage).toBeDefined()
    const doubled = lintCertificate(withExtensionTwice(toBeSigned), meant)
    expect(doubled.map(({ text }) => text).join()).toContain(
      `extension ${oids.subjectKeyIdentifier} occurs twice`,
    )
  })

  it('gives findings for any octets and never throws', () => {
    const { toBeSigned } = prepareCertificate(sound)
    fc.assert(
      fc.property(fc.nat(toBeSigned.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(toBeSigned)
        damaged[at] = (damaged[at] ?? 0) ^ change
        lintCertificate(damaged, meant)
      }),
      { numRuns: 500 },
    )
    expect(lintCertificate(new Uint8Array(0), meant)).toHaveLength(1)
  })

  function without(field: keyof typeof extensions) {
    const { [field]: _, ...rest } = extensions
    return rest
  }

  function commonName(text: string) {
    return name(oids.commonName, utf8String(text))
  }

  function name(type: string, value: Uint8Array) {
    return sequence(setOf([sequence(objectIdentifier(type), value)]))
  }

  /** Rebuilds TBSCertificate with its first extension written twice. */
  function withExtensionTwice(toBeSigned: Uint8Array): Uint8Array {
    const { all } = parseCertificate(
      sequence(toBeSigned, algorithmOf(toBeSigned), tlv(0x03, Uint8Array.of(0, 1))),
    ).extensions
    const encoded = all.map(({ oid, critical, value }) =>
      sequence(objectIdentifier(oid), ...(critical ? [Uint8Array.of(1, 1, 0xff)] : []), tlv(0x04, value)),
    )
    const [first = new Uint8Array()] = encoded
    const extensionsField = tlv(0xa3, sequence(...encoded))
    const before = toBeSigned.subarray(4, toBeSigned.length - extensionsField.length)
    return sequence(before, tlv(0xa3, sequence(first, ...encoded)))
  }

  function algorithmOf(toBeSigned: Uint8Array): Uint8Array {
    // version (5 octets) and serial number (18) stand before it in `sound`.
    return toBeSigned.subarray(4 + 5 + 18, 4 + 5 + 18 + 12)
  }
})
