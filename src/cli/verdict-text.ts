// The verdict for people, in Vietnamese and English, on a terminal.

import { styleText } from 'node:util'
import type {
  Indication,
  Integrity,
  Reason,
  SignatureReport,
  ValidationReport,
} from '../validation/report.ts'
import { type Language, reasonText } from '../validation/wording.ts'
import type { Shell } from './shell.ts'
import { printable } from './table.ts'

export const languages: readonly Language[] = ['vi', 'en']

interface Words {
  readonly indication: Readonly<Record<Indication, string>>
  readonly integrity: Readonly<Record<Integrity | 'unsigned', string>>
  readonly labels: Readonly<
    Record<
      | 'integrity'
      | 'signature'
      | 'of'
      | 'signer'
      | 'issuer'
      | 'serial'
      | 'time'
      | 'level'
      | 'changes'
      | 'reasons'
      | 'at',
      string
    >
  >
  readonly practice: string
  readonly unknownSigner: string
  readonly noSignature: string
  readonly proven: string
  readonly claimed: string
  readonly unknownTime: string
  readonly wholeDocument: string
  readonly change: (revision: number, kind: string, permitted: boolean) => string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    indication: { TOTAL_PASSED: 'VALID', INDETERMINATE: 'CANNOT BE DECIDED', TOTAL_FAILED: 'NOT VALID' },
    integrity: {
      intact: 'intact: these are the bytes that were signed',
      broken: 'broken: these are not the bytes that were signed, or a later change is forbidden',
      undetermined: 'could not be told',
      unsigned: 'there is no signature',
    },
    labels: {
      integrity: 'Integrity',
      signature: 'Signature',
      of: 'of',
      signer: 'Signed by',
      issuer: 'Issued by',
      serial: 'Serial number',
      time: 'When',
      level: 'Level',
      changes: 'Since then',
      reasons: 'Reasons',
      at: 'Judged for',
    },
    practice: 'PRACTICE: of no legal effect',
    unknownSigner: 'unknown: the certificate is missing',
    noSignature: 'The document has no signature.',
    proven: 'proven by a time-stamp',
    claimed: 'as the signer says, not proven',
    unknownTime: 'not stated',
    wholeDocument: 'nothing was added',
    change: (revision, kind, permitted) =>
      `revision ${revision}: ${kind.replaceAll('_', ' ')} (${permitted ? 'permitted' : 'FORBIDDEN'})`,
  },
  vi: {
    indication: { TOTAL_PASSED: 'HỢP LỆ', INDETERMINATE: 'CHƯA KẾT LUẬN ĐƯỢC', TOTAL_FAILED: 'KHÔNG HỢP LỆ' },
    integrity: {
      intact: 'nguyên vẹn: đúng nội dung đã ký',
      broken: 'không nguyên vẹn: khác nội dung đã ký, hoặc có thay đổi không được phép',
      undetermined: 'chưa xác định được',
      unsigned: 'không có chữ ký',
    },
    labels: {
      integrity: 'Tính toàn vẹn',
      signature: 'Chữ ký',
      of: 'trên',
      signer: 'Người ký',
      issuer: 'Nơi cấp',
      serial: 'Số chứng thư',
      time: 'Thời điểm',
      level: 'Mức',
      changes: 'Sau khi ký',
      reasons: 'Lý do',
      at: 'Xét tại',
    },
    practice: 'THỰC HÀNH: không có giá trị pháp lý',
    unknownSigner: 'không rõ: thiếu chứng thư',
    noSignature: 'Tài liệu không có chữ ký.',
    proven: 'có dấu thời gian chứng minh',
    claimed: 'do người ký khai, chưa được chứng minh',
    unknownTime: 'không ghi',
    wholeDocument: 'không thêm gì',
    change: (revision, kind, permitted) =>
      `lần sửa ${revision}: ${kind.replaceAll('_', ' ')} (${permitted ? 'được phép' : 'KHÔNG ĐƯỢC PHÉP'})`,
  },
}

/** Vietnamese when the environment asks for it (POSIX: LC_ALL, LC_MESSAGES, LANG in this order), otherwise English. */
export function languageOf(env: Shell['env']): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^vi(_|-|\.|$)/i.test(locale) ? 'vi' : 'en'
}

