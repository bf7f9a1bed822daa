// `chancery verify`: verdicts without service and network, by the same code that the service uses.

import type { Command } from 'commander'
import type { ValidationReport } from '../validation/report.ts'
import type { Language } from '../validation/wording.ts'
import { CommandError, type ExitStatus, exitStatus } from './exit-status.ts'
import { type FileSource, inputName, openInput, requireInput } from './input-file.ts'
import type { Shell } from './shell.ts'
import { type FoundTrust, findTrust } from './trust-material.ts'
import { type CommonOptions, collect, declareVerb, printJson } from './verb.ts'
import { languageOf, languages, verdictText } from './verdict-text.ts'

interface VerifyOptions extends CommonOptions {
  readonly content?: readonly string[]
  /** Commander: paths of `--trust`, or false for `--no-trust`. */
  readonly trust?: readonly string[] | boolean
  readonly crl?: readonly string[]
  readonly ocsp?: readonly string[]
  readonly at?: string
  readonly language?: string
}

export function addVerify(program: Command, shell: Shell, end: (status: ExitStatus) => void): void {
  declareVerb(program, {
    usage: 'verify <file...>',
    description:
      'judge signed documents or detached signatures, offline; exit status 0 valid, 1 not valid, 2 cannot be decided',
    examples: [
      'verify signed.pdf',
      'verify report.docx.p7s --content report.docx --trust root.pem --crl issuing.crl',
      'verify --json --at 2026-11-22T07:00:00Z *.pdf',
    ],
  })
    .option('--content <file>', 'what a detached signature is about; may be repeated', collect)
    .option(
      '--trust <file>',
      'trust the certificates in this file (PEM) and no others; may be repeated',
      collect,
    )
    .option('--no-trust', 'trust nobody: tells integrity only')
    .option('--crl <file>', 'a certificate revocation list; may be repeated', collect)
    .option('--ocsp <file>', 'an OCSP response; may be repeated', collect)
    .option('--at <time>', 'judge for this moment instead of now, for example 2026-11-22T07:00:00Z')
    .option('--language <language>', 'vi or en; default from LANG')
    .action(async (files: string[], options: VerifyOptions) => end(await verify(shell, files, options)))
}

async function verify(shell: Shell, files: readonly string[], options: VerifyOptions): Promise<ExitStatus> {
  const at = options.at === undefined ? shell.clock.now() : parseTime(options.at)
  const language = parseLanguage(shell, options.language)
  refuseSecondStdin([...files, ...(options.content ?? []), ...(options.crl ?? []), ...(options.ocsp ?? [])])
  const trust = await findTrust(shell, {
    noTrust: options.trust === false,
    ...(Array.isArray(options.trust) && { trust: options.trust }),
    ...(options.crl && { crl: options.crl }),
    ...(options.ocsp && { ocsp: options.ocsp }),
  })
  // Every input is opened before the first verdict, so that a misspelt name is told at once.
  const contents = await openAll(shell, options.content ?? [])
  const reports: ValidationReport[] = []
  try {
    for (const file of files) await requireInput(file)
    for (const file of files) {
      const report = await judge(shell, file, contents, trust, at)
      reports.push(report)
      if (options.json) printJson(shell, files.length === 1 ? report : { file, ...report })
      else
        shell.stdout.write(
          `${reports.length > 1 ? '\n' : ''}${verdictText(shell, inputName(file), report, language)}`,
        )
    }
  } finally {
    for (const content of contents) await content.close()
  }
  return worst(reports)
}

async function judge(
  shell: Shell,
  file: string,
  contents: readonly FileSource[],
  { material, reasons }: FoundTrust,
  at: Date,
): Promise<ValidationReport> {
  const document = await openInput(shell, file)
  try {
    // Loaded here, so that other verbs start without it.
    const { validateDocument } = await import('../validation/validate-document.ts')
    const report = await validateDocument({ document, contents, trust: material, at })
    const undecidedForTrust = report.signatures.some(
      ({ subIndication }) => subIndication === 'NO_CERTIFICATE_CHAIN_FOUND',
    )
    return undecidedForTrust ? { ...report, reasons: [...report.reasons, ...reasons] } : report
  } finally {
    await document.close()
  }
}

/** A failed signature weighs more than an undecided one. */
function worst(reports: readonly ValidationReport[]): ExitStatus {
  if (reports.some(({ indication }) => indication === 'TOTAL_FAILED')) return exitStatus.verificationFailed
  if (reports.some(({ indication }) => indication === 'INDETERMINATE')) return exitStatus.indeterminate
  return exitStatus.done
}

async function openAll(shell: Shell, paths: readonly string[]): Promise<readonly FileSource[]> {
  const opened: FileSource[] = []
  try {
    for (const path of paths) opened.push(await openInput(shell, path))
    return opened
  } catch (error) {
    for (const source of opened) await source.close()
    throw error
  }
}

/** A date alone is its first moment in UTC; a time needs its zone, since a guess could change the verdict. */
function parseTime(text: string): Date {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/
  const time = new Date(text)
  if (form.test(text) && !Number.isNaN(time.getTime())) return time
  throw new CommandError(
    exitStatus.usage,
    `--at ${JSON.stringify(text)} is no moment; write it like 2026-11-22T07:00:00Z or 2026-11-22T14:00:00+07:00`,
  )
}

function parseLanguage(shell: Shell, text: string | undefined): Language {
  if (text === undefined) return languageOf(shell.env)
  const found = languages.find((language) => language === text)
  if (found !== undefined) return found
  throw new CommandError(
    exitStatus.usage,
    `--language ${JSON.stringify(text)} is not known; there are ${languages.join(', ')}`,
  )
}

function refuseSecondStdin(paths: readonly string[]): void {
  if (paths.filter((path) => path === '-').length > 1)
    throw new CommandError(exitStatus.usage, 'standard input (-) can be read once only')
}
