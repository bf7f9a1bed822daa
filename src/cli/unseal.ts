// `chancery unseal`: custodians open an office that started sealed. Nothing secret is an argument, nothing is shown.

import type { Command } from 'commander'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { type CustodianOptions, connectCustody, giveTo, type Receiver } from './custodians.ts'
import type { End, ExitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'
import { type CommonOptions, collect, declareVerb, deliver } from './verb.ts'

export function addUnseal(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'unseal',
    description: 'open an office that started sealed: on its own machine, as the user of the service',
    examples: [
      'unseal',
      'unseal --share custodian-2.txt',
      'unseal < share.txt',
      'unseal --passphrase-file office.pass',
    ],
  })
    .option('--share <file>', 'a share of a custodian, open or encrypted; may be repeated', collect)
    .option('--passphrase-file <file>', 'the passphrase of the office, or of encrypted shares')
    .action(async (options: CommonOptions & CustodianOptions) => end(await unseal(shell, options)))
}

async function unseal(shell: Shell, options: CommonOptions & CustodianOptions): Promise<ExitStatus> {
  const client = await connectCustody(shell)
  try {
    let state = await client.state()
    const receiver: Receiver = {
      kind: state.kind,
      share: async (octets) => {
        state = await client.share(octets)
        return !state.sealed
      },
      passphrase: async (octets) => {
        state = await client.passphrase(octets)
        return !state.sealed
      },
      progress: () => custodyWords(state),
    }
    if (state.sealed) await giveTo(receiver, shell, options)
    return deliver(shell, options, {
      json: custodyFacts(state),
      text: custodyWords(state),
    })
  } finally {
    client.close()
  }
}

export function custodyFacts(state: CustodyState) {
  const { sealed, kind, given, needed, custodians, generations } = state
  return { sealed, kind, given, needed, custodians, generation: generations[0]?.generation ?? null }
}

export function custodyWords({ sealed, kind, given, needed }: CustodyState): string {
  if (!sealed) return 'the office is open'
  const waits = {
    file: 'it waits for its key file',
    hsm: 'it waits for its HSM',
    passphrase: 'it waits for its passphrase',
    shares: `${given} of ${needed} shares are given`,
  } as const
  return `the office is sealed: ${waits[kind]}`
}
