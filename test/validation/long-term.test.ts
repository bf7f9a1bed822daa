// Signatures over time: what a proof of existence heals, and what nothing heals (EN 319 102-1 §5.5, §5.6).

import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import { addSignatureTimestamp, signatureValueOf } from '../../src/formats/cms/unsigned-attributes.ts'
import { defaultPolicy, type ValidationPolicy } from '../../src/validation/policy.ts'
import type { ValidationReport } from '../../src/validation/report.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import {
  type ArchiveOptions,
  oldOffice,
  oldPades,
  rememberingCrl,
  withArchiveTimestamp,
  withContentTimestamp,
  withSecurityStore,
  withValues,
} from '../fixtures/long-term.ts'
import {
  ask,
  cades,
  crl,
  daysFromNow,
  makeOffice,
  serialOf,
  timestampToken,
  trustIn,
  withDocumentTimestamp,
  withTimestamp,
} from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { certify, fixedKey, type Identity } from '../fixtures/pki.ts'

const content = utf8('Quyết định số 01')
const office = await oldOffice()
const { root, oldIssuing, oldSigner, oldTsa, issuing, tsa, pki } = office
const day = (text: string) => new Date(`${text}T00:00:00Z`)

const signedAt = day('2023-05-01')
const listsOfThen = await Promise.all(
  [root, oldIssuing].map((issuer) =>
    crl(issuer, { thisUpdate: day('2023-05-02'), nextUpdate: day('2023-05-09') }),
  ),
)
/** The last list of the root that speaks of the old authority. */
const lastWord = await crl(root, { thisUpdate: day('2023-12-15'), nextUpdate: day('2023-12-30') })
/** Fresh lists of those who still speak; what the old authority said lies in the documents. */
const today = trustIn(root, [await crl(root), await crl(issuing), lastWord])

const signed = await cades(pki, content, {
  signer: oldSigner,
  signingTime: signedAt,
  certificates: [oldSigner.certificate, oldIssuing.certificate],
})

async function stamp(cms: Uint8Array, genTime: Date, by: Identity): Promise<Uint8Array> {
  return addSignatureTimestamp(cms, await timestampToken(pki, signatureValueOf(cms), { genTime, tsa: by }))
}

/** B-T, B-LT with the lists of then, and B-LTA. */
const stamped = await stamp(signed, signedAt, tsa)
const kept = withValues(stamped, [oldIssuing.certificate, oldTsa.certificate], listsOfThen)
const archived = (options: Partial<ArchiveOptions> = {}) =>
  withArchiveTimestamp(office, kept, { genTime: day('2023-12-01'), tsa, ...options })

function summary(report: ValidationReport): string {
  const [first] = report.signatures
  return `${report.indication} ${first?.subIndication ?? '-'} ${report.integrity}`
}

const codes = (report: ValidationReport) =>
  report.signatures.flatMap(({ reasons }) => reasons.map((one) => one.code))
const judge = async (document: Uint8Array, trust = today, policy?: ValidationPolicy) =>
  validateDocument(ask(document, trust), policy)
const verdict = async (...question: Parameters<typeof judge>) => summary(await judge(...question))

