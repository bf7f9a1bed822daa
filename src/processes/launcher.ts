// The launcher: takes the data directory, starts signer and gateway, joins them, replaces what dies, ends in order.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { type DataDirectory, dataDirectory, makeDataDirectory } from '../data-directory.ts'
import { isServiceError } from '../errors.ts'
import type { ReleaseAnswer } from '../keys/custody/ceremony.ts'
import { readCustodyFile } from '../keys/custody/custody-file.ts'
import { opensByItself } from '../keys/custody/custody-record.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { readPinFile } from '../keys/pkcs11/pin-file.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import type { CeremonyPlan, CeremonyReport } from '../operations/initialise-office.ts'
import type { RecoveredOfficer } from '../operations/recover-officer.ts'
import type { RestoredFacts } from '../operations/restore-office.ts'
import { lockDirectory } from '../registry/directory-lock.ts'
import { buildPages } from './build-pages.ts'
import { compiledEnvironment } from './compiled.ts'
import { connectGateway, type GatewayConnection, signalStatus } from './gateway-connection.ts'
import { gatewayFlags } from './gateway-permissions.ts'
import type { Recovery, Restoration } from './launcher-link.ts'
import { hostSupply } from './pkcs11-supply.ts'
import { rootKeySource } from './root-key-source.ts'
import { signerSupply } from './signer-supply.ts'
import { requireAddon } from './start-pkcs11-host.ts'
import { StartRefusal, startExit } from './start-refusal.ts'
import { startables } from './startables.ts'

/** The gateway drains for at most 10 s and then closes its database; one that takes longer is ended. */
const drainMs = 20_000

export interface Launch {
  readonly config: Config
  /** What the gateway is started with. The signer and the inspectors are started with nothing. */
  readonly env: NodeJS.ProcessEnv
  /** Arguments of the gateway program. */
  readonly gatewayArguments?: readonly string[]
  /** An office to be founded, instead of one to be served. */
  readonly ceremony?: Ceremony
  /** Another gateway, for tests. */
  readonly gatewayEntry?: string
}

/** A ceremony that founds an office: what to make, and what to do with what came of it. */
export interface Ceremony {
  /** Called with the directory locked and before anything runs: makes the custody, or opens one that was made. */
  readonly prepare: (directory: DataDirectory) => Promise<PreparedCeremony>
  /** Brings tokens and transcript to safety. */
  readonly receive: (report: CeremonyReport) => Promise<void>
  /** Hears what was restored. */
  readonly restored?: (facts: RestoredFacts) => void
  /** Hears who was recovered. */
  readonly recovered?: (officer: RecoveredOfficer) => void
}

export interface PreparedCeremony {
  readonly plan?: CeremonyPlan
  readonly restoration?: Restoration
  readonly recovery?: Recovery
  /** Opens the custody once; disposed of here. Undefined when a file or an HSM opens it. */
  readonly custodyKey: SecretBytes | undefined
}

/**
 * Runs the service until it ends.
 *
 * @returns the exit status: 0 after SIGINT or SIGTERM and an orderly drain, the gateway's own when it ended by
 *   itself, 128 + signal after a second signal.
 * @throws StartRefusal when the data directory is in use, or its root key is missing beside a database, damaged,
 *   or not private.
 */
export async function launch(what: Launch): Promise<number> {
  process.umask(0o077)
  const directory = dataDirectory(what.config.dataDirectory)
  const lock = takeDirectory(directory)
  try {
    checkPkcs11(what.config)
    return await supervise(what, directory, await what.ceremony?.prepare(directory))
  } finally {
    lock.release()
  }
}

function takeDirectory(directory: DataDirectory): { release(): void } {
  try {
    makeDataDirectory(directory)
    return lockDirectory(directory.path)
  } catch (error) {
    if (isServiceError(error)) throw new StartRefusal(startExit.inUse, error.message)
    const reason = error instanceof Error ? error.message : 'unknown error'
    throw new StartRefusal(
      startExit.notPermitted,
      `the data directory ${directory.path} cannot be used: ${reason}`,
    )
  }
}

/** @throws StartRefusal when an HSM is set up that cannot be used on this host. */
function checkPkcs11({ pkcs11 }: Config): void {
  if (pkcs11 === undefined) return
  try {
    requireAddon()
    readPinFile(pkcs11.pinFile)[Symbol.dispose]()
  } catch (error) {
    if (isServiceError(error)) throw new StartRefusal(startExit.wrongUsage, error.message)
    throw error
  }
}

