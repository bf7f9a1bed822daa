// `chancery custody`: who opens the root key, other custodians, another root key. On the machine of the service itself.

import type { Command } from 'commander'
import { isServiceError } from '../errors.ts'
import type { CustodyClient } from '../keys/custody/custody-client.ts'
import { opensByItself } from '../keys/custody/custody-record.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { type CustodianOptions, connectCustody, giveTo, type Receiver } from './custodians.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { custodyPlan, handOutTo } from './init-custody.ts'
import { type OutputFolder, outputFolder } from './output-folder.ts'
import { question } from './prompt.ts'
import type { Shell } from './shell.ts'
import { custodyFacts, custodyWords } from './unseal.ts'
import { type CommonOptions, collect, declareGroup, declareVerb, deliver } from './verb.ts'

interface ChangeOptions extends CommonOptions, CustodianOptions {
  readonly custody?: string
  readonly threshold?: string
  readonly custodian?: readonly string[]
  readonly newPassphraseFile?: string
  readonly output?: string
  readonly proposal?: string
}

interface RotateOptions extends CommonOptions, CustodianOptions {
  readonly proposal?: string
}

export function addCustody(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'custody', 'what opens the root key of the office')
  declareVerb(group, {
    usage: 'show',
    description: 'tell how the root key is kept, and whether it is open',
    examples: ['custody show --json'],
  }).action(async (options: CommonOptions) => end(await show(shell, options)))
  declareVerb(group, {
    usage: 'change',
    description:
      'give the same root key to other custodians, a passphrase or an HSM, as officers approved; the present ones must agree',
    examples: [
      'custody change --proposal Proposal:0190f1c0-0000-7000-8000-000000000001 --custody shares --threshold 2 --custodian An --custodian Chi --custodian Dung -o new-shares',
      'custody change --proposal Proposal:0190f1c0-0000-7000-8000-000000000001 --share share-1.txt --share share-3.txt --custody passphrase --new-passphrase-file office.pass',
    ],
  })
    .option('--proposal <proposal>', proposalWords)
    .option('--custody <kind>', 'what opens the root key from now on: shares, passphrase or hsm')
    .option('--threshold <number>', 'how many custodians open it together')
    .option('--custodian <name>', 'a custodian, as NAME or NAME=PASSPHRASE-FILE; may be repeated', collect)
    .option('--new-passphrase-file <file>', 'the new passphrase')
    .option('--share <file>', 'a share of a present custodian; may be repeated', collect)
    .option('--passphrase-file <file>', 'the present passphrase, or that of encrypted shares')
    .option('-o, --output <folder>', 'a new folder for the new shares')
    .action(async (options: ChangeOptions) => end(await change(shell, options)))
  declareVerb(group, {
    usage: 'rotate',
    description:
      'make a further root key, as officers approved; everything is wrapped under it while the service goes on',
    examples: [
      'custody rotate --proposal Proposal:0190f1c0-0000-7000-8000-000000000001',
      'custody rotate --proposal Proposal:0190f1c0-0000-7000-8000-000000000001 --share share-1.txt --share share-3.txt',
    ],
  })
    .option('--proposal <proposal>', proposalWords)
    .option('--share <file>', 'a share of a custodian; may be repeated', collect)
    .option('--passphrase-file <file>', 'the passphrase of the office, or that of encrypted shares')
    .action(async (options: RotateOptions) => end(await rotate(shell, options)))
}

async function show(shell: Shell, options: CommonOptions): Promise<ExitStatus> {
  const client = await connectCustody(shell)
  try {
    const state = await client.state()
    const { kind, custodians, generations } = state
    const text = `${custodyWords(state)}
custody     ${kind === 'shares' ? `shares of ${custodians} custodians` : kind}
generation  ${generations.map(({ generation }) => generation).join(' and ')}`
    return deliver(shell, options, { json: custodyFacts(state), text })
  } finally {
    client.close()
  }
}

