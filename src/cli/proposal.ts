// `chancery proposal`: what waits for approval, who stands behind it, and doing it once it is approved.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Command } from 'commander'
import { fromBase64 } from '../bytes.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { ProposalFacts, SignedDocumentFacts, WireExecution } from '../client/entities.ts'
import { describeAct } from '../reports/describe-act.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { inputName, openInput, requireInput } from './input-file.ts'
import {
  approvalsFrom,
  fromCommandLine,
  listed,
  onCommandLine,
  proposableActNames,
  proposalStateNames,
  wholeNumber,
} from './names.ts'
import { writeOutput } from './output-file.ts'
import { placeOf } from './person.ts'
import { connect, type Shell } from './shell.ts'
import { printable, table } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

export function addProposal(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'proposal', 'acts that others approve')
  declareVerb(group, {
    usage: 'list',
    description: 'list proposals, oldest first',
    examples: ['proposal list', 'proposal list --state open'],
  })
    .option('--state <state>', listed(proposalStateNames))
    .action(async (options: CommonOptions & { readonly state?: string }) => {
      const state =
        options.state === undefined ? undefined : fromCommandLine(proposalStateNames, options.state)
      const proposals = await Array.fromAsync((await connect(shell)).proposals({ state }))
      const rows = proposals.map((one) => [
        one.id,
        onCommandLine(one.state),
        `${one.approvalsCounting}/${one.approvalsRequired}`,
        describeAct(one.canonicalAct, 'en').title,
      ])
      end(
        deliver(shell, options, {
          json: proposals,
          text: table(['PROPOSAL', 'STATE', 'APPROVED', 'ACT'], rows),
        }),
      )
    })
  declareVerb(group, {
    usage: 'show <proposal>',
    description: 'show what will be done, and who stands behind it',
    examples: ['proposal show Proposal:0190f1c0-0000-7000-8000-000000000001'],
  }).action(async (id: string, options: CommonOptions) => {
    const proposal = await (await connect(shell)).proposal(id)
    if (proposal === undefined)
      throw new CommandError(
        exitStatus.noInput,
        `there is no proposal ${JSON.stringify(id)} that you may see`,
      )
    end(deliver(shell, options, { json: proposal, text: proposalText(proposal) }))
  })
  declareVerb(group, {
    usage: 'reject <proposal>',
    description:
      'end a proposal, or take back a ceremony that was released and is not held yet; your own in the same way',
    examples: ['proposal reject Proposal:0190f1c0-0000-7000-8000-000000000001 --reason "still needed"'],
  })
    .option('--reason <text>', 'why')
    .action(async (proposalId: string, options: CommonOptions & { readonly reason?: string }) => {
      const proposal = await (await connect(shell)).reject({ proposalId, reason: options.reason })
      end(deliver(shell, options, { json: proposal, text: `rejected ${proposal.id}` }))
    })
  addExecute(group, shell, end)
  addRules(group, shell, end)
}

function addExecute(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'execute <proposal> [file...]',
    description: 'do what was approved; of a list of documents, sign those that are named',
    examples: [
      'proposal execute Proposal:0190f1c0-0000-7000-8000-000000000001',
      'proposal execute Proposal:0190f1c0-0000-7000-8000-000000000001 *.pdf -o signed/',
    ],
  })
    .option(
      '-o, --output <file>',
      'of a key that is given away: the file; of documents: a folder that is there',
    )
    .action(
      async (id: string, files: readonly string[], options: CommonOptions & { readonly output?: string }) => {
        for (const file of files) await requireInput(file)
        const client = await connect(shell)
        if (files.length === 0) end(await executeAct(shell, client, id, options))
        else end(await signFiles(shell, client, id, files, options))
      },
    )
}

async function executeAct(
  shell: Shell,
  client: ChanceryClient,
  proposalId: string,
  options: CommonOptions & { readonly output?: string },
): Promise<ExitStatus> {
  const found = await client.proposal(proposalId)
  // Before the key is given, which happens once.
  if (found?.act === 'EXPORT_KEY' && options.output === undefined)
    throw new CommandError(exitStatus.usage, '-o is missing: where the wrapped key is to be written')
  const { proposal, result } = await client.execute({ proposalId })
  if (result.__typename === 'ExportKeyPayload' && options.output !== undefined)
    await writeOutput(shell, options.output, [fromBase64(result.material) ?? new Uint8Array(0)], {
      mode: 0o600,
    })
  const text = `${onCommandLine(proposal.state)}: ${describeAct(proposal.canonicalAct, 'en').title}${madeText(result)}`
  return deliver(shell, options, { json: { proposal, result }, text })
}

function madeText(result: WireExecution): string {
  if (result.__typename === 'ReleaseCeremonyPayload')
    return `\nThe custodians hold it at the machine, by "chancery custody" with --proposal, until ${result.heldUntil}.`
  return result.__typename === 'CreateEnrolmentPayload'
    ? `\n${result.link}\nuntil ${result.expiresAt}, once`
    : ''
}

