// `chancery audit`: recomputes the log from its entries, and exports it.

import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import { isServiceError } from '../errors.ts'
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { parseSignedNote } from '../log/signed-note.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { readInput } from './input-file.ts'
import type { LogFinding } from './log-check.ts'
import { writeOutput } from './output-file.ts'
import { addReceipt } from './receipt.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

interface VerifyOptions extends CommonOptions {
  readonly from?: string
  readonly quick?: boolean
  readonly entries?: string
  readonly checkpoint?: string
  readonly logKey?: string
  readonly output?: string
}
interface ExportOptions extends CommonOptions {
  readonly output?: string
  readonly checkpoint?: string
}

interface AcceptOptions extends CommonOptions {
  readonly checkpoint: string
}

/** A checkpoint is a few lines. */
const mostCheckpointOctets = 64 * 1024

export function addAudit(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'audit', 'the audit log')
  declareVerb(group, {
    usage: 'verify',
    description:
      'recompute the log from its entries and check the signed checkpoint; exit status 1 when it does not hold',
    examples: [
      'audit verify',
      'audit verify --from last-month.checkpoint -o today.checkpoint',
      'audit verify --from yesterday.checkpoint --quick',
      'audit verify --entries audit.jsonl --checkpoint audit.checkpoint --log-key log.pem',
    ],
  })
    .option('--from <checkpoint>', 'an earlier checkpoint that the log must continue')
    .option('--quick', 'with --from: check the proof that it does, and read no entries')
    .option(
      '--log-key <file>',
      "PEM public key of the log; default: trust/log.pem of the data directory, or the service's",
    )
    .option('--entries <file>', 'an exported log instead of the service; needs --checkpoint')
    .option('--checkpoint <file>', 'the signed checkpoint of the exported log')
    .option('-o, --output <file>', 'keep the checkpoint that was verified, for --from')
    .action(async (options: VerifyOptions) => end(await verifyAudit(shell, options)))
  addReceipt(group, shell, end)
  declareVerb(group, {
    usage: 'accept',
    description:
      'after an older database was restored: accept that the entries of a kept checkpoint are lost, for the host that is asked',
    examples: ['audit accept --checkpoint .chancery/log/checkpoint'],
  })
    .requiredOption('--checkpoint <file>', 'the checkpoint that the log does not continue')
    .action(async (options: AcceptOptions) => end(await acceptAudit(shell, options)))
  declareVerb(group, {
    usage: 'export',
    description:
      'write the entries that you may see as JSON lines, oldest first; with --checkpoint the hashes of all others too, so that anyone can verify the export offline',
    examples: [
      'audit export -o audit.jsonl --checkpoint audit.checkpoint',
      'audit export | grep signDocument',
    ],
  })
    .option(
      '-o, --output <file>',
      'where to write; standard output when not given, with --json as one array of what the lines hold',
    )
    .option('--checkpoint <file>', 'also write the newest signed checkpoint, which signs for the export')
    .action(async (options: ExportOptions) => end(await exportAudit(shell, options)))
}

