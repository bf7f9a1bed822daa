// `chancery open`: opens a sealed file. Nothing of it is seen by anybody before all of it was checked.

import { createPrivateKey } from 'node:crypto'
import type { Command } from 'commander'
import type { OpenRequest } from '../client/sealing.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { inputName, openSpooled, readInput, requireInput } from './input-file.ts'
import { isReplaced, refuseSameFile, writeOutput } from './output-file.ts'
import { progressBar } from './progress.ts'
import { readPassword, text } from './seal.ts'
import { connect, type Shell } from './shell.ts'
import { printable } from './table.ts'
import { type CommonOptions, declareVerb, printJson } from './verb.ts'

interface OpenOptions extends CommonOptions {
  readonly key?: string
  readonly passwordFile?: string
  readonly privateKey?: string
  readonly certificate?: string
  readonly unauthenticated?: boolean
  readonly output: string
}

const mostKeyOctets = 1024 * 1024

export function addOpen(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'open <file>',
    description: 'open a sealed file',
    examples: [
      'open list.xlsx.p7m -o list.xlsx',
      'open backup.tar.sealed --password-file secret.txt -o backup.tar',
      'open list.xlsx.p7m --certificate me.pem --private-key me.key -o list.xlsx',
    ],
  })
    .option('--key <name>', 'UNIT/NAME of the key of the unit; found by the recipients when not given')
    .option('--password-file <file>', 'whose first line is the password')
    .option('--certificate <file>', 'PEM: yours, when you hold its key yourself')
    .option('--private-key <file>', 'PEM: the key of that certificate')
    .option(
      '--unauthenticated',
      'also open AES-CBC, which nothing protects against change: whoever can alter the file may come to read it',
    )
    .requiredOption('-o, --output <file>', 'where to write; - for standard output')
    .action(async (file: string, options: OpenOptions) => end(await open(shell, file, options)))
}

async function open(shell: Shell, file: string, options: OpenOptions): Promise<ExitStatus> {
  const { output } = options
  if (options.json && output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  if ((options.certificate === undefined) !== (options.privateKey === undefined))
    throw new CommandError(exitStatus.usage, '--certificate and --private-key belong together')
  await requireInput(file)
  await refuseSameFile(file, output)
  const request = {
    ...(options.key !== undefined && { key: options.key }),
    ...(options.passwordFile !== undefined && { password: await readPassword(shell, options.passwordFile) }),
    ...(options.certificate !== undefined &&
      options.privateKey !== undefined && {
        privateKey: await readKey(shell, options.certificate, options.privateKey),
      }),
    unauthenticated: options.unauthenticated === true,
  }

  const client = await connect(shell)
  const source = await openSpooled(shell, file)
  try {
    const opened = await client.open({ ...request, envelope: source })
    const bar = await progressBar(shell, inputName(file), opened.contentOctets ?? source.size)
    try {
      let octets = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        const pieces = (await isReplaced(output)) ? opened.unverified() : opened.verified()
        for await (const piece of pieces) {
          const { length } = piece
          yield piece
          // The piece itself is gone by now: who writes it owns it.
          octets += length
          bar.onProgress(octets, opened.contentOctets)
        }
      }
      await writeOutput(shell, output, counted(), { owned: true })
      if (options.json) printJson(shell, { file, output, format: opened.format, size: octets })
      else shell.stderr.write(`${printable(file)} → ${printable(output)}: opened, ${octets} octets\n`)
    } finally {
      bar.stop()
    }
  } finally {
    await source.close()
  }
  return exitStatus.done
}

async function readKey(
  shell: Shell,
  certificate: string,
  privateKey: string,
): Promise<NonNullable<OpenRequest['privateKey']>> {
  const pem = text(await readInput(shell, privateKey, mostKeyOctets))
  try {
    const pkcs8 = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
    return { certificate: text(await readInput(shell, certificate, mostKeyOctets)), pkcs8 }
  } catch (error) {
    // What OpenSSL says may quote the key.
    if (error instanceof CommandError) throw error
    throw new CommandError(exitStatus.data, `${privateKey} holds no private key in PEM without a passphrase`)
  }
}
