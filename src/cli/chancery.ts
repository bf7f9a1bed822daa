// The `chancery` command: verbs, errors and exit statuses of contract.md "Command line".

import { randomUUID } from 'node:crypto'
import { Command, CommanderError } from 'commander'
import packageFacts from '../../package.json' with { type: 'json' }
import { systemClock } from '../clock.ts'
import { addApplication } from './application.ts'
import { addAudit } from './audit.ts'
import { addAuthority } from './authority.ts'
import { addBackup } from './backup.ts'
import { addBench } from './bench.ts'
import { addCert } from './cert.ts'
import { addCustody } from './custody.ts'
import { type End, errorReport, exitStatus } from './exit-status.ts'
import { addGrant } from './grant.ts'
import { addIncident } from './incident.ts'
import { addInit } from './init.ts'
import { addKey } from './key.ts'
import { addOfficer } from './officer.ts'
import { addOpen } from './open.ts'
import { addAccount, addPasskey, addSession } from './passkey.ts'
import { addPerson } from './person.ts'
import { addProposal } from './proposal.ts'
import { addPropose } from './propose.ts'
import { addRaw } from './raw.ts'
import { addRewrap } from './rewrap.ts'
import { addSeal } from './seal.ts'
import { addServe } from './serve.ts'
import { type Shell, serviceUrl } from './shell.ts'
import { addSign } from './sign.ts'
import { addStatus } from './status.ts'
import { addToken } from './token.ts'
import { addTrustAnchor } from './trust-anchor.ts'
import { addUnit } from './unit.ts'
import { addUnseal } from './unseal.ts'
import { printJson } from './verb.ts'
import { addVerify } from './verify.ts'

/** Adds one verb, or one group of verbs, to the command. */
export type AddVerb = (program: Command, shell: Shell, end: End) => void

const verbs: readonly AddVerb[] = [
  addServe,
  addInit,
  addStatus,
  addUnseal,
  addCustody,
  addBackup,
  addSign,
  addVerify,
  addRaw,
  addSeal,
  addOpen,
  addRewrap,
  addUnit,
  addKey,
  addCert,
  addAuthority,
  addTrustAnchor,
  addApplication,
  addToken,
  addPerson,
  addGrant,
  addOfficer,
  addPasskey,
  addSession,
  addAccount,
  addPropose,
  addProposal,
  addIncident,
  addAudit,
  addBench,
]

/** The program with all of its verbs; `end` is told how a verb ended. */
export function programOf(shell: Shell, end: (status: number) => void): Command {
  const program = new Command('chancery')
    .description('The signing office of an organisation: keys, certificates, signatures and verification.')
    .version(packageFacts.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
    })
    .showSuggestionAfterError()
    .addHelpText('after', helpAfter)
    .hook('preAction', () => refuseUnknownSettings(shell))
  for (const addVerb of verbs) addVerb(program, shell, end)
  return program
}

/** Runs one command line, without the program's own name. Never throws. */
export async function runCommand(commandLine: readonly string[], shell: Shell): Promise<number> {
  let status: number = exitStatus.done
  const program = programOf(shell, (ended) => {
    status = ended
  })
  const json = commandLine.includes('--json')
  try {
    await program.parseAsync([...commandLine], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return usageStatus(error, shell, json)
    return refused(error, shell, json)
  }
}

/** The list of settings costs more to load than most verbs take, so only who sets one pays for it. */
async function refuseUnknownSettings(shell: Shell): Promise<void> {
  if (!Object.keys(shell.env).some((name) => name.startsWith('CHANCERY_'))) return
  const { refuseUnknownNames } = await import('../config.ts')
  refuseUnknownNames(shell.env)
}

/** 128 + SIGINT, as shells have it. */
const interruptedStatus = 130

const helpAfter = `
Settings: CHANCERY_URL (default http://127.0.0.1:8420), CHANCERY_TOKEN_FILE (default: the local
administrator's token in the data directory), CHANCERY_CA_FILE, CHANCERY_DATA_DIR (default ./.chancery).
Exit status: 0 done; 1 verification failed; 2 cannot be decided; 64 wrong usage; 65 data that cannot be
used; 66 no such input; 69 service not reachable; 70 our own fault; 77 not permitted.
`

function refused(error: unknown, shell: Shell, json: boolean): number {
  if (shell.signal.aborted) return interruptedStatus
  const report = errorReport(error, serviceUrl(shell))
  const requestId = report.requestId === null ? '' : ` [request ${report.requestId}]`
  shell.stderr.write(`chancery: ${report.message} (${report.code})${requestId}\n`)
  if (shell.env['CHANCERY_LOG_LEVEL'] === 'debug' && error instanceof Error)
    shell.stderr.write(`${error.stack}\n`)
  if (json) {
    const { status: _status, ...facts } = report
    printJson(shell, { error: facts })
  }
  return report.status
}

/** Commander has written its message already. Help that was asked for is success, help for want of a verb is not. */
function usageStatus(error: CommanderError, shell: Shell, json: boolean): number {
  if (error.exitCode === 0) return exitStatus.done
  if (json)
    printJson(shell, {
      error: {
        code: 'INVALID_ARGUMENT',
        message: error.message.replace(/^error: /, ''),
        retryable: false,
        requestId: null,
      },
    })
  return exitStatus.usage
}

if (import.meta.main) {
  const interruption = new AbortController()
  // The service has its own way of ending.
  if (process.argv[2] !== 'serve') endWhenInterrupted(interruption)
  // A reader that has seen enough (`| head`) is no fault of anybody.
  process.stdout.on('error', (error) =>
    process.exit('code' in error && error.code === 'EPIPE' ? exitStatus.done : exitStatus.ourFault),
  )
  process.exitCode = await runCommand(process.argv.slice(2), {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: systemClock,
    signal: interruption.signal,
    randomUuid: randomUUID,
  })
}

/** Gives what is half written the time to be removed. */
function endWhenInterrupted(interruption: AbortController): void {
  const interrupted = () => {
    interruption.abort(new Error('interrupted'))
    setTimeout(() => process.exit(interruptedStatus), 1000).unref()
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
}