async function change(shell: Shell, options: ChangeOptions): Promise<ExitStatus> {
  const proposal = proposalIn(options, 'propose custody-change')
  const client = await connectCustody(shell)
  try {
    const state = await requireOpen(client)
    const { newPassphraseFile, custody, threshold, custodian } = options
    const wish = {
      ...(newPassphraseFile === undefined ? {} : { passphraseFile: newPassphraseFile }),
      ...(custody === undefined ? {} : { custody }),
      ...(threshold === undefined ? {} : { threshold }),
      ...(custodian === undefined ? {} : { custodian }),
    }
    const { wanted, custodians } = await custodyPlan(shell, wish)
    if (wanted.kind === 'file') {
      throw new CommandError(exitStatus.usage, 'a root key that custodians open does not go back to a file')
    }
    const folder =
      wanted.kind === 'shares'
        ? outputFolder(
            options.output ?? (await question(shell, 'a new folder for the new shares: ', '-o is missing')),
          )
        : undefined
    let takesEffect = false
    try {
      await prove(client, state, shell, options)
      const shares = await client.change(wanted, proposal)
      if (folder !== undefined) await handOutTo(shell, folder, custodians, shares)
      takesEffect = true
      await client.commit()
    } catch (error) {
      if (takesEffect && !isRefusal(error)) throw unknownEnd(error, folder)
      // The old shares open it still; the new ones open nothing.
      folder?.remove()
      throw error
    }
    const after = await client.state()
    return deliver(shell, options, {
      json: { ...custodyFacts(after), ...(folder === undefined ? {} : { output: folder.path }) },
      text: 'The custody is changed: what opened the root key before opens it no more.',
    })
  } finally {
    client.close()
  }
}

/** Whether the keeper said that nothing changed. A connection that was lost, or a disk that failed, says nothing. */
function isRefusal(error: unknown): boolean {
  return isServiceError(error) && error.code !== 'PROVIDER_UNAVAILABLE' && error.code !== 'INTERNAL'
}

/** The new record may be on the disk, and then the new shares alone open the office: they are left where they are. */
function unknownEnd(error: unknown, folder: OutputFolder | undefined): CommandError {
  const why = error instanceof Error ? error.message : String(error)
  const both =
    folder === undefined ? 'what opened it before' : `the new shares in ${folder.path}, and those from before`
  const text = `${why}. Nobody knows whether the change took effect: keep ${both}, until "chancery unseal" took one of the two after a start`
  return new CommandError(exitStatus.unavailable, text, { cause: error })
}

async function rotate(shell: Shell, options: RotateOptions): Promise<ExitStatus> {
  const proposal = proposalIn(options, 'propose root-key-rotation')
  const client = await connectCustody(shell)
  try {
    await prove(client, await requireOpen(client), shell, options)
    await client.rotate(proposal)
    const after = await client.state()
    return deliver(shell, options, {
      json: custodyFacts(after),
      text: `The root key of generation ${after.generations[0]?.generation} wraps from now on. What the earlier one wraps is wrapped anew; when that is through, \`chancery custody show\` names one generation.`,
    })
  } finally {
    client.close()
  }
}

const proposalWords = 'the proposal that officers have approved, and one of them executed'

/**
 * UUID of the proposal.
 *
 * @throws CommandError saying how one is made, and what is left to an office that has nobody to approve it.
 */
function proposalIn({ proposal }: { readonly proposal?: string }, verb: string): string {
  if (proposal === undefined) {
    const text = `other people have to approve this: "chancery ${verb}", approval on the page /console, "chancery proposal execute", and then this with --proposal. Where nobody is left who may approve, custodians recover officers first ("chancery officer recover")`
    throw new CommandError(exitStatus.notPermitted, text)
  }
  const id = /^Proposal:([0-9a-f-]{36})$/.exec(proposal)?.[1]
  if (id !== undefined) return id
  throw new CommandError(exitStatus.usage, `${JSON.stringify(proposal)} is no identifier of a proposal`)
}

async function requireOpen(client: CustodyClient): Promise<CustodyState> {
  const state = await client.state()
  if (state.sealed) throw new CommandError(exitStatus.unavailable, `${custodyWords(state)}: unseal it first`)
  return state
}

/** A quorum agrees, whether or not the office is open. Where nobody opens it, whoever comes here needs no other proof. */
async function prove(
  client: CustodyClient,
  { kind }: CustodyState,
  shell: Shell,
  options: CustodianOptions,
): Promise<void> {
  if (opensByItself(kind)) return
  let told = 'present custodians'
  const receiver: Receiver = {
    kind,
    share: async (octets) => {
      const { given, needed } = await client.proveByShare(octets)
      told = `${given} of ${needed} present shares`
      return given >= needed
    },
    passphrase: async (octets) => {
      await client.proveByPassphrase(octets)
      return true
    },
    progress: () => told,
  }
  await giveTo(receiver, shell, options)
}
