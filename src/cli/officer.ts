// `chancery officer recover`: when an officer has lost every device, and nobody is there to approve another.

import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import type { CustodianOptions } from './custodians.ts'
import type { End, ExitStatus } from './exit-status.ts'
import { reopenWith } from './init-custody.ts'
import { writeOutput } from './output-file.ts'
import type { Shell } from './shell.ts'
import { type CommonOptions, collect, declareGroup, declareVerb, deliver } from './verb.ts'

type RecoverOptions = CommonOptions & CustodianOptions & { readonly output?: string }

export function addOfficer(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'officer', 'officers who lost every device')
  declareVerb(group, {
    usage: 'recover <name>',
    description:
      'on the host, with its service stopped: revoke the passkeys of an officer and make a link for a new device; the custodians open the root key for it',
    examples: [
      'officer recover officer-1',
      'officer recover officer-1 --share share-1.txt --share share-3.txt -o officer-1.link',
    ],
  })
    .option('--share <file>', 'the share of a custodian; may be repeated', collect)
    .option('--passphrase-file <file>', 'the passphrase of the office')
    .option('-o, --output <file>', 'write the link to this file, readable by you alone')
    .action(async (name: string, options: RecoverOptions) => end(await recoverOfficer(shell, name, options)))
}

async function recoverOfficer(shell: Shell, name: string, options: RecoverOptions): Promise<ExitStatus> {
  // Loaded here alone, so that no other verb pays for the service.
  const { recover } = await import('../recovery.ts')
  const { output } = options
  const { link, expiresAt } = await recover(
    { ...shell.env },
    { name, reopen: reopenWith(shell, options, `The root key of the office vouches for ${name}.`) },
  )
  if (output !== undefined) await writeOutput(shell, output, [utf8(`${link}\n`)], { mode: 0o600 })
  shell.stderr.write(
    `Whoever opens it enrols as ${name}, once, until ${expiresAt}. Start the service for it.\n`,
  )
  return deliver(shell, options, {
    json: { name, expiresAt, ...(output === undefined ? { link } : { output }) },
    text: output === undefined ? link : output === '-' ? '' : output,
  })
}
