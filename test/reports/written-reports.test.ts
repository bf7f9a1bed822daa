// The report as files: HTML that nothing can break out of, PDF with its letters in it.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { htmlReport } from '../../src/reports/html-report.ts'
import { pdfReport, type ReportFonts } from '../../src/reports/pdf-report.ts'
import { reason } from '../../src/validation/wording.ts'
import { processorTime } from '../fixtures/processor-time.ts'
import { file, report, signature } from './sample-report.ts'

const require = createRequire(import.meta.url)
const font = (path: string) =>
  new Uint8Array(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${path}`)))
const fonts: ReportFonts = {
  regular: font('400Regular/NotoSans_400Regular.ttf'),
  semibold: font('600SemiBold/NotoSans_600SemiBold.ttf'),
}

const refused = report({
  indication: 'TOTAL_FAILED',
  integrity: 'broken',
  signatures: [
    signature({
      indication: 'TOTAL_FAILED',
      integrity: 'broken',
      subIndication: 'HASH_FAILURE',
      reasons: [reason('CONTENT_CHANGED')],
    }),
  ],
})

describe('HTML', () => {
  test('tells verdict, reason, next step, policy, time and digest in words', () => {
    const html = htmlReport(refused, { language: 'vi', file, timeZone: 'Asia/Ho_Chi_Minh' })
    for (const text of [
      'KHÔNG HỢP LỆ',
      'Nội dung không phải là nội dung đã ký',
      'Không sử dụng văn bản này',
      'chancery-default, phiên bản 2026-11-22',
      '15:00:00 GMT+7',
      file.sha256Hex,
      'lang="vi"',
    ])
      expect(html).toContain(text)
  })

  test('needs nothing from elsewhere and runs nothing', () => {
    const html = htmlReport(report(), { language: 'en', file })
    expect(html).not.toMatch(/<script|<link|<img|https?:|url\(|@import| on\w+=/)
    expect(html).toContain("default-src 'none'")
  })

  test('shows what strangers wrote as text, wherever it stands', () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&</style><script>'
    const html = htmlReport(
      report({
        policy: { name: hostile, version: hostile },
        reasons: [{ code: hostile, text: hostile }],
        signatures: [
          signature({
            signer: { subject: `CN=${hostile}`, issuer: hostile, serialHex: hostile, practice: false },
            laterChanges: [{ revision: 2, kind: hostile, permitted: false }],
            reasons: [{ code: 'X', text: hostile }],
            claimedSigningTime: hostile,
          }),
        ],
      }),
      { language: 'en', file: { ...file, name: hostile } },
    )
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<script')
    expect(html.match(/<\/style>/g)).toHaveLength(1)
  })
})

describe('PDF', () => {
  test('is one page for one signature, in its language, the same octets each time', async () => {
    const options = { language: 'vi', file } as const
    const first = await pdfReport(refused, options, fonts)
    expect(await pdfReport(refused, options, fonts)).toEqual(first)
    const pdf = await PDFDocument.load(first, { updateMetadata: false })
    expect(pdf.getPageCount()).toBe(1)
    expect(pdf.getTitle()).toBe('KHÔNG HỢP LỆ: quyết-định.pdf')
    expect(pdf.getCreationDate()?.toISOString()).toBe('2026-11-22T08:00:00.000Z')
    // Whole fonts are 630 kB each.
    expect(first.length).toBeLessThan(60_000)
  })

  test('ends, whatever strangers wrote and however much', async () => {
    const hostile = `\u202e\u0000\ud800${'ÿ'.repeat(100_000)} \u{1f600} 漢字`
    const many = Array.from({ length: 100 }, () =>
      signature({ indication: 'INDETERMINATE', reasons: [{ code: 'X', text: hostile }] }),
    )
    const spentMs = processorTime()
    const bytes = await pdfReport(
      report({ signatures: many }),
      { language: 'en', file: { ...file, name: hostile } },
      fonts,
    )
    expect(spentMs()).toBeLessThan(30_000)
    expect((await PDFDocument.load(bytes)).getPageCount()).toBeLessThanOrEqual(60)
  })
})
