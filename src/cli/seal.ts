// `chancery seal`: encrypts a file for units, certificates and passwords, where it lies, as a stream.

import type { Command } from 'commander'
import type { SealRequest } from '../client/sealing.ts'
import { CommandError, type ExitStatus, exitStatus } from './exit-status.ts'
import { inputName, openInput, readInput, requireInput } from './input-file.ts'
import { refuseSameFile, writeOutput } from './output-file.ts'
import { progressBar } from './progress.ts'
import { connect, type Shell } from './shell.ts'
import { printable } from './table.ts'
import { type CommonOptions, declareVerb, printJson } from './verb.ts'

interface SealOptions extends CommonOptions {
  readonly to?: readonly string[]
  readonly passwordFile?: readonly string[]
  readonly format?: string
  readonly output: string
}

const mostCertificateOctets = 1024 * 1024
const mostPasswordOctets = 1024

export function addSeal(program: Command, shell: Shell, end: (status: ExitStatus) => void): void {
  declareVerb(program, {
    usage: 'seal <file>',
    description: 'encrypt a file, so that only those open it whom you name',
    examples: [
      'seal list.xlsx --to partner.pem -o list.xlsx.p7m',
      'seal backup.tar --to partner.pem --password-file secret.txt -o backup.tar.sealed',
    ],
  })
    .option('--to <certificate...>', 'PEM files of those who may open it')
    .option('--password-file <file...>', 'whose first line opens it too')
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
  const certificates: string[] = []
  for (const name of to) certificates.push(text(await readInput(shell, name, mostCertificateOctets)))
  const passwords: string[] = []
  for (const name of passwordFile) passwords.push(await readPassword(shell, name))

  const client = await connect(shell)
  const source = file === '-' ? undefined : await openInput(shell, file)
  const bar = await progressBar(shell, inputName(file), source?.size ?? 0)
  try {
    let octets = 0
    const request: SealRequest = {
      content: source ?? piecesOf(shell),
      certificates,
      passwords,
      format,
      signal: shell.signal,
      onProgress: (done) => {
        octets = done
        bar.onProgress(done, source?.size)
      },
    }
    await writeOutput(shell, output, client.seal(request))
    if (options.json)
      printJson(shell, { file, output, size: octets, recipients: to.length + passwords.length })
    else shell.stderr.write(`${printable(file)} → ${printable(output)}: sealed, ${octets} octets\n`)
  } finally {
    bar.stop()
    await source?.close()
  }
  return exitStatus.done
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
