// `chancery sign`: signs files with a unit's key, in constant memory, each written whole or not at all.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Command } from 'commander'
import { equalBytes } from '../bytes.ts'
import { ChanceryError } from '../client/chancery-error.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { SignDocumentAnswer, SignDocumentRequest } from '../client/client-types.ts'
import type { SignatureFormat } from '../client/schema.generated.ts'
import { CommandError, type End, type ExitStatus, errorReport, exitStatus } from './exit-status.ts'
import { type FileSource, inputName, openInput, refuseSecondStdin, requireInput } from './input-file.ts'
import { formatNames, fromCommandLine, levelNames, listed, onCommandLine } from './names.ts'
import { refuseSameFile, requirePlace, writeOutput } from './output-file.ts'
import { isFolder, refuseSameNames } from './output-place.ts'
import { progressBar } from './progress.ts'
import { connect, type Shell, serviceUrl } from './shell.ts'
import { printable } from './table.ts'
import { type CommonOptions, declareVerb, printJson } from './verb.ts'

interface SignOptions extends CommonOptions {
  readonly key: string
  readonly certificate?: string
  readonly format?: string
  readonly level: string
  readonly detached?: boolean
  readonly field?: string
  readonly reason?: string
  readonly location?: string
  readonly output: string
}

interface Signed {
  readonly file: string
  readonly output: string
  readonly format: string
  readonly level: string
  readonly certificateSerialHex: string
  readonly auditEntryId: string
  readonly sha256: string
  readonly size: number
}
interface NotSigned {
  readonly file: string
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string | null }
}

export function addSign(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'sign <file...>',
    description: 'sign files with the key of a unit: PDF as PAdES, anything else as CAdES',
    examples: [
      'sign my.pdf --key practice/signing -o signed.pdf',
      'sign report.docx --key practice/signing --detached -o report.docx.p7s',
      'sign *.pdf --key practice/signing -o signed/',
    ],
  })
    .requiredOption('--key <name>', 'UNIT/NAME of a sign-document key')
    .requiredOption(
      '-o, --output <file>',
      'where to write; a folder for several files; - for standard output',
    )
    .option('--certificate <serial>', 'the newest valid one of the active version when not given')
    .option('--format <format>', `${listed(formatNames)}; chosen from the file when not given`)
    .option('--level <level>', listed(levelNames), 'b-t')
    .option('--detached', 'leave the content out of the signature (CAdES)')
    .option('--field <name>', 'PDF: the empty signature field to fill, or a new one')
    .option('--reason <text>', 'PDF: why it was signed')
    .option('--location <text>', 'PDF: where it was signed')
    .action(async (files: string[], options: SignOptions) => end(await sign(shell, files, options)))
}

