// `chancery seal`: encrypts a file for units, certificates and passwords, where it lies, as a stream.

import type { Command } from 'commander'
import type { ChanceryClient } from '../client/client.ts'
import type { SealRequest } from '../client/sealing.ts'
import type { Content } from '../client/transfer.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { inputName, openInput, readInput, requireInput } from './input-file.ts'
import { refuseSameFile, writeOutput } from './output-file.ts'
import { progressBar } from './progress.ts'
import { connect, type Shell } from './shell.ts'
import { printable } from './table.ts'
import { type CommonOptions, declareVerb, printJson } from './verb.ts'

interface SealOptions extends CommonOptions {
  readonly to?: readonly string[]
  readonly passwordFile?: readonly string[]
  readonly sign?: string
  readonly format?: string
  readonly output: string
}

const mostCertificateOctets = 1024 * 1024
const mostPasswordOctets = 1024

export function addSeal(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'seal <file>',
    description: 'encrypt a file, so that only those open it whom you name',
    examples: [
      'seal list.xlsx --to province/finance -o list.xlsx.p7m',
      'seal decision.pdf --sign practice/signing --to practice partner.pem -o decision.pdf.p7m',
      'seal backup.tar --to practice --password-file secret.txt -o backup.tar.sealed',
    ],
  })
    .option(
      '--to <recipient...>',
      'who may open it: paths of units, and PEM files (a name with a dot or a / in front)',
    )
    .option('--password-file <file...>', 'whose first line opens it too')
    .option(
      '--sign <key>',
      'UNIT/NAME of a sign-document key that signs it first; if it cannot, nothing is sealed',
    )
    .option(
      '--format <format>',
      'cms, which other programs open, or chunked; by the size of the file when not given',
    )
    .requiredOption('-o, --output <file>', 'where to write; - for standard output')
    .action(async (file: string, options: SealOptions) => end(await seal(shell, file, options)))
}

async function seal(shell: Shell, file: string, options: SealOptions): Promise<ExitStatus> {
  const { output, to = [], passwordFile = [] } = options
  if (options.json && output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  if (to.length + passwordFile.length === 0)
    throw new CommandError(exitStatus.usage, 'name those who may open it: --to, --password-file')
  const format = formatFrom(options.format)
  await requireInput(file)
  await refuseSameFile(file, output)
  const { units, certificates } = await readRecipients(shell, to)
  const passwords: string[] = []
  for (const name of passwordFile) passwords.push(await readPassword(shell, name))

  const client = await connect(shell)
  const source = file === '-' ? undefined : await openInput(shell, file)
  const bar = await progressBar(shell, inputName(file), source?.size ?? 0)
  try {
    const plain = source ?? piecesOf(shell)
    const content = options.sign === undefined ? plain : await signed(shell, client, plain, options.sign)
    let octets = 0
    const request: SealRequest = {
      content,
      units,
      certificates,
      passwords,
      format,
      signal: shell.signal,
      onProgress: (done) => {
        octets = done
        bar.onProgress(done, source?.size)
      },
    }
    await writeOutput(shell, output, client.seal(request), { owned: true })
    const recipients = to.length + passwords.length
    if (options.json) printJson(shell, { file, output, size: octets, recipients })
    else shell.stderr.write(`${printable(file)} → ${printable(output)}: sealed, ${octets} octets\n`)
  } finally {
    bar.stop()
    await source?.close()
  }
  return exitStatus.done
}

/** What is sealed is then the signed document: PDF as PAdES, anything else as CAdES with its content. */
async function signed(
  shell: Shell,
  client: ChanceryClient,
  document: Content,
  key: string,
): Promise<Content> {
  const { document: made } = await client.signDocument({ key, document, signal: shell.signal })
  if (made.bytes !== null) return made.bytes
  if (made.id === null) throw new Error('a signed document is neither inline nor in the spool')
  return client.downloadDocument(made.id, { signal: shell.signal })
}

/** Slugs of units have no dot, so a name with one is a file; a file without one is written `./name`. */
export async function readRecipients(
  shell: Shell,
  names: readonly string[],
): Promise<{ readonly units: readonly string[]; readonly certificates: readonly string[] }> {
  const isFile = (name: string) => name.includes('.') || name.startsWith('/')
  const certificates: string[] = []
  for (const name of names.filter(isFile)) {
    const pem = text(await readInput(shell, name, mostCertificateOctets))
    if (!pem.includes('-----BEGIN CERTIFICATE-----'))
      throw new CommandError(exitStatus.data, `${name} holds no certificate in PEM`)
    certificates.push(pem)
  }
  return { units: names.filter((name) => !isFile(name)), certificates }
}

/** Secrets come from files: a command line is seen by everybody on the machine. */
export async function readPassword(shell: Shell, file: string): Promise<string> {
  const [line = ''] = text(await readInput(shell, file, mostPasswordOctets)).split(/\r?\n/)
  if (line === '') throw new CommandError(exitStatus.data, `${file} holds no password in its first line`)
  return line
}

export function text(octets: Uint8Array): string {
  return new TextDecoder().decode(octets)
}

async function* piecesOf({ stdin }: Shell): AsyncGenerator<Uint8Array> {
  for await (const piece of stdin) {
    if (!(piece instanceof Uint8Array)) throw new Error('standard input gave text instead of bytes')
    yield piece
  }
}

function formatFrom(name: string | undefined): SealRequest['format'] {
  if (name === undefined || name === 'cms' || name === 'chunked') return name
  throw new CommandError(exitStatus.usage, `--format ${name}: there are cms and chunked`)
}