describe('a signature whose authority has ended', () => {
  it('passes when an archive time-stamp of the time when it had not proves all that vouches for it', async () => {
    const report = await judge(await archived())
    expect(summary(report)).toBe('TOTAL_PASSED - intact')
    expect(report.signatures[0]).toMatchObject({
      level: 'B-LTA',
      bestSignatureTime: '2023-05-01T00:00:00Z',
      lane: 'own',
      timestamps: [
        { kind: 'signature', trusted: true, authority: 'CN=New TSA,C=VN' },
        { kind: 'archive', trusted: true, time: '2023-12-01T00:00:00Z' },
      ],
    })
    expect(report.signatures[0]?.chain.map(({ subject }) => subject)).toEqual([
      'CN=Old Signer,C=VN',
      'CN=Old Authority,C=VN',
      'CN=Root,C=VN',
    ])
    expect(report.signatures[0]?.checks.at(-1)).toMatchObject({
      code: 'PAST_SIGNATURE_VALIDATION',
      clause: 'EN 319 102-1 §5.6.2.4',
      outcome: 'passed',
    })
  })

  it('does not pass without proof: bare, time-stamped, or with validation data that nothing dates', async () => {
    expect(await verdict(signed)).toBe('INDETERMINATE OUT_OF_BOUNDS_NO_POE intact')
    expect(await verdict(stamped)).toBe('INDETERMINATE TRY_LATER intact')
    const report = await judge(kept)
    expect(summary(report)).toBe('INDETERMINATE NO_POE intact')
    expect(codes(report)).toContain('POE_MISSING')
  })

  it('passes with a time-stamp of the ended authority too, once two archive time-stamps keep its last word', async () => {
    const old = withValues(
      await stamp(signed, signedAt, oldTsa),
      [oldIssuing.certificate, oldTsa.certificate],
      listsOfThen,
    )
    const once = await withArchiveTimestamp(office, old, { genTime: day('2023-12-01'), tsa })
    expect((await judge(once)).indication).toBe('INDETERMINATE')
    const later = await crl(oldIssuing, { thisUpdate: day('2023-12-05'), nextUpdate: day('2023-12-12') })
    const renewed = withValues(once, [oldTsa.certificate], [later])
    const twice = await withArchiveTimestamp(office, renewed, { genTime: day('2023-12-10'), tsa })
    expect(await verdict(twice)).toBe('TOTAL_PASSED - intact')
    expect((await judge(renewed)).indication).toBe('INDETERMINATE')
  })

  it('does not pass by an archive time-stamp that came after the authority’s end', async () => {
    const late = await archived({ genTime: day('2024-02-01') })
    expect(await verdict(late)).toBe('INDETERMINATE NO_POE intact')
  })

  it('does not pass when the index leaves out the lists, names what is not there, or is of another content', async () => {
    for (const wrong of [
      { leavesOut: [oids.revocationValues] },
      { alsoNames: [utf8('taken out')] },
      { content: utf8('Quyết định số 02') },
    ]) {
      const report = await judge(await archived(wrong))
      expect([report.indication, report.integrity]).toEqual(['INDETERMINATE', 'intact'])
    }
    const strange = await judge(await archived({ alsoNames: [utf8('taken out')] }))
    expect(codes(strange)).toContain('ARCHIVE_TIMESTAMP_INDEX')
    expect(strange.signatures[0]?.level).toBe('B-LT')
  })

  it('does not count validation data that was added after the archive time-stamp', async () => {
    const early = await withArchiveTimestamp(office, stamped, { genTime: day('2023-12-01'), tsa })
    const later = withValues(early, [oldIssuing.certificate, oldTsa.certificate], listsOfThen)
    expect((await judge(later)).indication).toBe('INDETERMINATE')
  })

  it('is refused when its bytes were changed, however well archived', async () => {
    const document = await archived()
    const at = document.findIndex((_, i) => content.every((octet, k) => document[i + k] === octet))
    expect(await verdict(document.with(at, (document[at] ?? 0) ^ 1))).toBe('TOTAL_FAILED HASH_FAILURE broken')
  })
})

describe('a signature whose certificate has ended', () => {
  // The authority that issued it still speaks, and the office’s own time-stamps too.
  const make = async () => {
    const mine = await makeOffice()
    const signer = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'signer'),
      subject: 'CN=Người ký cũ,C=VN',
      issuer: mine.pki.issuing,
      notBefore: daysFromNow(-30),
      notAfter: daysFromNow(-10),
      extensions: { keyUsage: ['nonRepudiation'] },
    })
    const document = await cades(mine.pki, content, {
      signer,
      certificates: [signer.certificate, mine.pki.issuing.certificate],
    })
    const then = await crl(mine.pki.issuing, { thisUpdate: daysFromNow(-15), nextUpdate: daysFromNow(-8) })
    const trust = trustIn(mine.pki.root, [await crl(mine.pki.root), await crl(mine.pki.issuing), then])
    return { pki: mine.pki, document, trust }
  }

  it('passes when the office’s own time-stamp is older than the end, and not when it is younger', async () => {
    const { pki: family, document, trust } = await make()
    const before = await withTimestamp(family, document, daysFromNow(-20))
    expect(await verdict(before, trust)).toBe('TOTAL_PASSED - intact')
    const after = await withTimestamp(family, document, daysFromNow(-5))
    expect(await verdict(after, trust)).toBe('INDETERMINATE OUT_OF_BOUNDS_NO_POE intact')
    expect(await verdict(document, trust)).toBe('INDETERMINATE OUT_OF_BOUNDS_NO_POE intact')
  })

  it('passes with two time-stamps whichever comes first, by the older alone', async () => {
    const { pki: family, document, trust } = await make()
    const orders = [
      [-20, -5],
      [-5, -20],
    ] as const
    for (const [first, second] of orders) {
      const both = await withTimestamp(
        family,
        await withTimestamp(family, document, daysFromNow(first)),
        daysFromNow(second),
      )
      const report = await judge(both, trust)
      expect(summary(report)).toBe('TOTAL_PASSED - intact')
      expect(report.signatures[0]?.bestSignatureTime).toBe('2026-05-26T12:00:00Z')
    }
  })

  it('needs revocation data from after the signature was made', async () => {
    const { pki: family, document } = await make()
    const older = await crl(family.issuing, { thisUpdate: daysFromNow(-25), nextUpdate: daysFromNow(-18) })
    const trust = trustIn(family.root, [await crl(family.root), await crl(family.issuing), older])
    const report = await judge(await withTimestamp(family, document, daysFromNow(-20)), trust)
    expect(report.indication).toBe('INDETERMINATE')
    expect(codes(report)).toContain('PROVEN_TOO_LATE')
  })
})

