// `chancery rewrap`: exchanges who may open sealed files, in their headers; what is encrypted is not read.

import { open } from 'node:fs/promises'
import type { Command } from 'commander'
import type { ChanceryClient } from '../client/client.ts'
import { type End, type ExitStatus, errorReport, exitStatus } from './exit-status.ts'
import { openInput, requireInput } from './input-file.ts'
import { writeOutput } from './output-file.ts'
import { countingBar } from './progress.ts'
import { readRecipients } from './seal.ts'
import { connect, type Shell, serviceUrl } from './shell.ts'
import { printable } from './table.ts'
import { type CommonOptions, declareVerb, printJson } from './verb.ts'

interface RewrapOptions extends CommonOptions {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly key?: string
}

interface Change {
  readonly key?: string
  readonly addUnits: readonly string[]
  readonly addCertificates: readonly string[]
  readonly removeUnits: readonly string[]
  readonly removeCertificates: readonly string[]
}

type Outcome =
  | { readonly file: string; readonly copied: boolean }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } }

export function addRewrap(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'rewrap <file...>',
    description:
      'exchange who may open sealed files, and seal anew to the key that the unit has today; the content is not read',
    examples: [
      'rewrap archive/*.sealed',
      'rewrap list.xlsx.p7m --add province/audit partner.pem --remove province/finance',
    ],
  })
    .option('--add <recipient...>', 'who may open them too: paths of units, and PEM files')
    .option(
      '--remove <recipient...>',
      'who may not any more; whoever has opened one before may have kept its key',
    )
    .option('--key <name>', 'UNIT/NAME of the key that opens them; found by the recipients when not given')
    .action(async (files: string[], options: RewrapOptions) => end(await rewrap(shell, files, options)))
}

async function rewrap(shell: Shell, files: readonly string[], options: RewrapOptions): Promise<ExitStatus> {
  for (const file of files) await requireInput(file)
  const [add, remove] = [
    await readRecipients(shell, options.add ?? []),
    await readRecipients(shell, options.remove ?? []),
  ]
  const change: Change = {
    ...(options.key !== undefined && { key: options.key }),
    addUnits: add.units,
    addCertificates: add.certificates,
    removeUnits: remove.units,
    removeCertificates: remove.certificates,
  }
  const client = await connect(shell)
  const bar = await countingBar(shell, 'files', files.length)
  const outcomes: Outcome[] = []
  let status: ExitStatus = exitStatus.done
  try {
    for (const file of files) {
      try {
        outcomes.push({ file, copied: await rewrapFile(shell, client, file, change) })
        if (!options.json) shell.stderr.write(`${printable(file)}: its recipients are exchanged\n`)
      } catch (error) {
        const { status: ended, code, message } = errorReport(error, serviceUrl(shell))
        // What is wrong with one file says nothing about the next; anything else would only be repeated.
        if (files.length === 1 || (ended !== exitStatus.data && ended !== exitStatus.notPermitted))
          throw error
        shell.stderr.write(`chancery: ${printable(file)}: ${message} (${code})\n`)
        outcomes.push({ file, error: { code, message } })
        status = ended
      }
      bar.step()
    }
  } finally {
    bar.stop()
  }
  if (options.json) printJson(shell, files.length === 1 ? outcomes[0] : outcomes)
  return status
}

/** @returns whether the whole file was written anew. */
async function rewrapFile(
  shell: Shell,
  client: ChanceryClient,
  file: string,
  change: Change,
): Promise<boolean> {
  const source = await openInput(shell, file)
  try {
    const exchange = await client.exchangeRecipients({ ...change, envelope: source })
    if (exchange.kind === 'copy') {
      await writeOutput(shell, file, exchange.pieces)
      return true
    }
    await using handle = await open(file, 'r+')
    for (const { offset, octets } of exchange.writes) {
      let written = 0
      while (written < octets.length)
        written += (await handle.write(octets, written, octets.length - written, offset + written))
          .bytesWritten
      // The old header goes only when the new one is safe.
      await handle.sync()
    }
    return false
  } finally {
    await source.close()
  }
}
