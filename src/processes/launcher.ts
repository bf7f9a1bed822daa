// The launcher: takes the data directory, starts signer and gateway, joins them, replaces what dies, ends in order.

import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
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
import { gatewayFlags } from './gateway-permissions.ts'
import type {
  FromLauncher,
  LaunchedProcess,
  ProcessEnd,
  Recovery,
  Restoration,
  Startable,
  ToLauncher,
} from './launcher-link.ts'
import { type HostSupply, hostSupply } from './pkcs11-supply.ts'
import { type RootKeySource, rootKeySource } from './root-key-source.ts'
import { startInspector } from './start-inspector.ts'
import { type HostEnd, type Pkcs11HostProcess, requireAddon } from './start-pkcs11-host.ts'
import { StartRefusal, startExit } from './start-refusal.ts'
import { type SignerEnd, type SignerProcess, startSigner } from './start-signer.ts'
import { syncForGateway } from './sync-for-gateway.ts'

type Started = LaunchedProcess | SignerProcess | Pkcs11HostProcess

/** The gateway drains for at most 10 s and then closes its database; one that takes longer is ended. */
const drainMs = 20_000
const signerEndMs = 2_000
/** A signer that lived shorter than that is not replaced at once. */
const soundLifeMs = 5_000
const maxPauseMs = 5_000
/** A new signer has tested itself by then, as a rule; if not, requests wait for it. */
const replaceAfterMs = 1_500

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
      `The data directory ${directory.path} cannot be used: ${reason}`,
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
  const { config, env, gatewayArguments = [], gatewayEntry = defaultGatewayEntry() } = what
  const status = Promise.withResolvers<number>()
  const running = new Map<number, Started>()
  let openGenerations = ''
  const hosts = config.pkcs11 === undefined ? undefined : hostSupply(config.pkcs11, env)
  const source = rootKeySource(directory, config, {
    custodyKey: prepared?.custodyKey,
    changed: (state) => {
      tell({ kind: 'custody', state, record: recordText(directory), offer: source.offer() })
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
    takeHost: hosts === undefined ? undefined : () => hosts.take(),
    release: (request) => {
      if (gateway.connected) tell(request)
      else source.answer(notReleased(request.id))
    },
  })
  const signers = signerSupply((input) => source.handTo(input))
  // The signer tests itself while the gateway loads.
  const opens = prepared?.custodyKey !== undefined
  if (opens || !isSealed(source.state())) signers.prepare()
  const readable = prepared?.restoration === undefined ? [] : [prepared.restoration.file]
  const flags = gatewayFlags(gatewayEntry, config, directory, env, readable)
  const gateway = spawn(process.execPath, [...flags, gatewayEntry, ...gatewayArguments], {
    env: { ...env, ...compiledEnvironment() },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  })

  const tell = (message: FromLauncher, socket?: Socket): void => {
    if (gateway.connected) gateway.send(message, socket, { keepOpen: false }, () => undefined)
    // Nobody will use it; closed, it ends the process behind it.
    else socket?.destroy()
  }
  syncForGateway(gateway, tell)
  const custody = source.state()
  if (custody !== undefined)
    tell({ kind: 'custody', state: custody, record: recordText(directory), offer: source.offer() })
  if (prepared?.plan !== undefined) tell({ kind: 'plan', plan: prepared.plan })
  if (prepared?.restoration !== undefined) tell({ kind: 'restoration', restoration: prepared.restoration })
  if (prepared?.recovery !== undefined) tell({ kind: 'recovery', recovery: prepared.recovery })
  const start = async (what: Startable, id: number): Promise<void> => {
    const state = source.state()
    if (what === 'signer' && !opens && isSealed(state)) {
      tell({ kind: 'not_started', id, reason: sealedText(state), sealed: true })
      return
    }
    try {
      const started = await startOne(what, signers, hosts)
      running.set(id, started)
      tell({ kind: 'started', id }, started.socket)
      const reason = await started.ended
      running.delete(id)
      tell({ kind: 'ended', id, end: endOf(reason) })
      if (reason === 'self_test_failed') end(startExit.fault)
      // A mistake in the settings is told at once; what worked before is waited for.
      const misconfigured = reason === 'pin_refused' || reason === 'module_unusable'
      if (misconfigured && hosts?.hasWorked() === false) end(startExit.wrongUsage)
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown error'
      tell({ kind: 'not_started', id, reason, sealed: false })
    }
  }
  const receive = async (report: CeremonyReport): Promise<void> => {
    try {
      await what.ceremony?.receive(report)
      tell({ kind: 'report_safe' })
    } catch (error) {
      process.stderr.write(`chancery: ${error instanceof Error ? error.message : 'unknown error'}\n`)
      end(startExit.notPermitted)
    }
  }
  const pages = async (): Promise<void> => {
    try {
      tell({ kind: 'pages', folder: await buildPages(directory.pages), reason: '' })
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown error'
      tell({ kind: 'pages', folder: null, reason })
    }
  }
  gateway.on('message', (message: ToLauncher) => {
    if (message.kind === 'start') void start(message.what, message.id)
    else if (message.kind === 'kill') running.get(message.id)?.kill()
    else if (message.kind === 'build_pages') void pages()
    else if (message.kind === 'retire_root_keys') source.retire()
    else if (message.kind === 'adopt_root_keys') source.adopt(message.offer)
    else if (message.kind === 'released' || message.kind === 'not_released') source.answer(message)
    else if (message.kind === 'report') void receive(message.report)
    else if (message.kind === 'restored') what.ceremony?.restored?.(message.facts)
    else if (message.kind === 'recovered') what.ceremony?.recovered?.(message.officer)
  })
  gateway.on('error', () => {
    // A message that cannot be sent means that the gateway is ending; its exit is what counts, if it ever began.
    if (gateway.pid === undefined) status.resolve(startExit.fault)
  })
  gateway.on('exit', (code, signal) =>
    status.resolve(code ?? (signal === null ? startExit.fault : 128 + signalNumber(signal))),
  )

  let stopping = false
  const end = (exitStatus: number): void => {
    status.resolve(exitStatus)
    gateway.kill('SIGKILL')
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) {
      end(128 + signalNumber(signal))
      return
    }
    stopping = true
    tell({ kind: 'stop' })
    setTimeout(() => end(startExit.fault), drainMs).unref()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)

  const exitStatus = await status.promise
  source.stop()
  signers.stop()
  hosts?.stop()
  await endAll([...running.values()])
  for (const signal of signals) process.off(signal, onSignal)
  return exitStatus
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