describe('a list that remembers what has ended', () => {
  it('says that a certificate was not revoked until its end, which proves no time', async () => {
    const mine = await makeOffice()
    const signer = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'signer'),
      subject: 'CN=Người ký cũ,C=VN',
      issuer: mine.pki.issuing,
      notBefore: daysFromNow(-30),
      notAfter: daysFromNow(-10),
      extensions: { keyUsage: ['nonRepudiation'] },
    })
    const document = await cades(mine.pki, content, {
      signer,
      certificates: [signer.certificate, mine.pki.issuing.certificate],
    })
    const remembering = (since: number) =>
      trustIn(mine.pki.root, [
        rememberingCrl(mine.pki.root, { since: daysFromNow(since), ...week }),
        rememberingCrl(mine.pki.issuing, { since: daysFromNow(since), ...week }),
      ])
    const week = { thisUpdate: daysFromNow(-1), nextUpdate: daysFromNow(6) }
    expect(await verdict(document, remembering(-60))).toBe('INDETERMINATE OUT_OF_BOUNDS_NOT_REVOKED intact')
    expect(await verdict(document, remembering(-5))).toBe('INDETERMINATE OUT_OF_BOUNDS_NO_POE intact')
    const stampedThen = await withTimestamp(mine.pki, document, daysFromNow(-20))
    expect(await verdict(stampedThen, remembering(-60))).toBe('TOTAL_PASSED - intact')
    expect(await verdict(stampedThen, remembering(-5))).toBe('INDETERMINATE TRY_LATER intact')
  })
})

describe('a revoked authority', () => {
  const revokedRoot = async (revocationDate: Date) =>
    crl(root, { entries: [{ serialNumber: serialOf(oldIssuing), revocationDate }] })

  it('does not touch what an archive time-stamp proves to be older', async () => {
    const trust = trustIn(root, [await revokedRoot(day('2023-12-15')), await crl(issuing), lastWord])
    expect(await verdict(await archived(), trust)).toBe('TOTAL_PASSED - intact')
  })

  it('takes along what is not proven to be older, though the signature be', async () => {
    // Though the list was made after the authority’s end, and another says otherwise.
    const trust = trustIn(root, [await revokedRoot(day('2023-11-15')), await crl(issuing), lastWord])
    expect((await judge(await archived(), trust)).indication).toBe('INDETERMINATE')
    const mine = await makeOffice()
    const entry = { serialNumber: serialOf(mine.pki.issuing), revocationDate: daysFromNow(-3) }
    const lists = [await crl(mine.pki.root, { entries: [entry] }), await crl(mine.pki.issuing)]
    const document = await withTimestamp(mine.pki, await cades(mine.pki, content), daysFromNow(-5))
    expect((await judge(document, trustIn(mine.pki.root, lists))).indication).toBe('INDETERMINATE')
  })
})

