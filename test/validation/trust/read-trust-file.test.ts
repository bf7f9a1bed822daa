// Trust anchors from files: PEM, PKCS#7, ETSI TS 119 612 trusted lists; their lanes, purposes and dates.

import { describe, expect, it } from 'vitest'
import { toBase64, utf8 } from '../../../src/bytes.ts'
import { certificatesOnly } from '../../../src/formats/cms/certificates-only.ts'
import { encodePem } from '../../../src/formats/x509/pem.ts'
import { noTrust, type TrustMaterial } from '../../../src/validation/input.ts'
import { readTrustFile } from '../../../src/validation/trust/read-trust-file.ts'
import { validateDocument } from '../../../src/validation/validate-document.ts'
import { ask, cades, crl, daysFromNow, makeOffice, now, withTimestamp } from '../../fixtures/office.ts'
import { certify, fixedKey } from '../../fixtures/pki.ts'
import { enveloped, here, signedXml } from '../xml/signed-xml.ts'

const { pki, trust } = await makeOffice()
const stranger = await makeOffice({ algorithm: 'ecdsa-p384' })
const content = utf8('Công văn')
const options = { lane: 'imported', at: now } as const
const root = pki.root.certificate
const pem = (...ders: readonly Uint8Array[]) =>
  utf8(ders.map((der) => encodePem('CERTIFICATE', der)).join('# next\n'))

const operator = await certify({
  algorithm: 'ecdsa-p256',
  privateKey: fixedKey('ecdsa-p256', 'responder'),
  subject: 'CN=Scheme Operator,C=VN',
  issuer: undefined,
  extensions: {},
})

