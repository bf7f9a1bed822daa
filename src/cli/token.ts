// `chancery token`: bearer tokens of applications. A secret is shown once, or goes to a file of mode 0600.

import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { ApplicationFacts, TokenFacts } from '../client/entities.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { inputError } from './input-file.ts'
import { daysFrom } from './names.ts'
import { requirePlace, writeOutput } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

interface TokenOutputOptions extends CommonOptions {
  readonly output?: string
}

export function addToken(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'token', 'bearer tokens of applications')
  declareVerb(group, {
    usage: 'issue <application>',
    description: 'issue a token for an application: its id, its name, or UNIT/NAME',
    examples: ['token issue practice/invoices --expires 30d -o invoices.token'],
  })
    .option('--expires <days>', 'end of the token, 1d to 366d', '90d')
    .option('-o, --output <file>', 'write the token to this file, readable by you alone')
    .action(async (name: string, options: TokenOutputOptions & { readonly expires: string }) => {
      const expiresInDays = daysFrom(options.expires)
      refuseTokenOnStdout(options)
      await requirePlace(options.output)
      const client = await connect(shell)
      const application = await findApplication(client, name)
      const issued = await client.issueToken({ applicationId: application.id, expiresInDays })
      end(await deliverToken(shell, options, issued, { application }))
    })
  declareVerb(group, {
    usage: 'bind <application>',
    description: 'bind a client certificate of TLS to an application, until it ends',
    examples: ['token bind practice/invoices --certificate invoices.pem'],
  })
    .requiredOption('--certificate <file>', 'the certificate, in PEM')
    .action(async (name: string, options: CommonOptions & { readonly certificate: string }) => {
      const certificatePem = await readFile(options.certificate, 'utf8').catch((error: unknown) => {
        throw inputError(options.certificate, error)
      })
      const client = await connect(shell)
      const application = await findApplication(client, name)
      const token = await client.bindCertificate({ applicationId: application.id, certificatePem })
      const text = `bound token ${token.id} to ${application.name}, until ${token.expiresAt ?? 'it ends'}`
      end(deliver(shell, options, { json: token, text }))
    })
  declareVerb(group, {
    usage: 'revoke <token>',
    description: 'revoke a token by its id, effective at once; "chancery application list" shows ids',
    examples: ['token revoke Token:0199f1c0-7a52-7c3d-9a41-2b6d5e8f0a17'],
  }).action(async (tokenId: string, options: CommonOptions) => {
    const token = await (await connect(shell)).revokeToken({ tokenId })
    end(
      deliver(shell, options, {
        json: token,
        text: `revoked token ${token.id} at ${token.revokedAt ?? 'an unknown time'}`,
      }),
    )
  })
}

/** The secret goes to the file alone, or is shown this once. */
export async function deliverToken(
  shell: Shell,
  options: TokenOutputOptions,
  issued: { readonly token: TokenFacts; readonly secret: string },
  made: { readonly application: ApplicationFacts },
): Promise<ExitStatus> {
  const { token, secret } = issued
  const { output } = options
  const { tokens: _tokens, ...application } = made.application
  if (output !== undefined)
    await writeOutput(shell, output, [utf8(`${secret}\n`)], { mode: 0o600 }).catch((error: unknown) => {
      shell.stderr.write(
        `chancery: nobody has the new token: end it with "chancery token revoke ${token.id}"\n`,
      )
      throw error
    })
  const until = token.expiresAt === null ? 'without end' : `until ${token.expiresAt}`
  shell.stderr.write(`token ${token.id} for ${application.name}, ${until}\n`)
  if (output === undefined) shell.stderr.write('It is shown this once:\n')
  return deliver(shell, options, {
    json: { application, token, ...(output === undefined ? { secret } : { output }) },
    text: output === undefined ? secret : output === '-' ? '' : output,
  })
}

export function refuseTokenOnStdout({ json, output }: TokenOutputOptions): void {
  if (json && output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output; leave -o out')
}

export async function findApplication(client: ChanceryClient, name: string): Promise<ApplicationFacts> {
  const found: ApplicationFacts[] = []
  for await (const application of client.applications()) {
    const full =
      application.unit.path === '' ? application.name : `${application.unit.path}/${application.name}`
    if (application.id === name || full === name) return application
    if (application.name === name) found.push(application)
  }
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  throw only === undefined
    ? new CommandError(
        exitStatus.noInput,
        `there is no application ${JSON.stringify(name)} that you may see; "chancery application list" lists them`,
      )
    : new CommandError(
        exitStatus.usage,
        `several units have an application ${JSON.stringify(name)}; write UNIT/NAME`,
      )
}
