// `chancery status`: whether the service answers, is ready, and knows the token.

import type { Command } from 'commander'
import { ChanceryError } from '../client/chancery-error.ts'
import { type ChanceryClient, createClient } from '../client/client.ts'
import { type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { bearerToken, connect, type Shell, serviceUrl } from './shell.ts'
import { type CommonOptions, declareVerb, deliver } from './verb.ts'

export function addStatus(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'status',
    description: 'tell whether the service is ready, which office it is, and whether it knows your token',
    examples: ['status', 'status --json'],
  }).action(async (options: CommonOptions) => end(await status(shell, options)))
}

async function status(shell: Shell, options: CommonOptions): Promise<ExitStatus> {
  const client = await connect(shell)
  const url = serviceUrl(shell)
  // Without the token: one that is refused must not hide the rest.
  const anybody = createClient({ url })
  const { ready, reasons, custody } = await anybody.readiness()
  const office = await anybody.office()
  const token = (await bearerToken(shell)) === undefined ? 'none' : await tokenState(client)
  const lines = [
    `${url} ${ready ? 'is ready' : `is NOT ready: ${reasons.join('; ')}`}`,
    `office     ${office.practice ? 'PRACTICE: nothing that it signs has legal effect' : 'real'}`,
    ...(custody === undefined ? [] : [`custody    ${custody}`]),
    `publishes  ${office.publicUrl}`,
    `version    ${office.version}`,
    `token      ${tokenWords[token]}`,
  ]
  return deliver(shell, options, {
    json: { url, ready, reasons, custody: custody ?? null, ...office, token },
    text: lines.join('\n'),
    status: ready ? exitStatus.done : exitStatus.unavailable,
  })
}

const tokenWords = {
  accepted: 'accepted',
  refused: 'refused: unknown, expired or revoked',
  sealed: 'not to be judged while the office is sealed',
  none: 'none; set CHANCERY_TOKEN_FILE, or CHANCERY_DATA_DIR to the data directory of the service',
}

/** Asks for one thing that needs a token. */
async function tokenState(client: ChanceryClient): Promise<'accepted' | 'refused' | 'sealed'> {
  try {
    await client.units().next()
    return 'accepted'
  } catch (error) {
    if (error instanceof ChanceryError && error.code === 'UNAUTHENTICATED') return 'refused'
    if (error instanceof ChanceryError && error.code === 'NOT_PERMITTED') return 'accepted'
    if (error instanceof ChanceryError && error.code === 'SEALED') return 'sealed'
    throw error
  }
}
