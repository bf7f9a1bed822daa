// Revocation lists that we build, read back by the strict parser (RFC 5280 §5).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '#primitives'
import { signatureAlgorithmNames, verificationScheme } from '../../../src/crypto/algorithms.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import { assertDer } from '../../../src/formats/asn1/reader.ts'
import { integer } from '../../../src/formats/asn1/writer.ts'
import {
  type CertificateListToBuild,
  prepareCertificateList,
} from '../../../src/formats/x509/build-certificate-list.ts'
import { parseCertificateList } from '../../../src/formats/x509/certificate-list.ts'
import { type RevocationReason, revocationReasons } from '../../../src/formats/x509/revocation-reason.ts'
import { practicePki } from '../../fixtures/pki.ts'

const { issuing } = await practicePki()
const reasons = Object.keys(revocationReasons) as readonly RevocationReason[]

const empty: CertificateListToBuild = {
  algorithm: 'ecdsa-p256',
  issuer: issuing.subject,
  authorityKeyIdentifier: new Uint8Array(20).fill(7),
  thisUpdate: new Date('2026-11-22T00:00:00Z'),
  nextUpdate: new Date('2026-11-29T00:00:00Z'),
  crlNumber: Uint8Array.of(1, 0),
  entries: [],
}

describe('prepareCertificateList', () => {
  it.each(signatureAlgorithmNames)('makes a list that its issuer signed, with %s', async (algorithm) => {
    const family = await practicePki({ algorithm })
    const list = parseCertificateList(family.issuing.sign(prepareCertificateList({ ...empty, algorithm })))
    const scheme = verificationScheme(algorithm)
    const { tbsCertList, signatureValue } = list
    expect(await verifySignature(scheme, family.issuing.publicKey, tbsCertList, signatureValue)).toBe(true)
  })

  it('leaves revokedCertificates out when nothing is revoked', () => {
    const list = parseCertificateList(issuing.sign(prepareCertificateList(empty)))
    expect(list.issuer.der).toEqual(issuing.subject)
    expect(list.thisUpdate).toEqual(empty.thisUpdate)
    expect(list.nextUpdate).toEqual(empty.nextUpdate)
    expect(list.cRLNumber).toBe(256n)
    expect(list.authorityKeyIdentifier?.keyIdentifier).toEqual(empty.authorityKeyIdentifier)
    expect(list.deltaCRLIndicator).toBeUndefined()
    expect(list.entriesFor(Uint8Array.of(1))).toEqual([])
  })

  it('gives back each entry with its reason and date', () => {
    const serial = fc.uint8Array({ minLength: 1, maxLength: 20 }).filter((octets) => (octets[0] ?? 0) > 0)
    const entry = fc.record({
      serialNumber: serial,
      revocationDate: fc.date({
        min: new Date('2020-01-01'),
        max: new Date('2060-01-01'),
        noInvalidDate: true,
      }),
      reason: fc.constantFrom(...reasons),
      invalidityDate: fc.date({
        min: new Date('2020-01-01'),
        max: new Date('2060-01-01'),
        noInvalidDate: true,
      }),
    })
    const entries = fc.uniqueArray(entry, {
      selector: ({ serialNumber }) => serialNumber.toHex(),
      maxLength: 20,
    })
    fc.assert(
      fc.property(entries, (revoked) => {
        const der = issuing.sign(prepareCertificateList({ ...empty, entries: revoked }))
        assertDer('CertificateList', der)
        const list = parseCertificateList(der)
        for (const { serialNumber, revocationDate, reason } of revoked) {
          const [found] = list.entriesFor(integer(serialNumber).subarray(2))
          expect(found?.reason).toBe(revocationReasons[reason])
          expect(found?.revocationDate.getTime()).toBe(Math.floor(revocationDate.getTime() / 1000) * 1000)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('marks a delta list by a critical deltaCRLIndicator', () => {
    const list = parseCertificateList(
      issuing.sign(prepareCertificateList({ ...empty, baseCrlNumber: Uint8Array.of(0xff) })),
    )
    expect(list.deltaCRLIndicator).toBe(255n)
    expect(list.extensions.find(({ oid }) => oid === oids.deltaCRLIndicator)?.critical).toBe(true)
  })

  it('tells in a full list where its deltas are', () => {
    const freshestCrl = ['http://127.0.0.1:8420/crl/issuing-delta.crl']
    const list = parseCertificateList(issuing.sign(prepareCertificateList({ ...empty, freshestCrl })))
    const found = list.extensions.find(({ oid }) => oid === oids.freshestCRL)
    expect(found?.critical).toBe(false)
    expect(new TextDecoder('latin1').decode(found?.value)).toContain(freshestCrl[0])
  })

  it('holds a hundred thousand entries', () => {
    const entries = Array.from({ length: 100_000 }, (_, i) => ({
      serialNumber: Uint8Array.of(0x40, i >> 16, i >> 8, i),
      revocationDate: empty.thisUpdate,
      reason: 'superseded' as const,
    }))
    const list = parseCertificateList(issuing.sign(prepareCertificateList({ ...empty, entries })))
    expect(list.entriesFor(Uint8Array.of(0x40, 1, 0x86, 0x9f))).toHaveLength(1)
    expect(list.entriesFor(Uint8Array.of(0x40, 1, 0x86, 0xa0))).toEqual([])
  })
})
