// `chancery passkey`, `session`, `account`: the devices of people, what is open, and who they are elsewhere. The page /console is for people themselves.

import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { DevicesFacts, ProofFacts } from '../client/entities.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { onCommandLine } from './names.ts'
import { writeOutput } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

interface EnrolOptions extends CommonOptions {
  readonly output?: string
}

export function addPasskey(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'passkey', 'what people sign in and approve with')
  declareVerb(group, {
    usage: 'enrol <person>',
    description:
      'make a link with which a person enrols a device, once, within a day: the first device, or one of your own',
    examples: ['passkey enrol lan.nguyen', 'passkey enrol lan.nguyen -o lan.link'],
  })
    .option('-o, --output <file>', 'write the link to this file, readable by you alone')
    .action(async (person: string, options: EnrolOptions) => end(await enrol(shell, person, options)))
  declareVerb(group, {
    usage: 'list [person]',
    description: 'list the passkeys of a person, or your own',
    examples: ['passkey list lan.nguyen'],
  }).action(async (person: string | undefined, options: CommonOptions) => {
    const { passkeys } = await devicesOf(await connect(shell), person)
    const rows = passkeys.map(({ id, title, createdAt, lastUsedAt, revokedAt }) => [
      id,
      title,
      day(createdAt),
      lastUsedAt === null ? 'never' : day(lastUsedAt),
      revokedAt === null ? '' : day(revokedAt),
    ])
    const text = table(['PASSKEY', 'TITLE', 'SINCE', 'USED', 'REVOKED'], rows)
    end(deliver(shell, options, { json: passkeys, text }))
  })
  declareVerb(group, {
    usage: 'revoke <passkey>',
    description:
      'revoke a passkey by its id, with the sessions that it opened; "chancery passkey list" shows ids',
    examples: ['passkey revoke Passkey:019ac1de-0000-7000-8000-000000000000'],
  }).action(async (passkeyId: string, options: CommonOptions) => {
    const passkey = await (await connect(shell)).revokePasskey({ passkeyId })
    const text = `revoked ${passkey.title} at ${passkey.revokedAt ?? 'an unknown time'}`
    end(deliver(shell, options, { json: passkey, text }))
  })
}

export function addSession(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'session', 'the time in which people act after signing in')
  declareVerb(group, {
    usage: 'list [person]',
    description: 'list the open sessions of a person, or your own',
    examples: ['session list lan.nguyen'],
  }).action(async (person: string | undefined, options: CommonOptions) => {
    const { sessions } = await devicesOf(await connect(shell), person)
    const open = sessions.filter(({ isOpen }) => isOpen)
    const rows = open.map(({ id, method, createdAt, expiresAt, isThisOne }) => [
      id,
      onCommandLine(method),
      createdAt,
      expiresAt,
      isThisOne ? 'this one' : '',
    ])
    end(deliver(shell, options, { json: open, text: table(['SESSION', 'BY', 'SINCE', 'UNTIL', ''], rows) }))
  })
  declareVerb(group, {
    usage: 'revoke <session>',
    description: 'end a session by its id; "chancery session list" shows ids',
    examples: ['session revoke Session:019ac1de-0000-7000-8000-000000000000'],
  }).action(async (sessionId: string, options: CommonOptions) => {
    const session = await (await connect(shell)).revokeSession({ sessionId })
    const text = `ended ${session.id} at ${session.revokedAt ?? 'an unknown time'}`
    end(deliver(shell, options, { json: session, text }))
  })
}

export function addAccount(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'account', "accounts of people at the organisation's identity provider")
  declareVerb(group, {
    usage: 'link <person>',
    description: 'say who a person is at the identity provider: who signs in there reads and proposes here',
    examples: ['account link lan.nguyen --subject 248289761001'],
  })
    .requiredOption('--subject <subject>', 'as "sub" of the provider has it')
    .action(async (person: string, options: CommonOptions & { readonly subject: string }) => {
      const link = await (await connect(shell)).linkSubject({ person, subject: options.subject })
      const text = `${link.id}: ${link.subject} of ${link.issuer} is ${person}`
      end(deliver(shell, options, { json: link, text }))
    })
  declareVerb(group, {
    usage: 'list <person>',
    description: 'list the accounts of a person',
    examples: ['account list lan.nguyen'],
  }).action(async (person: string, options: CommonOptions) => {
    const { subjects } = await proofsOf(await connect(shell), person)
    const rows = subjects.map(({ id, issuer, subject, createdAt, endedAt }) => [
      id,
      issuer,
      subject,
      day(createdAt),
      endedAt === null ? '' : day(endedAt),
    ])
    const text = table(['ACCOUNT', 'ISSUER', 'SUBJECT', 'SINCE', 'ENDED'], rows)
    end(deliver(shell, options, { json: subjects, text }))
  })
  declareVerb(group, {
    usage: 'unlink <account>',
    description: 'end such a link by its id, with the sessions that came of it',
    examples: ['account unlink OidcSubject:019ac1de-0000-7000-8000-000000000000'],
  }).action(async (subjectId: string, options: CommonOptions) => {
    const link = await (await connect(shell)).unlinkSubject({ subjectId })
    const text = `${link.id} ended at ${link.endedAt ?? 'an unknown time'}`
    end(deliver(shell, options, { json: link, text }))
  })
}

/** The link goes to the file alone, or is shown this once. */
async function enrol(shell: Shell, person: string, options: EnrolOptions): Promise<ExitStatus> {
  const { output } = options
  const { code, link, expiresAt } = await (await connect(shell)).createEnrolment({ person })
  if (output !== undefined) await writeOutput(shell, output, [utf8(`${link}\n`)], { mode: 0o600 })
  shell.stderr.write(`Whoever opens it enrols as ${person}, once, until ${expiresAt}.\n`)
  return deliver(shell, options, {
    json: { person, expiresAt, ...(output === undefined ? { code, link } : { output }) },
    text: output === undefined ? link : output === '-' ? '' : output,
  })
}

async function devicesOf(client: ChanceryClient, person: string | undefined): Promise<DevicesFacts> {
  return person === undefined ? client.viewer() : proofsOf(client, person)
}

async function proofsOf(client: ChanceryClient, person: string): Promise<ProofFacts> {
  const found = await client.person(person)
  if (found !== undefined) return found
  throw new CommandError(
    exitStatus.noInput,
    `there is no person ${JSON.stringify(person)} that you may see; "chancery person list" lists them`,
  )
}

function day(iso: string): string {
  return iso.slice(0, 10)
}
