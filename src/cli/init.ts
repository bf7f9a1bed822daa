// `chancery init`: the ceremony in which an office is founded: custody of the root key, authorities, officers.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { CeremonyRequest } from '../ceremony.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { custodyPlan, handOutTo, reopenWith } from './init-custody.ts'
import { outputFolder, rehearsal } from './output-folder.ts'
import { isTerminal, question } from './prompt.ts'
import type { Shell } from './shell.ts'
import { type CommonOptions, collect, declareVerb, deliver } from './verb.ts'

export interface InitOptions extends CommonOptions {
  readonly practice?: boolean
  readonly dryRun?: boolean
  readonly title?: string
  readonly custody?: string
  readonly threshold?: string
  readonly custodian?: readonly string[]
  readonly passphraseFile?: string
  readonly share?: readonly string[]
  readonly officer?: readonly string[]
  readonly rootSubject?: string
  readonly rootAlgorithm: string
  readonly issuingSubject?: string
  readonly issuingAlgorithm: string
  readonly timestampingSubject?: string
  readonly timestampingAlgorithm: string
  /** False for --no-timestamping. */
  readonly timestamping: boolean
  readonly output?: string
}

export function addInit(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'init',
    description: 'found the office in the configured database; asks at a terminal for what is not given',
    examples: [
      'init',
      'init --title "Ministry" --custody shares --threshold 3 --custodian A --custodian B --custodian C --custodian D --custodian E --officer Officer -o ceremony',
      'init --dry-run --title "Ministry" --custody file --officer Officer -o rehearsal',
      'init --practice',
    ],
  })
    .option('--practice', 'a practice office: all that it makes is marked PRACTICE and has no legal effect')
    .option(
      '--dry-run',
      'a rehearsal: everything is made, in a folder that is removed; the script is the same',
    )
    .option('--title <text>', 'the organisation')
    .option('--custody <kind>', 'what opens the root key: shares, passphrase, hsm or file')
    .option('--threshold <number>', 'how many custodians open it together')
    .option('--custodian <name>', 'a custodian, as NAME or NAME=PASSPHRASE-FILE; may be repeated', collect)
    .option('--passphrase-file <file>', 'the passphrase of the office')
    .option('--share <file>', 'to go on after an interruption: a share; may be repeated', collect)
    .option(
      '--officer <name>',
      'a first officer, who gets a token and a link for a device; may be repeated',
      collect,
    )
    .option('--root-subject <dn>', 'RFC 4514; made of the title when absent')
    .option('--root-algorithm <name>', 'of the root authority', 'ecdsa-p384')
    .option('--issuing-subject <dn>', 'RFC 4514; made of the title when absent')
    .option('--issuing-algorithm <name>', 'of the issuing authority', 'ecdsa-p256')
    .option('--timestamping-subject <dn>', 'RFC 4514; made of the title when absent')
    .option('--timestamping-algorithm <name>', 'of the time-stamping authority', 'ecdsa-p256')
    .option('--no-timestamping', 'without a time-stamping authority')
    .option('-o, --output <folder>', 'a new folder for shares, tokens and transcript')
    .action(async (options: InitOptions) =>
      end(await (options.practice === true ? practice(shell, options) : ceremony(shell, options))),
    )
}

async function practice(shell: Shell, options: InitOptions): Promise<ExitStatus> {
  const { serve } = await import('../main.ts')
  const status = await serve({ ...shell.env }, ['--init-practice'])
  if (status !== 0)
    throw new CommandError(exitStatus.unavailable, `the office was not founded (status ${status})`)
  return deliver(shell, options, {
    json: { office: 'practice' },
    text: 'The practice office is founded: `chancery serve` may begin.',
  })
}

type Report = Parameters<CeremonyRequest['receive']>[0]

async function ceremony(shell: Shell, options: InitOptions): Promise<ExitStatus> {
  // Loaded here alone, so that no other verb pays for the service.
  const { holdCeremony, organisationOf, scriptOf } = await import('../ceremony.ts')
  const title = options.title ?? (await question(shell, 'title of the organisation: ', missing('--title')))
  const custody = await custodyPlan(shell, options)
  const officers = options.officer ?? [
    await question(shell, 'name of the first officer: ', missing('--officer')),
  ]
  const output =
    options.output ?? (await question(shell, 'a new folder for what is handed out: ', missing('-o')))
  const organisation = organisationOf({ ...options, title, withoutTimestamping: !options.timestamping })
  const plan = { organisation, officers, custody: custody.wanted }
  const script = scriptOf(plan)
  shell.stderr.write(`${script}\n`)
  if (isTerminal(shell.stdin)) {
    const answer = await question(shell, 'Type yes to begin; anything else ends it: ', '')
    if (answer !== 'yes')
      throw new CommandError(exitStatus.usage, 'the ceremony was not begun; nothing was made')
  }
  const rehearsed = options.dryRun === true ? rehearsal() : undefined
  const folder = outputFolder(rehearsed === undefined ? output : join(rehearsed.path, 'output'))
  let report: Report | undefined
  let handedOut = false
  try {
    await holdCeremony(
      { ...shell.env, ...rehearsed?.env },
      {
        ...plan,
        handOut: async (shares) => {
          await handOutTo(shell, folder, custody.custodians, shares)
          handedOut = true
        },
        reopen: reopenWith(
          shell,
          options,
          'A ceremony was begun here and goes on: its custody is to be opened.',
        ),
        receive: async (received) => {
          // Whatever an interrupted ceremony has written of these is worthless: others were issued now.
          const write = handedOut ? folder.write : folder.replace
          for (const [i, token] of received.tokens.entries()) write(`officer-${i + 1}.token`, `${token}\n`)
          for (const [i, { link }] of received.people.entries())
            if (link !== null) write(`officer-${i + 1}.link`, `${link}\n`)
          write('transcript.txt', received.transcript)
          report = received
        },
      },
    )
  } catch (error) {
    // Shares that somebody has confirmed may open something; those before do not.
    if (!handedOut) folder.remove()
    throw error
  } finally {
    rehearsed?.remove()
  }
  if (report === undefined) throw new Error('the ceremony left no report')
  const { transcript, transcriptSha256, people } = report
  return deliver(shell, options, {
    json: {
      office: 'real',
      dryRun: options.dryRun === true,
      scriptSha256: sha256Hex(script),
      transcriptSha256,
      transcript,
      officers: people.map(({ name, link }) => ({ name, link: link !== null })),
      output: folder.path,
    },
    text: `${transcript}\n${closing(options, report, output, custody.wanted.kind)}`,
  })
}

function closing(
  options: InitOptions,
  { transcriptSha256, people }: Report,
  output: string,
  kind: string,
): string {
  if (options.dryRun === true) return 'This was a rehearsal: nothing of it is left.'
  const next =
    kind === 'file'
      ? '`chancery serve` may begin.'
      : '`chancery serve` may begin, and `chancery unseal` opens it.'
  const links = people.some(({ link }) => link === null)
    ? 'Browsers have no passkeys for CHANCERY_PUBLIC_URL as it is: `chancery passkey enrol NAME` makes links later.'
    : 'Each officer opens his link within a day, and enrols a passkey; `chancery passkey enrol NAME` makes another.'
  return `Transcript SHA-256 ${transcriptSha256}
The office is founded. In ${output}: hand each its own, and keep none here.
Officers sign in as ${people.map(({ name }) => name).join(', ')}. ${links}
${next}`
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function missing(option: string): string {
  return `${option} is missing, and nobody sits at a terminal to be asked`
}