async function supervise(
  what: Launch,
  directory: DataDirectory,
  prepared: PreparedCeremony | undefined,
): Promise<number> {
  const { config, env, ceremony } = what
  const hosts = config.pkcs11 === undefined ? undefined : hostSupply(config.pkcs11, env)
  const source = rootKeySource(directory, config, {
    custodyKey: prepared?.custodyKey,
    takeHost: hosts === undefined ? undefined : () => hosts.take(),
  })
  const signers = signerSupply((input) => source.handTo(input))
  const opens = prepared?.custodyKey !== undefined
  // The signer tests itself while the gateway loads.
  if (opens || !isSealed(source.state())) signers.prepare()
  const gateway = connectGateway(spawnGateway(what, directory, prepared))
  const { tell, end } = gateway
  const tellCustody = (state: CustodyState): void => {
    tell({ kind: 'custody', state, record: recordText(directory), offer: source.offer() })
  }

  let openGenerations = ''
  source.listen({
    changed: (state) => {
      tellCustody(state)
      if (state.sealed) return
      const generations = state.generations.map((one) => one.generation).join()
      // A signer has the root keys that it was started with.
      if (openGenerations !== '' && openGenerations !== generations) signers.replace()
      openGenerations = generations
    },
    refused: (reason, unavailable) => {
      process.stderr.write(`chancery: ${reason}\n`)
      end(unavailable ? startExit.unavailable : startExit.damaged)
    },
    release: (request) => {
      if (!tell(request)) source.answer(notReleased(request.id))
    },
  })

  const custody = source.state()
  if (custody !== undefined) tellCustody(custody)
  if (prepared?.plan !== undefined) tell({ kind: 'plan', plan: prepared.plan })
  if (prepared?.restoration !== undefined) tell({ kind: 'restoration', restoration: prepared.restoration })
  if (prepared?.recovery !== undefined) tell({ kind: 'recovery', recovery: prepared.recovery })

  const started = startables(gateway, {
    signers,
    hosts,
    sealed: () => {
      const state = source.state()
      return !opens && isSealed(state) ? sealedText(state) : undefined
    },
  })
  gateway.onMessage({
    start: ({ what, id }) => started.start(what, id),
    kill: ({ id }) => started.kill(id),
    build_pages: () => void bringPages(gateway, directory),
    retire_root_keys: () => source.retire(),
    adopt_root_keys: ({ offer }) => source.adopt(offer),
    released: (answer) => source.answer(answer),
    not_released: (answer) => source.answer(answer),
    report: ({ report }) => void bringToSafety(gateway, ceremony, report),
    restored: ({ facts }) => ceremony?.restored?.(facts),
    recovered: ({ officer }) => ceremony?.recovered?.(officer),
  })
  const signals = endOnSignals(gateway)

  const exitStatus = await gateway.exited
  source.stop()
  signers.stop()
  hosts?.stop()
  await started.endAll()
  signals.forget()
  return exitStatus
}

function spawnGateway(
  { config, env, gatewayArguments = [], gatewayEntry = defaultGatewayEntry() }: Launch,
  directory: DataDirectory,
  prepared: PreparedCeremony | undefined,
): ChildProcess {
  const readable = prepared?.restoration === undefined ? [] : [prepared.restoration.file]
  const flags = gatewayFlags(gatewayEntry, config, directory, env, readable)
  return spawn(process.execPath, [...flags, gatewayEntry, ...gatewayArguments], {
    env: { ...env, ...compiledEnvironment() },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  })
}

async function bringPages({ tell }: GatewayConnection, directory: DataDirectory): Promise<void> {
  try {
    tell({ kind: 'pages', folder: await buildPages(directory.pages), reason: '' })
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error'
    tell({ kind: 'pages', folder: null, reason })
  }
}

async function bringToSafety(
  { tell, end }: GatewayConnection,
  ceremony: Ceremony | undefined,
  report: CeremonyReport,
): Promise<void> {
  try {
    await ceremony?.receive(report)
    tell({ kind: 'report_safe' })
  } catch (error) {
    process.stderr.write(`chancery: ${error instanceof Error ? error.message : 'unknown error'}\n`)
    end(startExit.notPermitted)
  }
}

/** The first has the gateway drain, a second ends it. */
function endOnSignals({ tell, end }: GatewayConnection): { forget(): void } {
  let stopping = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) {
      end(signalStatus(signal))
      return
    }
    stopping = true
    tell({ kind: 'stop' })
    setTimeout(() => end(startExit.fault), drainMs).unref()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return {
    forget: () => {
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}

/** Nobody is there who knows what officers approved, and then nothing is. */
function notReleased(id: string): ReleaseAnswer {
  return { kind: 'not_released', id, code: 'SHUTTING_DOWN', reason: 'the service is ending' }
}

function recordText(directory: DataDirectory): string | null {
  const file = readCustodyFile(directory.custodyFile)
  return file.kind === 'found' ? file.text : null
}

/** Where a file or an HSM opens the office, the keeper does it by itself, before it hands anything to a signer. */
function isSealed(state: CustodyState | undefined): state is CustodyState {
  return state?.sealed === true && !opensByItself(state.kind)
}

function sealedText({ kind, given, needed }: CustodyState): string {
  const missing =
    kind === 'shares' ? `${given} of ${needed} shares are given` : `its ${kind} is not given yet`
  return `the office is sealed: ${missing} (chancery unseal)`
}

function defaultGatewayEntry(): string {
  return fileURLToPath(new URL('../gateway-process.ts', import.meta.url))
}