async function sign(shell: Shell, files: readonly string[], options: SignOptions): Promise<ExitStatus> {
  const request = requestFrom(options)
  if (options.json && options.output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  refuseSecondStdin(files)
  // Misspelt names are told before anything is signed.
  for (const file of files) await requireInput(file)
  const intoFolder = await isFolder(options.output, files.length)
  if (!intoFolder) for (const file of files) await refuseSameFile(file, options.output)
  refuseSameNames(files, intoFolder)
  if (!intoFolder) await requirePlace(options.output)

  const client = await connect(shell)
  const outcomes: (Signed | NotSigned)[] = []
  let status: ExitStatus = exitStatus.done
  for (const file of files) {
    try {
      const signed = await signOne(shell, client, file, intoFolder, options, request)
      outcomes.push(signed)
      if (!options.json) shell.stderr.write(`${signedText(signed)}\n`)
    } catch (error) {
      const report = errorReport(error, serviceUrl(shell))
      // What is wrong with one file says nothing about the next; anything else would only be repeated.
      if (files.length === 1 || report.status !== exitStatus.data) {
        if (outcomes.length > 0)
          shell.stderr.write(`chancery: stopped at ${file}; ${outcomes.length} files before it are done\n`)
        throw error
      }
      shell.stderr.write(`chancery: ${file}: ${report.message} (${report.code})\n`)
      outcomes.push({
        file,
        error: { code: report.code, message: report.message, requestId: report.requestId },
      })
      status = report.status
    }
  }
  if (options.json) printJson(shell, files.length === 1 ? outcomes[0] : outcomes)
  return status
}

async function signOne(
  shell: Shell,
  client: ChanceryClient,
  file: string,
  intoFolder: boolean,
  options: SignOptions,
  request: Omit<SignDocumentRequest, 'document'>,
): Promise<Signed> {
  const source = await openInput(shell, file)
  const bar = await progressBar(shell, inputName(file), source.size)
  try {
    const answer = await client.signDocument({
      ...request,
      document: source,
      signal: shell.signal,
      onProgress: bar.onProgress,
    })
    const output = intoFolder
      ? join(options.output, outputName(file, answer.format, options.detached === true))
      : options.output
    await refuseSameFile(file, output)
    await writeOutput(shell, output, checked(client, answer, source, shell))
    const { format, level, certificateSerialHex, auditEntryId, document } = answer
    return {
      file,
      output,
      format: onCommandLine(format),
      level: onCommandLine(level),
      certificateSerialHex,
      auditEntryId,
      sha256: document.sha256,
      size: document.size,
    }
  } finally {
    bar.stop()
    await source.close()
  }
}

/**
 * The bytes as they arrive; at their end, what arrived must be what the service said it made. A PDF must begin with the
 * file that was given, or else earlier signatures are lost and another text may be signed.
 */
async function* checked(
  client: ChanceryClient,
  { document, format }: SignDocumentAnswer,
  source: FileSource,
  shell: Shell,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  const pieces =
    document.bytes !== null
      ? [document.bytes]
      : document.id === null
        ? []
        : client.downloadDocument(document.id, { signal: shell.signal })
  const kept = format === 'PADES' ? source.size : 0
  let at = 0
  for await (const piece of pieces) {
    if (at < kept) {
      const given = await source.read(at, Math.min(kept, at + piece.length))
      if (!equalBytes(given, piece.subarray(0, given.length))) throw notKept()
      at += piece.length
    }
    hash.update(piece)
    yield piece
  }
  if (at < kept) throw notKept()
  if (hash.digest('hex') !== document.sha256)
    throw new ChanceryError('the signed document arrived damaged; sign again', {
      code: 'UNEXPECTED_ANSWER',
      retryable: true,
    })
}

function notKept(): ChanceryError {
  return new ChanceryError('the signed PDF does not begin with the file that was given, so it was not kept', {
    code: 'UNEXPECTED_ANSWER',
    retryable: false,
  })
}

function requestFrom(options: SignOptions): Omit<SignDocumentRequest, 'document'> {
  const { certificate, field, reason, location } = options
  const format =
    options.format === undefined
      ? options.detached
        ? 'CADES'
        : undefined
      : fromCommandLine(formatNames, options.format)
  if (options.detached && format === 'PADES')
    throw new CommandError(exitStatus.usage, '--detached is for CAdES; a PAdES signature lies inside its PDF')
  return {
    key: options.key,
    level: fromCommandLine(levelNames, options.level),
    detached: options.detached === true,
    ...(format !== undefined && { format }),
    ...(certificate !== undefined && { certificateSerialHex: certificate }),
    ...(field !== undefined && { fieldName: field }),
    ...(reason !== undefined && { reason }),
    ...(location !== undefined && { location }),
  }
}

/** Endings of RFC 8551 §3.2.1: .p7s a detached signature, .p7m one that holds its content. */
function outputName(file: string, format: SignatureFormat, detached: boolean): string {
  const name = inputName(file)
  return format === 'PADES' ? name : `${name}${detached ? '.p7s' : '.p7m'}`
}

function signedText({ file, output, format, level, certificateSerialHex }: Signed): string {
  const title = `${format === 'pades' ? 'PAdES' : 'CAdES'} ${level.toUpperCase()}`
  return `${printable(file)} → ${printable(output)}: ${title}, certificate ${certificateSerialHex}`
}