async function startOne(
  what: Startable,
  signers: { take(): Promise<SignerProcess> },
  hosts: HostSupply | undefined,
): Promise<Started> {
  if (what === 'signer') return signers.take()
  if (what === 'inspector') return startInspector()
  if (hosts === undefined) throw new Error('no PKCS #11 module is set up')
  return hosts.take()
}

/** The gateway is told no more than how a process ended; why is the launcher's to deal with. */
function endOf(reason: SignerEnd | HostEnd): ProcessEnd {
  switch (reason) {
    case 'ended':
    case 'crashed':
    case 'killed':
    case 'memory':
      return reason
    default:
      return 'crashed'
  }
}

/**
 * Signers one after the other: one ready before it is asked for, a pause before the next when the last died young.
 * The root keys are handed to each anew; nothing of them stays here.
 */
function signerSupply(handTo: RootKeySource['handTo']): {
  prepare(): void
  take(): Promise<SignerProcess>
  /** Ends those that run, once another is ready. */
  replace(): void
  stop(): void
} {
  let ready: SignerProcess | undefined
  const taken = new Set<SignerProcess>()
  let pauseMs = 0
  let stopped = false
  const startOne = (): SignerProcess => {
    const bornMs = performance.now()
    const signer = startSigner(handTo)
    void signer.ended.then((reason) => {
      taken.delete(signer)
      // One that failed its self-test stays ready, so that whoever takes it learns why.
      if (ready === signer && reason !== 'self_test_failed') ready = undefined
      const sound = performance.now() - bornMs > soundLifeMs
      pauseMs = sound ? 0 : Math.min(maxPauseMs, Math.max(100, pauseMs * 2))
    })
    return signer
  }
  const use = (signer: SignerProcess): SignerProcess => {
    taken.add(signer)
    return signer
  }
  return {
    prepare: () => {
      ready = startOne()
    },
    take: async () => {
      const first = ready
      ready = undefined
      if (first !== undefined) return use(first)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (stopped) throw new Error('the service is ending')
      return use(startOne())
    },
    replace: () => {
      ready?.kill()
      ready = startOne()
      // The next tests itself while these go on; the gateway asks it whatever they leave unanswered.
      const old = [...taken]
      setTimeout(() => {
        for (const signer of old) signer.kill()
      }, replaceAfterMs)
    },
    stop: () => {
      stopped = true
      ready?.socket.destroy()
    },
  }
}

/** The gateway is gone, so their connections are closed: they end by themselves, or are ended. */
async function endAll(processes: readonly Started[]): Promise<void> {
  const timer = setTimeout(() => {
    for (const process of processes) process.kill()
  }, signerEndMs)
  await Promise.all(processes.map((process) => process.ended))
  clearTimeout(timer)
}

function signalNumber(signal: NodeJS.Signals): number {
  const numbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGKILL: 9,
    SIGTERM: 15,
  }
  return numbers[signal] ?? 0
}

function defaultGatewayEntry(): string {
  return fileURLToPath(new URL('../gateway-process.ts', import.meta.url))
}