async function verifyAudit(shell: Shell, options: VerifyOptions): Promise<ExitStatus> {
  if (options.json && options.output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  if (options.quick && options.from === undefined)
    throw new CommandError(exitStatus.usage, '--quick compares with an earlier checkpoint: give --from')
  const earlier = options.from === undefined ? undefined : (await checkpointIn(shell, options.from)).note
  if (options.entries !== undefined || options.checkpoint !== undefined)
    return verifyExport(shell, options, earlier)
  // Loaded here, so that other verbs start without it.
  const { checkContinuation, logKey, recomputeLog } = await import('./log-check.ts')
  const client = await connect(shell)
  // First the checkpoint, then the entries: those it counts are all there by then.
  const checkpoint = await client.checkpoint()
  if (checkpoint === undefined)
    throw new CommandError(exitStatus.unavailable, 'the log has no checkpoint yet; try again in a second')
  const key = await logKey(shell, options.logKey, checkpoint.publicKey)
  const { note, ...finding } =
    options.quick && earlier !== undefined
      ? await checkContinuation(client, key.spki, earlier)
      : { ...(await recomputeLog(client, checkpoint, key.spki, earlier)), note: checkpoint.note }
  if (finding.holds && options.output !== undefined) await writeOutput(shell, options.output, [utf8(note)])
  return deliver(shell, options, {
    json: { ...finding, logKey: key.source },
    text: options.output === '-' ? '' : findingText(finding, key.source, options.quick ?? false),
    status: finding.holds ? exitStatus.done : exitStatus.verificationFailed,
  })
}

/** No service is asked: the file, the checkpoint beside it and the key of the log are all. */
async function verifyExport(
  shell: Shell,
  options: VerifyOptions,
  earlier: string | undefined,
): Promise<ExitStatus> {
  if (options.entries === undefined || options.checkpoint === undefined || options.quick)
    throw new CommandError(exitStatus.usage, '--entries and --checkpoint go together, and without --quick')
  const { pinnedLogKey, recomputeLog } = await import('./log-check.ts')
  const { readExport } = await import('./log-export.ts')
  const checkpoint = await checkpointIn(shell, options.checkpoint)
  const key = await pinnedLogKey(shell, options.logKey)
  const finding = await recomputeLog(
    await readExport(options.entries),
    { ...checkpoint, publicKey: key.spki },
    key.spki,
    earlier,
  )
  return deliver(shell, options, {
    json: { ...finding, logKey: key.source },
    text: findingText(finding, key.source, false),
    status: finding.holds ? exitStatus.done : exitStatus.verificationFailed,
  })
}

/** Whether it is signed by the log is asked later: here, that it is a checkpoint at all. */
async function checkpointIn(shell: Shell, path: string): Promise<Checkpoint & { readonly note: string }> {
  const note = new TextDecoder().decode(await readInput(shell, path, mostCheckpointOctets))
  try {
    return { ...parseCheckpoint(parseSignedNote(note).text), note }
  } catch (cause) {
    if (!isServiceError(cause)) throw cause
    throw new CommandError(exitStatus.data, `${path} is no checkpoint of a log: ${cause.message}`, { cause })
  }
}

function findingText(finding: LogFinding, keySource: string, quick: boolean): string {
  const lines = finding.holds
    ? [
        quick
          ? `the signed root of ${finding.treeSize} entries is ${finding.rootHashHex}; no entry was read`
          : `the log holds: ${finding.treeSize} entries make the signed root ${finding.rootHashHex}`,
      ]
    : ['THE LOG DOES NOT HOLD', ...finding.problems.map((problem) => `  ${problem}`)]
  if (finding.continuesFrom !== null && finding.holds)
    lines.push(`it continues the earlier log of ${finding.continuesFrom} entries`)
  if (finding.entriesOfOthers > 0)
    lines.push(
      `${finding.entriesOfOthers} entries belong to units that you may not see; of them only the hashes were checked`,
    )
  if (finding.entriesWaiting > 0) lines.push(`${finding.entriesWaiting} newer entries wait for their place`)
  lines.push(
    keySource === 'service'
      ? 'the key of the log was taken from the service itself: keep it and give it as --log-key next time'
      : `the key of the log was taken from ${keySource}`,
  )
  return lines.join('\n')
}

async function acceptAudit(shell: Shell, options: AcceptOptions): Promise<ExitStatus> {
  const { note } = await checkpointIn(shell, options.checkpoint)
  const client = await connect(shell)
  const { lostSize, auditEntryId } = await client.acceptLog({ checkpoint: note })
  return deliver(shell, options, {
    json: { lostSize, auditEntryId },
    text: `accepted: the log goes on without the one of ${lostSize} entries; the act is ${auditEntryId}`,
  })
}

async function exportAudit(shell: Shell, options: ExportOptions): Promise<ExitStatus> {
  if (options.json && [options.output, options.checkpoint].includes('-'))
    throw new CommandError(exitStatus.usage, '--json and - both want standard output')
  const { output = '-' } = options
  if (output === '-' && options.checkpoint === '-')
    throw new CommandError(
      exitStatus.usage,
      'entries and checkpoint both want standard output; give one of them a file',
    )
  const client = await connect(shell)
  const checkpoint = options.checkpoint === undefined ? undefined : await client.checkpoint()
  if (options.checkpoint !== undefined && checkpoint === undefined)
    throw new CommandError(exitStatus.unavailable, 'the log has no checkpoint yet; try again in a second')
  const { asArray, exportLines } = await import('./log-export.ts')
  const counter = { entries: 0, hashes: 0 }
  const lines = exportLines(client, checkpoint, counter)
  await writeOutput(shell, output, options.json && output === '-' ? asArray(lines) : lines)
  if (options.checkpoint !== undefined && checkpoint !== undefined)
    await writeOutput(shell, options.checkpoint, [utf8(checkpoint.note)])
  if (output === '-') {
    shell.stderr.write(`${counter.entries} entries\n`)
    return exitStatus.done
  }
  return deliver(shell, options, {
    json: { ...counter, output, checkpoint: options.checkpoint ?? null },
    text: `${counter.entries} entries in ${output}`,
  })
}
