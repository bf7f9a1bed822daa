// A report in words: verdicts, next steps, what became of the document since, in both languages.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describeReport, type ReportOptions } from '../../src/reports/describe-report.ts'
import { nameParts } from '../../src/reports/name-parts.ts'
import { problemOf } from '../../src/reports/next-steps.ts'
import {
  indications,
  type SignatureReport,
  subIndications,
  type ValidationReport,
} from '../../src/validation/report.ts'
import { reason } from '../../src/validation/wording.ts'
import { file, report, signature } from './sample-report.ts'

const english: ReportOptions = { language: 'en', file }
const vietnamese: ReportOptions = { language: 'vi', file }

function ofSignature(change: Partial<SignatureReport>, options = english) {
  const [text] = describeReport(report({ signatures: [signature(change)] }), options).signatures
  if (text === undefined) throw new Error('the signature is not described')
  return text
}

describe('the verdict', () => {
  test.each([
    ['TOTAL_PASSED', 'intact', 'VALID', 'good'],
    ['INDETERMINATE', 'intact', 'UNDECIDED', 'open'],
    ['INDETERMINATE', 'undetermined', 'UNDECIDED', 'open'],
    ['INDETERMINATE', 'unsigned', 'NOT SIGNED', 'plain'],
    ['TOTAL_FAILED', 'intact', 'NOT VALID', 'bad'],
    ['TOTAL_FAILED', 'broken', 'NOT VALID', 'bad'],
    // Whatever else it says: what is broken is never called valid.
    ['TOTAL_PASSED', 'broken', 'NOT VALID', 'bad'],
    ['TOTAL_FAILED', 'unsigned', 'NOT VALID', 'bad'],
  ] as const)('of %s, %s is %s', (indication, integrity, word, tone) => {
    const { verdict } = describeReport(report({ indication, integrity, signatures: [] }), english)
    expect(verdict).toMatchObject({ word, tone })
  })

  test('is called valid for nothing but TOTAL_PASSED, whatever the integrity', () => {
    for (const indication of indications)
      for (const integrity of ['intact', 'broken', 'undetermined', 'unsigned'] as const) {
        const { verdict } = describeReport(report({ indication, integrity, signatures: [] }), english)
        if (indication !== 'TOTAL_PASSED') expect(verdict.tone).not.toBe('good')
      }
  })

  test('of a practice signature says so in the first line, in both languages', () => {
    const practice = report({
      signatures: [
        signature({ signer: { subject: 'CN=a', issuer: 'CN=b', serialHex: '01', practice: true } }),
      ],
    })
    expect(describeReport(practice, english).verdict.word).toBe('VALID – FOR PRACTICE ONLY')
    expect(describeReport(practice, vietnamese).verdict.word).toBe('HỢP LỆ – CHỈ ĐỂ THỰC HÀNH')
    expect(describeReport(practice, vietnamese).practice).toContain('không có giá trị pháp lý')
  })
})