/** One request for each, since a request holds so much; asked again, those that are signed answer as before. */
async function signFiles(
  shell: Shell,
  client: ChanceryClient,
  proposalId: string,
  files: readonly string[],
  options: CommonOptions & { readonly output?: string },
): Promise<ExitStatus> {
  const folder = options.output
  if (folder === undefined)
    throw new CommandError(exitStatus.usage, '-o is missing: the folder for what is signed')
  const lines: string[] = []
  const json: unknown[] = []
  let status: ExitStatus = exitStatus.done
  for (const file of files) {
    const { result } = await client.execute({
      proposalId,
      documents: [await documentOf(shell, client, file)],
    })
    const [outcome] = result.__typename === 'SignDocumentsPayload' ? result.outcomes : []
    if (outcome === undefined) throw new CommandError(exitStatus.usage, 'the proposal is not about documents')
    if ('code' in outcome) {
      status = exitStatus.notPermitted
      lines.push(`${file}: ${outcome.message} (${outcome.code})`)
      json.push({ file, error: outcome })
      continue
    }
    const output = join(folder, `${inputName(file)}${outcome.format === 'CADES' ? '.p7m' : ''}`)
    await writeOutput(shell, output, [await octetsOf(client, outcome)])
    lines.push(`${file}: signed, ${output}`)
    json.push({ file, output, auditEntryId: outcome.auditEntryId })
  }
  return deliver(shell, options, { json, text: lines.map(printable).join('\n'), status })
}

const inlineOctets = 256 * 1024

async function documentOf(shell: Shell, client: ChanceryClient, file: string) {
  const source = await openInput(shell, file)
  try {
    if (source.size <= inlineOctets) return { base64: await source.read(0, source.size) }
    return { id: (await client.uploadDocument(source, { signal: shell.signal })).id }
  } finally {
    await source.close()
  }
}

async function octetsOf(client: ChanceryClient, { document }: SignedDocumentFacts): Promise<Uint8Array> {
  const octets =
    document.base64 === null
      ? Buffer.concat(await Array.fromAsync(client.downloadDocument(document.id ?? '')))
      : Buffer.from(document.base64, 'base64')
  if (createHash('sha256').update(octets).digest('hex') !== document.sha256)
    throw new CommandError(exitStatus.unavailable, 'the signed document arrived damaged; execute again')
  return octets
}

function addRules(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'rules',
    description: 'list how many people approve which act; what is not listed is the office’s own rule',
    examples: ['proposal rules'],
  }).action(async (options: CommonOptions) => {
    const rules = await (await connect(shell)).approvalRules()
    const rows = rules.map(({ unit, act, approvals, expiresInHours }) => [
      placeOf(unit.path),
      onCommandLine(act),
      String(approvals),
      String(expiresInHours),
    ])
    end(deliver(shell, options, { json: rules, text: table(['UNIT', 'ACT', 'APPROVALS', 'HOURS'], rows) }))
  })
  declareVerb(group, {
    usage: 'set-rule <act>',
    description: 'have so many people approve an act; in a real office that is proposed itself',
    examples: ['proposal set-rule export-key --unit practice --approvals 1'],
  })
    .option('--unit <path>', 'the unit; the whole office when not given', '')
    .requiredOption('--approvals <number>', 'how many people approve it; 0 in a practice office alone')
    .option('--hours <hours>', 'how long a proposal lives', '72')
    .action(
      async (
        act: string,
        options: CommonOptions & {
          readonly unit: string
          readonly approvals: string
          readonly hours: string
        },
      ) => {
        const rule = await (await connect(shell)).setApprovalRule({
          unit: options.unit,
          act: fromCommandLine(proposableActNames, act),
          approvals: approvalsFrom(options.approvals),
          expiresInHours: wholeNumber('--hours', options.hours),
        })
        const text = `${onCommandLine(rule.act)} in ${placeOf(rule.unit.path)} needs ${rule.approvals} approvals`
        end(deliver(shell, options, { json: rule, text }))
      },
    )
}

/** A proposal in words, with where it is approved. */
export function proposalText(proposal: ProposalFacts): string {
  const { title, warning, facts, documents } = describeAct(proposal.canonicalAct, 'en')
  const approved = proposal.approvals.map(
    ({ person, counts }) => `${person.name ?? person.id}${counts ? '' : ' (counts no more)'}`,
  )
  const lines = [
    title,
    ...(warning === undefined ? [] : [warning]),
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...documents.map((one) => `  ${one.title} (${one.how}) SHA-256 ${one.sha256}`),
    '',
    `proposal   ${proposal.id}`,
    `state      ${onCommandLine(proposal.state)}, until ${proposal.expiresAt}`,
    `proposed   ${proposal.proposedBy.name ?? proposal.proposedBy.id}`,
    `approved   ${proposal.approvalsCounting} of ${proposal.approvalsRequired}${approved.length === 0 ? '' : `: ${approved.join(', ')}`}`,
    `digest     ${proposal.actSha256}`,
    ...(proposal.rejectable && proposal.state === 'EXECUTING'
      ? ['Its ceremony is released: custodians may hold it, unless `chancery proposal reject` takes it back.']
      : []),
    ...(proposal.state === 'OPEN' ? ['People approve it on the page /console, with their passkeys.'] : []),
  ]
  return lines.map(printable).join('\n')
}