describe('readTrustFile', () => {
  it('reads PEM, DER and PKCS#7', async () => {
    const other = stranger.pki.root.certificate
    for (const [bytes, expected] of [
      [root, [root]],
      [pem(root, other), [root, other]],
      [certificatesOnly([root, other]), [root, other]],
      [utf8(encodePem('PKCS7', certificatesOnly([root]))), [root]],
    ] as const) {
      const { anchors } = await readTrustFile(bytes, options)
      const sorted = (ders: readonly Uint8Array[]) => ders.map((der) => toBase64(der)).sort()
      expect(sorted(anchors.map(({ certificate }) => certificate))).toEqual(sorted(expected))
    }
  })

  it('refuses a bundle with one bad anchor whole, naming it', async () => {
    const forged = root.with(root.length - 1, (root.at(-1) ?? 0) ^ 1)
    const cases: readonly [Uint8Array, RegExp][] = [
      [pem(root, root.subarray(0, 90), root), /anchor 2 of 3 cannot be read/],
      [pem(root, forged), /anchor 2 of 2 \(CN=Practice Root.*self-signed, and its signature does not hold/],
      [pem(root, Uint8Array.of(1, 2, 3)), /block 2 is no Base64 of DER/],
      [
        utf8(`${encodePem('CERTIFICATE', root)}-----BEGIN CERTIFICATE-----\nMIIC`),
        /of 2 blocks that begin, 1/,
      ],
      [utf8(encodePem('X509 CRL', await crl(pki.root))), /block 1 is a X509 CRL/],
      [utf8('nothing'), /holds no certificate/],
      [new Uint8Array(0), /holds no certificate/],
      [certificatesOnly([root]).subarray(0, 60), /refused/],
      [utf8('<html/>'), /XML of another kind/],
      [utf8('<html'), /refused/],
    ]
    for (const [bytes, message] of cases) {
      await expect(readTrustFile(bytes, options)).rejects.toThrow(message)
      await expect(readTrustFile(bytes, options)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
  })
})

describe('anchors of a bundle', () => {
  const judge = async (document: Uint8Array, more: Partial<Parameters<typeof readTrustFile>[1]> = {}) => {
    const { anchors: datedAnchors } = await readTrustFile(root, { ...options, ...more })
    const material: TrustMaterial = { ...noTrust, crls: trust.crls, datedAnchors }
    const { signatures } = await validateDocument(ask(document, material))
    return [signatures[0]?.indication, signatures[0]?.subIndication, signatures[0]?.lane]
  }

  it('are told apart from the office’s own', async () => {
    const signed = await cades(pki, content)
    expect(await judge(signed)).toEqual(['TOTAL_PASSED', null, 'imported'])
    const own = await validateDocument(ask(signed, trust))
    expect(own.signatures[0]?.lane).toBe('own')
    const none = await validateDocument(ask(signed, noTrust))
    expect(none.signatures[0]?.lane).toBeNull()
  })

  it('are the office’s own only for what the office trusts them for, and when', async () => {
    const signed = await cades(pki, content)
    const imported = await readTrustFile(root, options)
    const laneBeside = async (own: Partial<Parameters<typeof readTrustFile>[1]>) => {
      const { anchors } = await readTrustFile(root, { ...options, lane: 'own', ...own })
      const datedAnchors = [...anchors, ...imported.anchors]
      const { signatures } = await validateDocument(
        ask(signed, { ...noTrust, crls: trust.crls, datedAnchors }),
      )
      return [signatures[0]?.indication, signatures[0]?.lane]
    }
    expect(await laneBeside({})).toEqual(['TOTAL_PASSED', 'own'])
    expect(await laneBeside({ purposes: ['timestamping'] })).toEqual(['TOTAL_PASSED', 'imported'])
    expect(await laneBeside({ until: daysFromNow(-1) })).toEqual(['TOTAL_PASSED', 'imported'])
  })

  it('vouch for what they are for, and for nothing else', async () => {
    const stamped = await withTimestamp(pki, await cades(pki, content), daysFromNow(-1))
    const no = ['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', null]
    expect(await judge(stamped, { purposes: ['timestamping'] })).toEqual(no)
    expect(await judge(stamped, { purposes: ['document-signing'] })).toEqual([
      'TOTAL_PASSED',
      null,
      'imported',
    ])
  })

  it('vouch for what existed in their time', async () => {
    const signed = await cades(pki, content)
    const stamped = await withTimestamp(pki, signed, daysFromNow(-3))
    const until = { until: daysFromNow(-1) }
    expect((await judge(signed, until))[0]).toBe('INDETERMINATE')
    // The time-stamp itself has no proof of its age, so the same anchor no longer vouches for it.
    expect((await judge(stamped, until))[0]).toBe('INDETERMINATE')
    expect((await judge(signed, { from: daysFromNow(1) }))[0]).toBe('INDETERMINATE')
    expect((await judge(signed, { from: daysFromNow(-1), until: daysFromNow(1) }))[0]).toBe('TOTAL_PASSED')
  })
})

describe('trusted lists', () => {
  const granted = 'granted'
  interface Service {
    readonly type?: string
    readonly status?: string
    readonly from?: string
    readonly certificate?: string
    readonly history?: string
  }
  const entry = (type: string, status: string, from: string) =>
    `<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/${type}</ServiceTypeIdentifier><ServiceName><Name xml:lang="en">Service</Name></ServiceName>` +
    `<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/${status}</ServiceStatus><StatusStartingTime>${from}T00:00:00Z</StatusStartingTime>`
  const service = ({ type = 'CA/QC', status = granted, from = '2026-02-01', ...rest }: Service = {}) =>
    `<TSPService><ServiceInformation>${entry(type, status, from)}<ServiceDigitalIdentity><DigitalId><X509Certificate>${rest.certificate ?? toBase64(root)}</X509Certificate></DigitalId><DigitalId><X509SKI>AAAA</X509SKI></DigitalId></ServiceDigitalIdentity></ServiceInformation>${rest.history ?? ''}</TSPService>`
  const list = (services: string, nextUpdate = '2026-12-01') =>
    `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation><NextUpdate><dateTime>${nextUpdate}T00:00:00Z</dateTime></NextUpdate></SchemeInformation>` +
    `<TrustServiceProviderList><TrustServiceProvider><TSPServices>${services}</TSPServices></TrustServiceProvider></TrustServiceProviderList>${here}</TrustServiceStatusList>`
  const unsigned = (services: string, nextUpdate?: string) =>
    utf8(list(services, nextUpdate).replace(here, ''))
  const signedList = (services: string) => {
    const template = list(services)
    return signedXml({ signer: operator, template, references: [enveloped(template)] })
  }
  const withScheme = { ...options, schemeCertificates: [operator.certificate] }

  it('give granted and recognised services, with purpose and dates', async () => {
    const services =
      service() +
      service({ type: 'TSA/QTST', from: '2026-03-01' }) +
      service({ status: 'withdrawn' }) +
      service({ type: 'CA/PKC', status: 'recognisedatnationallevel' }) +
      service({ type: 'Certstatus/OCSP/QC' })
    const { kind, anchors, reasons } = await readTrustFile(unsigned(services), options)
    expect(kind).toBe('trusted-list')
    expect(
      anchors.map(({ purposes, from, until }) => [purposes, from?.toISOString().slice(0, 10), until]),
    ).toEqual([
      [['document-signing'], '2026-02-01', undefined],
      [['timestamping'], '2026-03-01', undefined],
      [['document-signing'], '2026-02-01', undefined],
    ])
    expect(reasons.map(({ code }) => code)).toEqual(['TRUSTED_LIST_NOT_CHECKED'])
  })

  it('tell when a service was granted that no longer is', async () => {
    const history = `<ServiceHistory><ServiceHistoryInstance>${entry('CA/QC', granted, '2020-01-01')}</ServiceHistoryInstance></ServiceHistory>`
    const { anchors } = await readTrustFile(
      unsigned(service({ status: 'withdrawn', from: '2026-05-01', history })),
      options,
    )
    expect(anchors).toMatchObject([
      { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2026-05-01T00:00:00Z') },
    ])
  })

  it('are checked against the scheme operator’s certificate when it is given', async () => {
    const right = signedList(service())
    const { reasons, anchors } = await readTrustFile(utf8(right), withScheme)
    expect([reasons, anchors.length]).toEqual([[], 1])
    const foreign = { ...options, schemeCertificates: [stranger.pki.signer.certificate] }
    for (const [text, asked] of [
      [right.replace('2026-02-01', '2016-02-01'), withScheme],
      [right, foreign],
      [list(service()).replace(here, ''), withScheme],
      [right.replace('</TrustServiceStatusList>', '<Extra/></TrustServiceStatusList>'), withScheme],
    ] as const) {
      await expect(readTrustFile(utf8(text), asked)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
  })

  it('are refused whole when an entry cannot be read, or nothing in them can be used', async () => {
    for (const [services, message] of [
      [service() + service({ certificate: 'AAAA' }), /anchor 2 of 2 cannot be read/],
      [service() + service({ certificate: '?' }), /“Service” is no Base64/],
      [service({ status: 'withdrawn' }), /no service that is granted/],
      ['', /no service that is granted/],
      [service({ from: 'yesterday' }), /is no time/],
    ] as const) {
      await expect(readTrustFile(unsigned(services), options)).rejects.toThrow(message)
    }
  })

  it('tell when they are out of date', async () => {
    const { reasons } = await readTrustFile(unsigned(service(), '2026-01-01'), options)
    expect(reasons.map(({ code }) => code)).toContain('TRUSTED_LIST_OUTDATED')
  })
})

describe('a time-stamping service of a trusted list', () => {
  it('is trusted by its own certificate, for time-stamps alone and since it was granted', async () => {
    const { anchors: authorities } = await readTrustFile(root, { ...options, purposes: ['document-signing'] })
    const own = async (from: Date) =>
      readTrustFile(stranger.pki.tsa.certificate, { ...options, purposes: ['timestamping'], from })
    const stamped = await withTimestamp(stranger.pki, await cades(pki, content), daysFromNow(-1))
    const judge = async (from: Date) => {
      const { anchors } = await own(from)
      const datedAnchors = [...authorities, ...anchors]
      const report = await validateDocument(ask(stamped, { ...noTrust, crls: trust.crls, datedAnchors }))
      const [first] = report.signatures
      return [report.indication, first?.bestSignatureTime, first?.timestamps[0]?.trusted]
    }
    expect(await judge(daysFromNow(-30))).toEqual(['TOTAL_PASSED', '2026-06-14T12:00:00Z', true])
    expect(await judge(daysFromNow(30))).toEqual(['TOTAL_PASSED', null, false])
  })
})
