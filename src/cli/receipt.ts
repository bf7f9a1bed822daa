// `chancery audit receipt` and `audit verify-receipt`: what proves a signature's place in the log without asking anybody.

import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { SignatureReceiptFacts } from '../client/client-types.ts'
import { ServiceError } from '../errors.ts'
import { cosignedAt, parseWitnessKey } from '../log/cosignature.ts'
import { type CheckedReceipt, checkReceipt } from '../log/receipt.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { readInput } from './input-file.ts'
import { writeOutput } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, collect, declareVerb, deliver } from './verb.ts'

interface ReceiptOptions extends CommonOptions {
  readonly output: string
  readonly witnessed?: boolean
}
interface VerifyReceiptOptions extends CommonOptions {
  readonly logKey?: string
  readonly signature?: string
  readonly witness?: readonly string[]
}

const mostReceiptOctets = 256 * 1024
const mostSignatureOctets = 64 * 1024
/** A place in the log is given about once a second. */
const attempts = 20
const pauseMs = 500
/** Witnesses are asked every minute. */
const witnessedAttempts = 200

export function addReceipt(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'receipt <entry>',
    description: 'write the receipt of an audit entry: entry, proof and signed checkpoint in one file',
    examples: ['audit receipt AuditEntry:019ac4e2-6f7a-7d31-9c55-0f4f7b3c2a11 -o contract.tlog-proof'],
  })
    .requiredOption('-o, --output <file>', 'where to write; - for standard output')
    .option('--witnessed', 'only under a checkpoint that a witness has cosigned, which takes about a minute')
    .action(async (entry: string, options: ReceiptOptions) => end(await writeReceipt(shell, entry, options)))
  declareVerb(group, {
    usage: 'verify-receipt <file>',
    description: 'check a receipt offline; exit status 1 when it does not hold',
    examples: [
      'audit verify-receipt contract.tlog-proof --log-key log.pem',
      'audit verify-receipt message.tlog-proof --signature message.sig',
    ],
  })
    .option('--log-key <file>', 'PEM public key of the log; default: trust/log.pem of the data directory')
    .option(
      '--witness <key>',
      'key of a witness that must have cosigned, NAME+ID+KEY; may be repeated',
      collect,
    )
    .option('--signature <file>', 'a raw signature that the entry must be about')
    .action(async (file: string, options: VerifyReceiptOptions) =>
      end(await verifyReceipt(shell, file, options)),
    )
}

async function writeReceipt(shell: Shell, entry: string, options: ReceiptOptions): Promise<ExitStatus> {
  if (options.json && options.output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  const auditEntryId = entry.includes(':') ? entry : `AuditEntry:${entry}`
  const receipt = await receiptOf(await connect(shell), auditEntryId, options.witnessed ?? false)
  await writeOutput(shell, options.output, [utf8(receipt.text)])
  if (options.output === '-') return exitStatus.done
  const { leafIndex, checkpoint } = receipt
  return deliver(shell, options, {
    json: { auditEntryId, leafIndex, treeSize: checkpoint.treeSize, output: options.output },
    text: `entry ${leafIndex} of ${checkpoint.treeSize} in ${options.output}`,
  })
}

async function receiptOf(
  client: Pick<ChanceryClient, 'signatureReceipt'>,
  auditEntryId: string,
  witnessed: boolean,
): Promise<SignatureReceiptFacts> {
  for (let i = 0; i < (witnessed ? witnessedAttempts : attempts); i++) {
    const receipt = await client.signatureReceipt(auditEntryId, { witnessed })
    if (receipt !== undefined) return receipt
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw new CommandError(
    exitStatus.unavailable,
    'the entry has no place in the log yet; try again in a second',
  )
}

async function verifyReceipt(shell: Shell, file: string, options: VerifyReceiptOptions): Promise<ExitStatus> {
  const text = new TextDecoder().decode(await readInput(shell, file, mostReceiptOctets))
  // Loaded here, so that other verbs start without it.
  const { pinnedLogKey } = await import('./log-check.ts')
  const key = await pinnedLogKey(shell, options.logKey)
  const receipt = await checked(file, text, key.spki)
  const problems = [...receipt.problems]
  const entry = entryIn(receipt.entry)
  if (options.signature !== undefined) {
    const signature = await readInput(shell, options.signature, mostSignatureOctets)
    const sha256 = createHash('sha256').update(signature).digest('hex')
    if (member(entry, 'signatureSha256') !== sha256)
      problems.push(`the entry is about another signature than ${options.signature}`)
  }
  for (const witness of options.witness ?? []) {
    const key = parseWitnessKey(witness)
    if ((await cosignedAt(receipt.note, key)) === undefined)
      problems.push(`witness ${key.name} has not cosigned the checkpoint`)
  }
  const { leafIndex, checkpoint } = receipt
  const holds = problems.length === 0
  const { origin, treeSize } = checkpoint
  return deliver(shell, options, {
    json: { holds, problems, leafIndex, treeSize, origin, entry, logKey: key.source },
    text: holds
      ? [
          `the receipt holds: ${member(entry, 'operation')} at ${member(entry, 'at')} is entry ${leafIndex} of the log ${origin}`,
          `signed by the log when it had ${treeSize} entries; its key was taken from ${key.source}`,
        ].join('\n')
      : ['THE RECEIPT DOES NOT HOLD', ...problems.map((problem) => `  ${problem}`)].join('\n'),
    status: holds ? exitStatus.done : exitStatus.verificationFailed,
  })
}

async function checked(file: string, text: string, spki: Uint8Array): Promise<CheckedReceipt> {
  try {
    return await checkReceipt(text, spki)
  } catch (cause) {
    if (!(cause instanceof ServiceError)) throw cause
    throw new CommandError(exitStatus.data, `${file}: ${cause.message}`, { cause })
  }
}

/** @returns null for what is no entry: then nothing holds either. */
function entryIn(leaf: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(leaf))
  } catch {
    return null
  }
}

function member(entry: unknown, name: string): unknown {
  return typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined
}