export function verdictText(
  shell: Shell,
  name: string,
  report: ValidationReport,
  language: Language,
): string {
  const { indication, integrity, labels, practice, noSignature } = words[language]
  const mark = report.signatures.some(({ signer }) => signer?.practice) ? ` (${practice})` : ''
  const head = `${paint(shell, report.indication, indication[report.indication] + mark)}  ${printable(name)}`
  const facts: [string, string][] = [
    [labels.integrity, integrity[report.integrity]],
    [labels.at, moment(report.validationTime)],
    ...report.reasons.map((reason): [string, string] => [labels.reasons, inLanguage(reason, language)]),
  ]
  const parts = [head, aligned(facts, '  ')]
  if (report.integrity === 'unsigned') parts.push(`  ${noSignature}`)
  for (const [index, signature] of report.signatures.entries()) {
    const title = `${labels.signature} ${index + 1} ${labels.of} ${report.signatures.length}`
    parts.push(
      `  ${title}: ${paint(shell, signature.indication, indication[signature.indication])}${
        signature.subIndication === null ? '' : ` (${signature.subIndication})`
      }`,
      aligned(signatureFacts(signature, language), '    '),
    )
  }
  return `${parts.filter((part) => part !== '').join('\n')}\n`
}

function signatureFacts(signature: SignatureReport, language: Language): [string, string][] {
  const { labels, unknownSigner, integrity } = words[language]
  const { signer } = signature
  const facts: [string, string][] = [[labels.signer, signer?.subject ?? unknownSigner]]
  if (signer !== null) {
    facts.push([labels.issuer, signer.issuer], [labels.serial, signer.serialHex])
  }
  facts.push(
    [labels.time, timeText(signature, words[language])],
    [labels.level, [signature.format, signature.level].filter((part) => part !== null).join(' ')],
    [labels.integrity, integrity[signature.integrity]],
    [labels.changes, changesText(signature, words[language])],
    ...signature.reasons.map((reason): [string, string] => [labels.reasons, inLanguage(reason, language)]),
  )
  return facts.filter(([, value]) => value !== '')
}

function timeText(signature: SignatureReport, { proven, claimed, unknownTime }: Words): string {
  const { bestSignatureTime, claimedSigningTime, level } = signature
  if (level !== null && level !== 'B-B' && bestSignatureTime !== null)
    return `${moment(bestSignatureTime)}, ${proven}`
  return claimedSigningTime === null ? unknownTime : `${moment(claimedSigningTime)}, ${claimed}`
}

function changesText(signature: SignatureReport, { wholeDocument, change }: Words): string {
  if (signature.laterChanges.length > 0)
    return signature.laterChanges
      .map(({ revision, kind, permitted }) => change(revision, kind, permitted))
      .join('; ')
  return signature.coversWholeDocument ? wholeDocument : ''
}

/** Reports hold English; the sentence is exchanged, the detail behind it (names, limits) stays. */
function inLanguage({ code, text }: Reason, language: Language): string {
  const english = reasonText(code, 'en')?.slice(0, -1)
  const wanted = reasonText(code, language)?.slice(0, -1)
  return english !== undefined && wanted !== undefined && text.startsWith(english)
    ? wanted + text.slice(english.length)
    : text
}

/** Two columns; a label that repeats is written once. */
function aligned(facts: readonly [string, string][], indent: string): string {
  const width = Math.max(...facts.map(([label]) => label.length))
  let previous = ''
  return facts
    .map(([label, value]) => {
      const shown = label === previous ? '' : label
      previous = label
      return `${indent}${shown.padEnd(width)}  ${printable(value)}`
    })
    .join('\n')
}

function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.000)?Z$/, ' UTC')
}

/** Colour only on a terminal, and never with NO_COLOR (no-color.org). */
function paint(shell: Shell, indication: Indication, text: string): string {
  const noColor = shell.env['NO_COLOR']
  if (shell.stdout.isTTY !== true || (noColor !== undefined && noColor !== '')) return text
  const colour = indication === 'TOTAL_PASSED' ? 'green' : indication === 'TOTAL_FAILED' ? 'red' : 'yellow'
  return styleText(['bold', colour], text, { validateStream: false })
}