describe('a content time-stamp', () => {
  const withContentStamp = async (genTime: Date) => {
    const mine = await makeOffice()
    const token = await timestampToken(mine.pki, content, { genTime })
    return { ...mine, document: await withContentTimestamp(mine.pki.signer, content, token, mine.pki.chain) }
  }

  it('fails a signature that it proves to be younger than the revocation of its certificate', async () => {
    const { pki: family, document } = await withContentStamp(daysFromNow(-2))
    const entry = { serialNumber: serialOf(family.signer), revocationDate: daysFromNow(-3) }
    const lists = [await crl(family.root), await crl(family.issuing, { entries: [entry] })]
    expect(await verdict(document, trustIn(family.root, lists))).toBe('TOTAL_FAILED REVOKED intact')
  })

  it('leaves a signature undecided that may be older than the revocation', async () => {
    const { pki: family, document } = await withContentStamp(daysFromNow(-4))
    const entry = { serialNumber: serialOf(family.signer), revocationDate: daysFromNow(-3) }
    const lists = [await crl(family.root), await crl(family.issuing, { entries: [entry] })]
    expect(await verdict(document, trustIn(family.root, lists))).toBe('INDETERMINATE REVOKED_NO_POE intact')
  })

  it('contradicts a signature time-stamp that is older', async () => {
    const { pki: family, document, trust } = await withContentStamp(daysFromNow(-2))
    expect(await verdict(document, trust)).toBe('TOTAL_PASSED - intact')
    const right = await withTimestamp(family, document, daysFromNow(-1))
    expect(await verdict(right, trust)).toBe('TOTAL_PASSED - intact')
    const wrong = await withTimestamp(family, document, daysFromNow(-3))
    expect(await verdict(wrong, trust)).toBe('INDETERMINATE TIMESTAMP_ORDER_FAILURE intact')
  })
})

describe('an algorithm that has ended', () => {
  const endOfP256 = (until: string): ValidationPolicy => ({
    ...defaultPolicy,
    name: 'without-p256',
    curves: { ...defaultPolicy.curves, prime256v1: until },
  })
  const make = async () => {
    const mine = await makeOffice({ algorithm: 'ecdsa-p384' })
    const signer = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'signer'),
      subject: 'CN=P-256,C=VN',
      issuer: mine.pki.issuing,
      extensions: {},
    })
    const document = await cades(mine.pki, content, {
      signer,
      certificates: [signer.certificate, mine.pki.issuing.certificate],
    })
    return { ...mine, document }
  }

  it('keeps what a time-stamp proves to be older, and nothing else', async () => {
    const { pki: family, trust, document } = await make()
    const policy = endOfP256('2026-06-10T00:00:00Z')
    const noProof = 'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE intact'
    expect(await verdict(document, trust)).toBe('TOTAL_PASSED - intact')
    expect(await verdict(document, trust, policy)).toBe(noProof)
    const before = await withTimestamp(family, document, daysFromNow(-10))
    const report = await judge(before, trust, policy)
    expect(summary(report)).toBe('TOTAL_PASSED - intact')
    expect(report.policy.name).toBe('without-p256')
    expect(await verdict(await withTimestamp(family, document, daysFromNow(-2)), trust, policy)).toBe(noProof)
  })

  it('does not let a certificate through that may have been forged since', async () => {
    const { pki: old, trust } = await makeOffice()
    const policy = endOfP256('2026-06-10T00:00:00Z')
    const document = await withTimestamp(old, await cades(old, content), daysFromNow(-10))
    expect((await judge(document, trust, policy)).indication).toBe('INDETERMINATE')
  })
})

describe('a PDF', () => {
  const base = makePdf('table')
  const make = async (inOrder: 'store first' | 'time-stamp first', genTime = day('2023-12-01')) => {
    const bare = await oldPades(office, base, signedAt)
    const data = { certificates: [oldIssuing.certificate, oldTsa.certificate], crls: listsOfThen }
    if (inOrder === 'store first') {
      return withDocumentTimestamp(pki, withSecurityStore(bare, data, 100), genTime)
    }
    return withSecurityStore(await withDocumentTimestamp(pki, bare, genTime), data, 100)
  }

  it('passes by a document time-stamp over the store that holds what vouched for it', async () => {
    const report = await judge(await make('store first'))
    expect([summary(report), ...codes(report)]).toEqual(['TOTAL_PASSED - intact', 'EARLIER_REVISION'])
    expect(report.signatures[0]).toMatchObject({ level: 'B-LTA', revision: { signed: 2, last: 4 } })
    expect(report.timestamps).toMatchObject([{ kind: 'document', trusted: true }])
  })

  it('does not pass by a store that was written after the document time-stamp', async () => {
    const report = await judge(await make('time-stamp first'))
    expect([report.indication, report.integrity]).toEqual(['INDETERMINATE', 'intact'])
  })

  it('does not pass by a document time-stamp that came too late', async () => {
    expect((await judge(await make('store first', day('2024-02-01')))).indication).toBe('INDETERMINATE')
  })
})