describe('a signature', () => {
  test('tells who, for which unit, under whose authority, and when', () => {
    expect(ofSignature({}).facts.map(({ label, value }) => [label, value])).toEqual([
      ['Signer', 'Nguyễn Văn An'],
      ['Unit', 'Văn phòng · Ủy ban nhân dân'],
      ['Under the authority of', 'Root'],
      ['Signed', '22 November 2026, 07:00:00 UTC'],
    ])
  })

  test('is somebody’s claim as long as no chain leads to a trusted authority', () => {
    const labels = (change: Partial<SignatureReport>) => ofSignature(change).facts.map(({ label }) => label)
    expect(labels({ lane: null, chain: [], indication: 'INDETERMINATE' })).toEqual([
      'Claims to be',
      'Unit',
      'Claims as its issuer',
      'Signed',
    ])
    expect(labels({ lane: 'imported' })[0]).toBe('Signer')
  })

  test('tells a proven time from one that the signer only says', () => {
    const when = (change: Partial<SignatureReport>) => ofSignature(change).facts.at(-1)?.notes.join(' ')
    expect(when({})).toContain('a time-stamp proves')
    expect(when({ timestamps: [] })).toBe('as the signer says; no time-stamp proves it')
    // The time-stamp was made for what was signed, not for what lies here.
    expect(when({ integrity: 'broken' })).not.toContain('proves')
  })

  test('is valid for its revision, and says what was done since', () => {
    const revised = {
      revision: { signed: 2, last: 4 },
      laterChanges: [
        { revision: 3, kind: 'signature_added', permitted: true },
        { revision: 4, kind: 'annotation_added', permitted: true },
      ],
    }
    expect(ofSignature(revised).since).toBe(
      'Valid for revision 2 of 4; since then: a signature was added (revision 3, permitted); a note was added (revision 4, permitted).',
    )
    expect(ofSignature(revised, vietnamese).since).toContain('Hợp lệ cho phiên bản 2 trên 4')
    expect(ofSignature({ ...revised, indication: 'INDETERMINATE' }).since).toMatch(/^Covers revision 2 of 4/)
  })

  test('lists a dozen changes and counts the rest', () => {
    const laterChanges = Array.from({ length: 500 }, (_, i) => ({
      revision: i + 2,
      kind: 'page_changed',
      permitted: false,
    }))
    const text = ofSignature({ laterChanges, indication: 'TOTAL_FAILED' })
    expect(text.since).toContain('and 488 more changes')
    expect(text.forbiddenChanges).toBe(true)
  })

  test('tells counter-signatures as signatures of their own', () => {
    const text = ofSignature({ counterSignatures: [signature({ indication: 'TOTAL_FAILED' })] })
    expect(text.counterSignatures.map(({ title, verdict }) => [title, verdict.word])).toEqual([
      ['Counter-signature', 'NOT VALID'],
    ])
  })
})

describe('a problem', () => {
  test('has one next step, also when its reason is new or missing, for every sub-indication', () => {
    for (const subIndication of subIndications) {
      for (const reasons of [[], [{ code: 'NEVER_HEARD_OF', text: 'Something is odd.' }]]) {
        const text = ofSignature({ indication: 'INDETERMINATE', subIndication, reasons })
        expect(text.problems).toHaveLength(1)
        expect(text.problems[0]?.step).toMatch(/^[A-Z].{20,}\.$/)
      }
    }
  })

  test('has a step of its own, or asks for nothing, for every reason that a verdict can give', () => {
    const source = readFileSync(new URL('../../src/validation/wording.ts', import.meta.url), 'utf8')
    const codes = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): \{/gm)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(100)
    const general = problemOf({ code: 'X', text: 'x' }, { passed: false, subIndication: null }, 'en').step
    const without = codes.filter((code) => {
      const { step } = problemOf({ code, text: 'x' }, { passed: false, subIndication: null }, 'en')
      return step === general
    })
    expect(without).toEqual([])
  })

  test('shares its step with others that need the same', () => {
    const text = ofSignature({
      indication: 'INDETERMINATE',
      reasons: [reason('CRL_NOT_FRESH'), reason('OCSP_NOT_FRESH'), reason('SIGNATURE_INVALID')],
    })
    expect(text.problems.map(({ problems }) => problems.length)).toEqual([2, 1])
  })

  test('keeps its detail when the sentence is told in the other language', () => {
    const context = { passed: false, subIndication: null }
    const { text } = problemOf(reason('WEAK_CRYPTOGRAPHY', 'SHA-1'), context, 'vi')
    expect(text).toBe('Thuật toán mật mã quá yếu so với chính sách: SHA-1.')
  })

  test('of a signature that passed is a note when nothing has to be done', () => {
    const text = ofSignature({ reasons: [reason('EARLIER_REVISION')] })
    expect([text.problems, text.notes.length]).toEqual([[], 1])
  })
})

test('names of strangers are told whole when they have no common name, and unescaped', () => {
  expect(nameParts('CN=\\C3\\81o\\, quần,OU=a\\+b,O=c')).toEqual({
    common: 'Áo, quần',
    organisation: ['a+b', 'c'],
  })
  expect(nameParts('SERIALNUMBER=1')).toEqual({ common: 'SERIALNUMBER=1', organisation: [] })
})

test('a report without signatures tells the next step for the document', () => {
  const unsigned: ValidationReport = report({
    indication: 'INDETERMINATE',
    integrity: 'unsigned',
    signatures: [],
    reasons: [reason('NOT_SIGNED')],
  })
  expect(describeReport(unsigned, english).problems[0]?.step).toContain('ask the sender for the signed file')
})
