// Revocation (RFC 5280 §6.3, RFC 6960 §3.2): bad data never means good.

import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import { nullValue } from '../../src/formats/asn1/writer.ts'
import { parseCertificateList } from '../../src/formats/x509/certificate-list.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import {
  ask,
  cades,
  crl,
  daysFromNow,
  extension,
  makeOffice,
  now,
  ocspAnswer,
  reissue,
  serialOf,
  trustIn,
  without,
} from '../fixtures/office.ts'
import { certify, fixedKey, type Identity } from '../fixtures/pki.ts'
import { processorTime } from '../fixtures/processor-time.ts'

const { pki } = await makeOffice()
const { root, issuing, signer, responder, tsa } = pki
const signed = await cades(pki, utf8('content'))
const rootList = await crl(root)

interface Evidence {
  readonly crls?: readonly Uint8Array[]
  readonly ocsps?: readonly Uint8Array[]
  readonly helpers?: readonly Identity[]
}

/** The verdict when the root's list is in order and the issuing authority's evidence is as given. */
async function verdict({ crls = [], ocsps = [], helpers = [] }: Evidence): Promise<string> {
  const report = await validateDocument(ask(signed, trustIn(root, [rootList, ...crls], ocsps, helpers)))
  const [signature] = report.signatures
  return `${report.indication} ${signature?.subIndication ?? '-'} ${signature?.integrity}`
}

const good = 'TOTAL_PASSED - intact'
const unknown = 'INDETERMINATE TRY_LATER intact'
const revoked = 'INDETERMINATE REVOKED_NO_POE intact'
const stranger = await certify({
  algorithm: 'ecdsa-p256',
  privateKey: fixedKey('ecdsa-p256', 'responder'),
  subject: 'CN=Stranger',
  issuer: undefined,
  extensions: {
    basicConstraints: { ca: true },
    extendedKeyUsage: { usages: [oids.ocspSigning], critical: false },
  },
})
const entry = { serialNumber: serialOf(signer), revocationDate: daysFromNow(-3) }
const tampered = (der: Uint8Array, at: number) => der.with(der.length + at, (der.at(at) ?? 0) ^ 1)

describe('CRLs', () => {
  it('pass a fresh list and tell of a revoked certificate', async () => {
    expect(await verdict({ crls: [await crl(issuing)] })).toBe(good)
    expect(await verdict({ crls: [await crl(issuing, { entries: [entry] })] })).toBe(revoked)
  })

  it.each<[string, () => Promise<Evidence>]>([
    ['missing', async () => ({})],
    ['unreadable', async () => ({ crls: [(await crl(issuing)).subarray(0, 50)] })],
    ['forged in its signature', async () => ({ crls: [tampered(await crl(issuing), -1)] })],
    [
      'signed by a stranger',
      async () => ({ crls: [await crl(issuing, { signer: stranger })], helpers: [stranger] }),
    ],
    ['signed by somebody below the authority', async () => ({ crls: [await crl(issuing, { signer })] })],
    ['of another authority', async () => ({ crls: [await crl(stranger)], helpers: [stranger] })],
    [
      'stale',
      async () => ({
        crls: [await crl(issuing, { thisUpdate: daysFromNow(-9), nextUpdate: daysFromNow(-2) })],
      }),
    ],
    [
      'of the future',
      async () => ({
        crls: [await crl(issuing, { thisUpdate: daysFromNow(1), nextUpdate: daysFromNow(9) })],
      }),
    ],
    [
      'a delta without its base',
      async () => ({ crls: [await crl(issuing, { crlNumber: 2, baseCrlNumber: 1 })] }),
    ],
  ])('count for nothing when %s', async (_what, evidence) => {
    expect(await verdict(await evidence())).toBe(unknown)
  })

  it('take a delta into account, and the release of a hold', async () => {
    const base = await crl(issuing, { crlNumber: 1 })
    const delta = await crl(issuing, { crlNumber: 2, baseCrlNumber: 1, entries: [entry] })
    expect(await verdict({ crls: [base, delta] })).toBe(revoked)
    const foreign = await crl(issuing, { crlNumber: 2, baseCrlNumber: 1, entries: [entry], signer: stranger })
    expect(await verdict({ crls: [base, foreign] })).toBe(good)
    const held = await crl(issuing, {
      thisUpdate: daysFromNow(-2),
      entries: [{ ...entry, reason: 'certificateHold' }],
    })
    // A hold may end (EN 319 102-1 §5.2.6.4).
    expect(await verdict({ crls: [held] })).toBe('INDETERMINATE TRY_LATER intact')
    expect(await verdict({ crls: [held], ocsps: [await ocspAnswer(signer, issuing, issuing)] })).toBe(good)
  })

  it('do not reach back: what is revoked later was good at the time that is asked', async () => {
    const list = await crl(issuing, { entries: [{ ...entry, revocationDate: daysFromNow(-0.5) }] })
    const trust = trustIn(root, [rootList, list])
    const at = daysFromNow(-0.75)
    expect((await validateDocument(ask(signed, trust, { at }))).indication).toBe('TOTAL_PASSED')
    expect((await validateDocument(ask(signed, trust, { at: now }))).signatures[0]?.subIndication).toBe(
      'REVOKED_NO_POE',
    )
  })

  it('are read fast however long they are', async () => {
    const entries = Array.from({ length: 100_000 }, (_, i) => ({
      serialNumber: Uint8Array.of(0x40, i >> 16, i >> 8, i),
      revocationDate: daysFromNow(-3),
    }))
    const der = await crl(issuing, { entries: [...entries, entry] })
    const spentMs = processorTime()
    const list = parseCertificateList(der)
    expect(list.entriesFor(serialOf(signer))).toHaveLength(1)
    expect(list.entriesFor(Uint8Array.of(0x40, 1, 0x86, 0x9f))).toHaveLength(1)
    expect(list.entriesFor(Uint8Array.of(0x41, 1, 0x86, 0x9f))).toHaveLength(0)
    expect(spentMs()).toBeLessThan(1500)
    expect(await verdict({ crls: [der] })).toBe(revoked)
  })
})

