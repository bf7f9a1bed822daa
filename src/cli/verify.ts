// `chancery verify`: verdicts without service and network, by the same code that the service uses.

import type { Command } from 'commander'
import { isServiceError } from '../errors.ts'
import { say } from '../reports/words.ts'
import type { ValidationPolicy } from '../validation/policy.ts'
import type { ValidationReport } from '../validation/report.ts'
import type { Language } from '../validation/wording.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import {
  type FileSource,
  inputName,
  openInput,
  readInput,
  refuseSecondStdin,
  requireInput,
} from './input-file.ts'
import { momentFrom } from './names.ts'
import { countingBar } from './progress.ts'
import { reportedFile, reportKindOf, writeReport } from './report-file.ts'
import type { Shell } from './shell.ts'
import { type SignedFile, signedFiles } from './signed-files.ts'
import { type FoundTrust, findTrust } from './trust-material.ts'
import { type CommonOptions, collect, declareVerb, printJson } from './verb.ts'
import { type Judged, languageOf, languages, verdictTable, verdictText } from './verdict-text.ts'

const policyOctetsLimit = 1 << 20

/** Commander: paths of `--trust`, or false for `--no-trust`. */
type Trust = readonly string[] | false | undefined

interface VerifyOptions extends CommonOptions {
  readonly content?: readonly string[]
  readonly trust?: Trust
  readonly crl?: readonly string[]
  readonly ocsp?: readonly string[]
  readonly at?: string
  readonly language?: string
  readonly report?: string
  readonly policy?: string
}

export function addVerify(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'verify <path...>',
    description:
      'judge signed documents, detached signatures and whole folders, offline; exit status by the worst: 0 valid, 1 not valid, 2 cannot be decided',
    examples: [
      'verify signed.pdf',
      'verify report.docx.p7s --content report.docx --trust root.pem --crl issuing.crl',
      'verify --report verdict.pdf --language vi signed.pdf',
      'verify --json --at 2026-11-22T07:00:00Z archive/2026 more.pdf',
    ],
  })
    .option(
      '--content <file>',
      'what a detached signature is about; may be repeated; not needed where it lies beside it (a.txt, a.txt.p7s)',
      collect,
    )
    .option(
      '--trust <file>',
      'trust the certificates in this file (PEM, DER, PKCS#7, ETSI trusted list) and no others; may be repeated',
      (file: string, earlier: Trust) => (earlier === false ? refuseBoth() : collect(file, earlier)),
    )
    .option(
      '--no-trust',
      'trust nobody: tells integrity only',
      (_nothing: string, earlier: Trust): Trust => (earlier ? refuseBoth() : false),
    )
    .option('--crl <file>', 'a certificate revocation list; may be repeated', collect)
    .option('--ocsp <file>', 'an OCSP response; may be repeated', collect)
    .option('--at <time>', 'judge for this moment instead of now, for example 2026-11-22T07:00:00Z')
    .option('--policy <file>', 'judge by this validation policy (JSON) instead of the built-in one')
    .option('--report <file>', 'write the verdict for people as .html or .pdf too')
    .option('--language <language>', 'vi or en; default from LANG')
    .action(async (files: string[], options: VerifyOptions) => end(await verify(shell, files, options)))
}

async function verify(shell: Shell, paths: readonly string[], options: VerifyOptions): Promise<ExitStatus> {
  const at = options.at === undefined ? shell.clock.now() : momentFrom('--at', options.at)
  const language = parseLanguage(shell, options.language)
  if (options.report !== undefined) reportKindOf(options.report)
  refuseSecondStdin([...paths, ...(options.content ?? []), ...(options.crl ?? []), ...(options.ocsp ?? [])])
  const trust = await findTrust(shell, {
    noTrust: options.trust === false,
    ...(options.trust && { trust: options.trust }),
    ...(options.crl && { crl: options.crl }),
    ...(options.ocsp && { ocsp: options.ocsp }),
  })
  // Every input is opened before the first verdict, so that a misspelt name is told at once.
  for (const content of options.content ?? []) await requireInput(content)
  const files = await signedFiles(paths)
  const policy = options.policy === undefined ? undefined : await policyAt(shell, options.policy)
  const request = { shell, options, trust, at, language, policy }
  const [only] = files
  if (only !== undefined && files.length === 1 && !only.found) return verifyOne(request, only)
  if (options.report !== undefined)
    throw new CommandError(exitStatus.usage, '--report is about one file; there are several')
  return verifyMany(request, files)
}

