// Verdicts for people on a terminal: one report in words, or a table of many.

import { styleText } from 'node:util'
import {
  describeReport,
  type Fact,
  type ProblemGroup,
  type ReportOptions,
  type SignatureText,
  type Tone,
} from '../reports/describe-report.ts'
import { say } from '../reports/words.ts'
import type { ValidationReport } from '../validation/report.ts'
import type { Language } from '../validation/wording.ts'
import type { Shell } from './shell.ts'
import { printable, table } from './table.ts'

export const languages: readonly Language[] = ['vi', 'en']

/** Vietnamese when the environment asks for it (POSIX: LC_ALL, LC_MESSAGES, LANG in this order), otherwise English. */
export function languageOf(env: Shell['env']): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^vi(_|-|\.|$)/i.test(locale) ? 'vi' : 'en'
}

export function verdictText(shell: Shell, report: ValidationReport, options: ReportOptions): string {
  const { language, file } = options
  const text = describeReport(report, options)
  const lines = [
    `${paint(shell, text.verdict.tone, text.verdict.word)}  ${printable(file.name)}`,
    `  ${text.verdict.sentence}`,
    ...(text.practice === undefined ? [] : [`  ${text.practice}`]),
    ...columns([...problemFacts(text.problems, text.notes, language), ...text.basis], '  '),
  ]
  for (const signature of text.signatures) lines.push(...signatureLines(shell, signature, language, '  '))
  return `${lines.join('\n')}\n`
}

function signatureLines(
  shell: Shell,
  signature: SignatureText,
  language: Language,
  indent: string,
): readonly string[] {
  const { verdict, title, facts, since, problems, notes, details, counterSignatures } = signature
  const all = [
    ...facts,
    ...(since === '' ? [] : [{ label: say(language, 'since'), value: since, notes: [] }]),
    ...problemFacts(problems, notes, language),
    ...details,
  ]
  return [
    '',
    `${indent}${title}: ${paint(shell, verdict.tone, verdict.word)}`,
    ...columns(all, `${indent}  `),
    ...counterSignatures.flatMap((one) => signatureLines(shell, one, language, `${indent}  `)),
  ]
}

function problemFacts(
  problems: readonly ProblemGroup[],
  notes: readonly string[],
  language: Language,
): readonly Fact[] {
  const of = problems.flatMap(({ problems: texts, step }): Fact[] => [
    ...texts.map((value) => ({ label: say(language, 'problem'), value, notes: [] })),
    { label: say(language, 'step'), value: step, notes: [] },
  ])
  return [...of, ...notes.map((value) => ({ label: say(language, 'notes'), value, notes: [] }))]
}

/** Two columns; a label that repeats is written once. */
function columns(facts: readonly Fact[], indent: string): readonly string[] {
  const rows = facts.flatMap(({ label, value, notes }) => [value, ...notes].map((text) => ({ label, text })))
  const width = Math.max(0, ...rows.map(({ label }) => label.length))
  return rows.map(({ label, text }, i) => {
    const shown = label === rows[i - 1]?.label ? '' : label
    return `${indent}${shown.padEnd(width)}  ${printable(text)}`
  })
}

export interface Judged {
  readonly name: string
  readonly report: ValidationReport
}

/** One line a file, then how many there are of each verdict. */
export function verdictTable(shell: Shell, judged: readonly Judged[], language: Language): string {
  const counts = new Map<string, { tone: Tone; count: number }>()
  const rows = judged.map(({ name, report }) => {
    const file = { name, size: 0, sha256Hex: '' }
    const { verdict, signatures, problems } = describeReport(report, { language, file })
    const known = counts.get(verdict.word)
    counts.set(verdict.word, { tone: verdict.tone, count: (known?.count ?? 0) + 1 })
    const worst = signatures.find((one) => one.verdict.tone === verdict.tone)
    const step = [...(worst?.problems ?? []), ...problems][0]?.step ?? ''
    return [verdict.word, name, [...new Set(signatures.map(({ signer }) => signer))].join(', '), step]
  })
  const head = [
    say(language, 'verdict'),
    say(language, 'document'),
    say(language, 'signer'),
    say(language, 'step'),
  ]
  const sums = [...counts].map(([word, { tone, count }]) => `${count} ${paint(shell, tone, word)}`)
  return `${table(head, rows)}\n${say(language, 'files', { count: judged.length })}: ${sums.join(', ')}\n`
}

const colours = { good: 'green', bad: 'red', open: 'yellow', plain: 'yellow' } as const

/** Colour only on a terminal, and never with NO_COLOR (no-color.org). */
function paint(shell: Shell, tone: Tone, text: string): string {
  const noColor = shell.env['NO_COLOR']
  if (shell.stdout.isTTY !== true || (noColor !== undefined && noColor !== '')) return text
  return styleText(['bold', colours[tone]], text, { validateStream: false })
}
