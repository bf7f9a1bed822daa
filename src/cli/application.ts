// `chancery application`: programs that may act for a unit's subtree.

import type { Command } from 'commander'
import type { End, ExitStatus } from './exit-status.ts'
import {
  applicationActionNames,
  daysFrom,
  fromCommandLine,
  listed,
  onCommandLine,
  workloadAlgorithmNames,
} from './names.ts'
import { requirePlace } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { deliverToken, findApplication, refuseTokenOnStdout } from './token.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

interface CreateOptions extends CommonOptions {
  readonly unit: string
  readonly allow: readonly string[]
  readonly expires: string
  readonly output?: string
}

interface TrustOptions extends CommonOptions {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly algorithm: string
}

export function addApplication(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'application', "programs that may act for a unit's subtree")
  declareVerb(group, {
    usage: 'create <name>',
    description:
      'make an application and its first token, which is shown this once or written to a file (0600)',
    examples: [
      'application create invoices --unit practice --allow sign read --expires 90d -o invoices.token',
    ],
  })
    .requiredOption('--unit <path>', 'the unit whose subtree it may act for')
    .requiredOption('--allow <action...>', listed(applicationActionNames))
    .option('--expires <days>', 'end of the token, 1d to 366d', '90d')
    .option('-o, --output <file>', 'write the token to this file, readable by you alone')
    .action(async (name: string, options: CreateOptions) => end(await create(shell, name, options)))
  declareVerb(group, {
    usage: 'list',
    description: 'list applications and their tokens, without secrets',
    examples: ['application list'],
  }).action(async (options: CommonOptions) => {
    const applications = await Array.fromAsync((await connect(shell)).applications())
    const rows = applications.flatMap(({ name, unit, actions, tokens }) => {
      const row = [unit.path === '' ? name : `${unit.path}/${name}`, actions.map(onCommandLine).join(' ')]
      return tokens.length === 0
        ? [[...row, null, null, null, null]]
        : tokens.map(({ id, kind, expiresAt, lastUsedAt, revokedAt }) => [
            ...row,
            id,
            onCommandLine(kind),
            revokedAt === null ? (expiresAt?.slice(0, 10) ?? 'no end') : 'revoked',
            lastUsedAt?.slice(0, 10) ?? 'never',
          ])
    })
    const text = table(['APPLICATION', 'ACTIONS', 'TOKEN', 'KIND', 'UNTIL', 'USED'], rows)
    end(deliver(shell, options, { json: applications, text }))
  })
  declareVerb(group, {
    usage: 'trust <application>',
    description: 'trust the tokens of an issuer (JWT) about one subject to be an application',
    examples: [
      'application trust practice/invoices --issuer https://id.example.vn --audience https://sign.example.vn --subject invoices --algorithm es256',
    ],
  })
    .requiredOption('--issuer <issuer>', 'one of CHANCERY_WORKLOAD_ISSUERS_FILE, as "iss" has it')
    .requiredOption('--audience <audience>', 'as "aud" has it: a name of this service')
    .requiredOption('--subject <subject>', 'as "sub" has it')
    .requiredOption('--algorithm <name>', listed(workloadAlgorithmNames))
    .action(async (name: string, options: TrustOptions) => {
      const client = await connect(shell)
      const application = await findApplication(client, name)
      const { issuer, audience, subject } = options
      const algorithm = fromCommandLine(workloadAlgorithmNames, options.algorithm)
      const trust = await client.trustWorkload({
        applicationId: application.id,
        issuer,
        audience,
        subject,
        algorithm,
      })
      const text = `${trust.id}: ${subject} of ${issuer} is ${application.name}`
      end(deliver(shell, options, { json: trust, text }))
    })
  declareVerb(group, {
    usage: 'distrust <trust>',
    description:
      'end such a trust by its id, effective at once; "chancery application list --json" shows ids',
    examples: ['application distrust WorkloadTrust:019ac1de-0000-7000-8000-000000000000'],
  }).action(async (trustId: string, options: CommonOptions) => {
    const trust = await (await connect(shell)).distrustWorkload({ trustId })
    const text = `${trust.id} ended at ${trust.endedAt ?? 'an unknown time'}`
    end(deliver(shell, options, { json: trust, text }))
  })
}

async function create(shell: Shell, name: string, options: CreateOptions): Promise<ExitStatus> {
  const actions = options.allow
    .flatMap((names) => names.split(','))
    .map((action) => fromCommandLine(applicationActionNames, action))
  const expiresInDays = daysFrom(options.expires)
  refuseTokenOnStdout(options)
  await requirePlace(options.output)
  const client = await connect(shell)
  const application = await client.createApplication({ name, unit: options.unit, actions })
  const issued = await client
    .issueToken({ applicationId: application.id, expiresInDays })
    .catch((error: unknown) => {
      shell.stderr.write(
        `chancery: the application ${name} was made, its token was not; go on with "chancery token issue ${options.unit}/${name}"\n`,
      )
      throw error
    })
  return deliverToken(shell, options, issued, { application })
}
