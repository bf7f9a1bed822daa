// `chancery incident`: a key in wrong hands: what it touched, what is signed anew, and the report that is due within a day.

import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import type { IncidentFacts } from '../client/entities.ts'
import { CommandError, type End, exitStatus } from './exit-status.ts'
import { onCommandLine } from './names.ts'
import { writeOutput } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, collect, declareGroup, declareVerb, deliver } from './verb.ts'

export function addIncident(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(
    program,
    'incident',
    'keys in wrong hands; "chancery key compromise" declares one',
  )
  declareVerb(group, {
    usage: 'list',
    description: 'list incidents and drills, oldest first',
    examples: ['incident list'],
  }).action(async (options: CommonOptions) => {
    const incidents = await Array.fromAsync((await connect(shell)).incidents())
    const rows = incidents.map(({ id, key, since, drill, progress }) => [
      id,
      key,
      since,
      `${progress.signedAnew}/${progress.toSignAnew}`,
      drill ? 'drill' : '',
    ])
    end(
      deliver(shell, options, {
        json: incidents,
        text: table(['INCIDENT', 'KEY', 'SINCE', 'SIGNED ANEW', ''], rows),
      }),
    )
  })
  declareVerb(group, {
    usage: 'show <incident>',
    description: 'show what was done with the key, and what is to be done about it',
    examples: ['incident show Incident:0190f1c0-0000-7000-8000-000000000001'],
  }).action(async (id: string, options: CommonOptions) => {
    const incident = await (await connect(shell)).incident(id)
    if (incident === undefined)
      throw new CommandError(
        exitStatus.noInput,
        `there is no incident ${JSON.stringify(id)} that you may see`,
      )
    const rows = incident.items.edges.map(({ node }) => [
      node.auditEntryId,
      node.at,
      node.operation,
      node.level === null ? null : onCommandLine(node.level),
      onCommandLine(node.standing),
      node.replacedBy === null ? onCommandLine(node.remedy) : 'done',
    ])
    const more = incident.items.pageInfo.hasNextPage
      ? '\nand more: ask for them by GraphQL, or in the report'
      : ''
    const text = `${incidentText(incident)}\n${table(['ENTRY', 'AT', 'JOURNEY', 'LEVEL', 'STANDING', 'TO DO'], rows)}${more}`
    end(deliver(shell, options, { json: incident, text }))
  })
  declareVerb(group, {
    usage: 'resign <incident>',
    description:
      'note which signatures were made anew; without --signature those whose content was signed again',
    examples: [
      'incident resign Incident:0190f1c0-0000-7000-8000-000000000001',
      'incident resign Incident:0190f1c0-0000-7000-8000-000000000001 --signature OLD-ENTRY=NEW-ENTRY',
    ],
  })
    .option('--signature <old=new>', 'two audit entries; may be repeated', collect)
    .action(
      async (incidentId: string, options: CommonOptions & { readonly signature?: readonly string[] }) => {
        const signatures = options.signature?.map(pairFrom)
        const incident = await (await connect(shell)).resign({ incidentId, signatures })
        end(deliver(shell, options, { json: incident, text: incidentText(incident) }))
      },
    )
  declareVerb(group, {
    usage: 'report <incident>',
    description: 'make the report that is due within a day; "chancery audit receipt" of its entry proves it',
    examples: [
      'incident report Incident:0190f1c0-0000-7000-8000-000000000001 -o report.txt --facts report.json',
    ],
  })
    .option('-o, --output <file>', 'the text, Vietnamese and English; standard output when not given')
    .option('--facts <file>', 'the facts in JSON')
    .action(
      async (id: string, options: CommonOptions & { readonly output?: string; readonly facts?: string }) => {
        const report = await (await connect(shell)).reportIncident(id)
        if (options.facts !== undefined) await writeOutput(shell, options.facts, [utf8(report.facts)])
        if (options.output !== undefined) await writeOutput(shell, options.output, [utf8(report.text)])
        const text = `${options.output === undefined ? report.text : ''}audit entry ${report.auditEntryId}`
        end(deliver(shell, options, { json: report, text }))
      },
    )
}

function incidentText({ id, key, versions, since, declaredAt, drill, progress }: IncidentFacts): string {
  return `${drill ? 'DRILL: nothing was changed\n' : ''}incident   ${id}
key        ${key}, versions ${versions.join(', ')}
since      ${since}, declared ${declaredAt}
holds      ${progress.stampedBefore} signatures, time-stamped before
to do      ${progress.toSignAnew} signatures to be made anew, ${progress.signedAnew} are; ${progress.opened} sealed files were opened`
}

function pairFrom(text: string): { readonly auditEntryId: string; readonly replacedBy: string } {
  const [auditEntryId = '', replacedBy = '', more] = text.split('=')
  if (replacedBy === '' || more !== undefined)
    throw new CommandError(
      exitStatus.usage,
      `--signature ${JSON.stringify(text)}: OLD-ENTRY=NEW-ENTRY is expected`,
    )
  return { auditEntryId, replacedBy }
}