interface Request {
  readonly shell: Shell
  readonly options: VerifyOptions
  readonly trust: FoundTrust
  readonly at: Date
  readonly language: Language
  /** Undefined: the built-in one. */
  readonly policy: ValidationPolicy | undefined
}

async function policyAt(shell: Shell, path: string): Promise<ValidationPolicy> {
  const text = new TextDecoder().decode(await readInput(shell, path, policyOctetsLimit))
  const { parsePolicy } = await import('../validation/parse-policy.ts')
  try {
    return parsePolicy(text)
  } catch (error) {
    if (!isServiceError(error)) throw error
    throw new CommandError(exitStatus.data, `${path}: ${error.message}`, { cause: error })
  }
}

async function verifyOne(request: Request, file: SignedFile): Promise<ExitStatus> {
  const { shell, options, language } = request
  return withSources(request, file, async (document, contents) => {
    const report = await judge(request, document, contents)
    if (options.json) printJson(shell, report)
    else {
      const name = { name: inputName(file.path), size: document.size, sha256Hex: '' }
      shell.stdout.write(verdictText(shell, report, { language, file: name }))
    }
    if (options.report !== undefined) {
      const described = { language, file: await reportedFile(document) }
      await writeReport(shell, options.report, report, {
        ...described,
        contents: await Promise.all(contents.map(reportedFile)),
      })
    }
    return worst([report])
  })
}

/** A file of a folder that cannot be opened counts as not decided; the others are judged all the same. */
async function verifyMany(request: Request, files: readonly SignedFile[]): Promise<ExitStatus> {
  const { shell, options, language } = request
  const bar = await countingBar(shell, say(language, 'files', { count: files.length }), files.length)
  const judged: Judged[] = []
  let unread = 0
  try {
    for (const file of files) {
      const report = await judgeFound(request, file)
      bar.step()
      if (report === undefined) {
        unread++
        continue
      }
      judged.push({ name: file.path, report })
      if (options.json) printJson(shell, { file: file.path, ...report })
    }
  } finally {
    bar.stop()
  }
  if (!options.json) shell.stdout.write(verdictTable(shell, judged, language))
  const status = worst(judged.map(({ report }) => report))
  return unread > 0 && status === exitStatus.done ? exitStatus.indeterminate : status
}

/** @returns undefined for a file of a folder that cannot be opened, which is told of at once. */
async function judgeFound(request: Request, file: SignedFile): Promise<ValidationReport | undefined> {
  try {
    return await withSources(request, file, (document, contents) => judge(request, document, contents))
  } catch (error) {
    if (!(error instanceof CommandError) || !file.found) throw error
    request.shell.stderr.write(`${error.message}; it was not judged\n`)
    return undefined
  }
}

async function withSources<T>(
  { shell, options }: Request,
  { path, content }: SignedFile,
  work: (document: FileSource, contents: readonly FileSource[]) => Promise<T>,
): Promise<T> {
  const opened: FileSource[] = []
  const given = options.content ?? (content === undefined ? [] : [content])
  try {
    for (const one of [path, ...given]) opened.push(await openInput(shell, one))
    const [document, ...contents] = opened
    if (document === undefined) throw new Error('no document was opened')
    return await work(document, contents)
  } finally {
    for (const source of opened) await source.close()
  }
}

async function judge(
  { trust: { material, nobody, notes }, at, policy }: Request,
  document: FileSource,
  contents: readonly FileSource[],
): Promise<ValidationReport> {
  // Loaded here, so that other verbs start without it.
  const { validateDocument } = await import('../validation/validate-document.ts')
  const report = await validateDocument({ document, contents, trust: material, at }, policy)
  const undecidedForTrust = report.signatures.some(
    ({ subIndication }) => subIndication === 'NO_CERTIFICATE_CHAIN_FOUND',
  )
  return { ...report, reasons: [...report.reasons, ...notes, ...(undecidedForTrust ? nobody : [])] }
}

/** A failed signature weighs more than an undecided one. */
function worst(reports: readonly ValidationReport[]): ExitStatus {
  if (reports.some(({ indication }) => indication === 'TOTAL_FAILED')) return exitStatus.verificationFailed
  if (reports.some(({ indication }) => indication === 'INDETERMINATE')) return exitStatus.indeterminate
  return exitStatus.done
}

function refuseBoth(): never {
  throw new CommandError(exitStatus.usage, 'give --trust or --no-trust: they exclude each other')
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