describe('OCSP answers', () => {
  it('pass from the authority and from its responder, and tell of a revoked certificate', async () => {
    for (const by of [issuing, responder]) {
      expect(await verdict({ ocsps: [await ocspAnswer(signer, issuing, by)] })).toBe(good)
      const status = { kind: 'revoked', revocationTime: daysFromNow(-3) } as const
      expect(await verdict({ ocsps: [await ocspAnswer(signer, issuing, by, { status })] })).toBe(revoked)
    }
  })

  it.each<[string, () => Promise<Evidence>]>([
    ['unreadable', async () => ({ ocsps: [(await ocspAnswer(signer, issuing, issuing)).subarray(0, 60)] })],
    [
      'forged in its signature',
      async () => ({ ocsps: [tampered(await ocspAnswer(signer, issuing, issuing), -1)] }),
    ],
    [
      'signed by a stranger',
      async () => ({ ocsps: [await ocspAnswer(signer, issuing, stranger)], helpers: [stranger] }),
    ],
    ['signed without OCSPSigning', async () => ({ ocsps: [await ocspAnswer(signer, issuing, tsa)] })],
    [
      'signed by the certificate that it is about',
      async () => ({ ocsps: [await ocspAnswer(signer, issuing, signer)] }),
    ],
    [
      'about another serial number',
      async () => ({ ocsps: [await ocspAnswer(signer, issuing, issuing, { about: tsa })] }),
    ],
    ['about another authority', async () => ({ ocsps: [await ocspAnswer(signer, root, issuing)] })],
    [
      'unknown',
      async () => ({ ocsps: [await ocspAnswer(signer, issuing, issuing, { status: { kind: 'unknown' } })] }),
    ],
    [
      'stale',
      async () => ({
        ocsps: [
          await ocspAnswer(signer, issuing, issuing, {
            thisUpdate: daysFromNow(-9),
            nextUpdate: daysFromNow(-2),
          }),
        ],
      }),
    ],
    [
      'stale without nextUpdate',
      async () => ({
        ocsps: [
          await ocspAnswer(signer, issuing, issuing, {
            thisUpdate: daysFromNow(-2),
            withoutNextUpdate: true,
          }),
        ],
      }),
    ],
    [
      'of the future',
      async () => ({
        ocsps: [
          await ocspAnswer(signer, issuing, issuing, {
            thisUpdate: daysFromNow(1),
            nextUpdate: daysFromNow(2),
          }),
        ],
      }),
    ],
    [
      'signed by a responder whose own certificate may be revoked',
      async () => {
        const unchecked = reissue(responder, issuing, without(oids.ocspNoCheck))
        return { ocsps: [await ocspAnswer(signer, issuing, unchecked)] }
      },
    ],
    [
      'signed by a responder of another authority',
      async () => {
        const foreign = await certify({
          algorithm: 'ecdsa-p256',
          privateKey: fixedKey('ecdsa-p256', 'responder'),
          subject: 'CN=Responder of the root',
          issuer: root,
          extensions: {
            extendedKeyUsage: { usages: [oids.ocspSigning], critical: false },
            ocspNoCheck: true,
          },
        })
        return { ocsps: [await ocspAnswer(signer, issuing, foreign)] }
      },
    ],
  ])('count for nothing when %s', async (_what, evidence) => {
    expect(await verdict(await evidence())).toBe(unknown)
  })

  it('do not outweigh a genuine list that says revoked', async () => {
    const list = await crl(issuing, { entries: [entry] })
    const strangers = await ocspAnswer(signer, issuing, stranger, {
      thisUpdate: new Date('2001-01-01T00:00:00Z'),
      nextUpdate: new Date('2030-01-01T00:00:00Z'),
    })
    expect(await verdict({ crls: [list], ocsps: [strangers], helpers: [stranger] })).toBe(revoked)
    expect(await verdict({ crls: [list], ocsps: [await ocspAnswer(signer, issuing, issuing)] })).toBe(revoked)
  })

  it('asks for no revocation of a certificate that is too short-lived to have any', async () => {
    const shortLived = reissue(signer, issuing, (all) => [
      ...all,
      extension(oids.validityAssuredShortTerm, nullValue()),
    ])
    const document = await cades(pki, utf8('content'), {
      signer: shortLived,
      certificates: [shortLived.certificate, issuing.certificate],
    })
    expect((await validateDocument(ask(document, trustIn(root, [rootList])))).indication).toBe('TOTAL_PASSED')
  })

  it('asks for it when an authority claims to be short-lived (RFC 9608 §3)', async () => {
    const shortLived = reissue(issuing, root, (all) => [...all, extension(oids.noRevAvail, nullValue())])
    const document = await cades(pki, utf8('content'), {
      certificates: [signer.certificate, shortLived.certificate],
    })
    const entries = [{ serialNumber: serialOf(issuing), revocationDate: daysFromNow(-3) }]
    const lists = [await crl(root, { entries }), await crl(issuing)]
    const report = await validateDocument(ask(document, trustIn(root, lists)))
    expect(report.signatures[0]?.subIndication).toBe('REVOKED_CA_NO_POE')
  })
})
