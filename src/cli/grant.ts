// `chancery grant`: what people and programs may do, and where.

import type { Command } from 'commander'
import type { ChanceryClient } from '../client/client.ts'
import type { GrantFacts } from '../client/entities.ts'
import { CommandError, type End, exitStatus } from './exit-status.ts'
import { limitFrom } from './key-lifecycle.ts'
import {
  applicationActionNames,
  emergencyReasonNames,
  formatNames,
  fromCommandLine,
  listed,
  momentFrom,
  onCommandLine,
  roleNames,
} from './names.ts'
import { findPerson, placeOf } from './person.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { findApplication } from './token.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

export function addGrant(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'grant', 'what people and programs may do, and where')
  addGive(group, shell, end)
  declareVerb(group, {
    usage: 'list <holder>',
    description: 'list what a person or an application was given: person:NAME or application:UNIT/NAME',
    examples: ['grant list person:lan.nguyen'],
  }).action(async (holder: string, options: CommonOptions) => {
    const grants = await grantsOf(await connect(shell), holder)
    end(deliver(shell, options, { json: grants, text: grantTable(grants) }))
  })
  declareVerb(group, {
    usage: 'revoke <grant>',
    description: 'end a grant by its id, and what was handed on of it, effective at once',
    examples: ['grant revoke Grant:0190f1c0-0000-7000-8000-000000000001'],
  }).action(async (grantId: string, options: CommonOptions) => {
    const grant = await (await connect(shell)).revokeGrant({ grantId })
    end(deliver(shell, options, { json: grant, text: `revoked ${grant.id} at ${grant.revokedAt}` }))
  })
  declareVerb(group, {
    usage: 'mine',
    description: 'show who you are and what you may do, where',
    examples: ['grant mine'],
  }).action(async (options: CommonOptions) => {
    const viewer = await (await connect(shell)).viewer()
    const rows = viewer.grants.map(({ unit, actions, emergency, expiresAt }) => [
      placeOf(unit),
      actions.map(onCommandLine).join(' '),
      emergency ? 'emergency' : (expiresAt?.slice(0, 10) ?? 'no end'),
    ])
    const text = `${onCommandLine(viewer.kind)} ${viewer.name}\n${table(['UNIT', 'MAY', 'UNTIL'], rows)}`
    end(deliver(shell, options, { json: viewer, text }))
  })
  addBreakGlass(group, shell, end)
}

interface GiveOptions extends CommonOptions {
  readonly role: string
  readonly unit: string
  readonly key?: string
  readonly only?: readonly string[]
  readonly formats?: readonly string[]
  readonly limit?: string
  readonly until?: string
  readonly emergency?: boolean
  readonly handOn?: string
}

function addGive(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'give <holder>',
    description: 'give a role in a unit and all below it to person:NAME or application:UNIT/NAME',
    examples: [
      'grant give person:lan.nguyen --role signer --unit practice',
      'grant give application:practice/invoices --role application --unit practice --key practice/signing --only sign --limit 1000/3600',
    ],
  })
    .requiredOption('--role <role>', listed(roleNames))
    .requiredOption('--unit <path>', 'the unit; all below it is meant too')
    .option('--key <name>', 'nothing but uses of this key')
    .option('--only <action...>', "of the role's actions, these alone")
    .option('--formats <format...>', `only documents of these: ${listed(formatNames)}`)
    .option('--limit <operations/seconds>', 'so many operations in each window of so many seconds')
    .option('--until <time>', 'when it ends, ISO 8601')
    .option('--emergency', 'holds nothing until its holder declares an emergency')
    .option('--hand-on <grant>', 'a grant of your own that you hand on; needs --until')
    .action(async (holder: string, options: GiveOptions) => {
      // A misspelt word is told before anybody is asked.
      const role = fromCommandLine(roleNames, options.role)
      const client = await connect(shell)
      const { key, only, formats, limit, until, emergency, handOn } = options
      const grant = await client.grant({
        holder: await holderNamed(client, holder),
        role,
        unit: options.unit,
        ...(key !== undefined && { key }),
        ...(only !== undefined && {
          actions: only.map((one) => fromCommandLine(applicationActionNames, one)),
        }),
        ...(formats !== undefined && { formats: formats.map((one) => fromCommandLine(formatNames, one)) }),
        ...(limit !== undefined && { limit: limitFrom(limit) }),
        ...(until !== undefined && { expiresAt: momentFrom('--until', until) }),
        ...(emergency !== undefined && { emergency }),
        ...(handOn !== undefined && { handedOnFrom: handOn }),
      })
      end(deliver(shell, options, { json: grant, text: grantTable([grant]) }))
    })
}

function addBreakGlass(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'break-glass <grant>',
    description: 'put a grant for emergencies in force for an hour; everybody who watches is told',
    examples: ['grant break-glass Grant:0190f1c0-… --reason officer-unavailable --reference 12/BC'],
  })
    .requiredOption('--reason <reason>', listed(emergencyReasonNames))
    .requiredOption('--reference <number>', 'number of the record that says more')
    .action(
      async (
        grantId: string,
        options: CommonOptions & { readonly reason: string; readonly reference: string },
      ) => {
        const reason = fromCommandLine(emergencyReasonNames, options.reason)
        const grant = await (await connect(shell)).breakGlass({
          grantId,
          reason,
          reference: options.reference,
        })
        end(deliver(shell, options, { json: grant, text: `in force until ${grant.emergencyUntil}` }))
      },
    )
}

const holderForm = /^(person|application):(.+)$/

async function holderNamed(
  client: ChanceryClient,
  holder: string,
): Promise<{ readonly personId: string } | { readonly applicationId: string }> {
  const [, kind, name] = holderForm.exec(holder) ?? []
  if (name === undefined) throw noHolder(holder)
  return kind === 'person'
    ? { personId: (await findPerson(client, name)).id }
    : { applicationId: (await findApplication(client, name)).id }
}

async function grantsOf(client: ChanceryClient, holder: string): Promise<readonly GrantFacts[]> {
  const [, kind, name] = holderForm.exec(holder) ?? []
  if (name === undefined) throw noHolder(holder)
  return (kind === 'person' ? await findPerson(client, name) : await findApplication(client, name)).grants
}

function noHolder(holder: string): CommandError {
  return new CommandError(
    exitStatus.usage,
    `${JSON.stringify(holder)} is no holder; give person:NAME or application:UNIT/NAME`,
  )
}

function grantTable(grants: readonly GrantFacts[]): string {
  return table(
    ['GRANT', 'ROLE', 'UNIT', 'ONLY', 'UNTIL'],
    grants.map((grant) => [
      grant.id,
      onCommandLine(grant.role) + (grant.emergency ? ' (emergency)' : ''),
      placeOf(grant.unit),
      [...(grant.actions ?? []).map(onCommandLine), ...(grant.keyId === null ? [] : [grant.keyId])].join(' '),
      grant.revokedAt === null ? (grant.expiresAt?.slice(0, 10) ?? 'no end') : 'revoked',
    ]),
  )
}
