// The launcher: takes the data directory, starts signer and gateway, joins them, replaces what dies, ends in order.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { type DataDirectory, dataDirectory, hasDatabase, makeDataDirectory } from '../data-directory.ts'
import { isServiceError } from '../errors.ts'
import { createRootKeyFile, readRootKeyFile } from '../keys/root-key-file.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { lockDirectory } from '../registry/directory-lock.ts'
import { buildPages } from './build-pages.ts'
import { gatewayFlags } from './gateway-permissions.ts'
import type { FromLauncher, LaunchedProcess, Startable, ToLauncher } from './launcher-link.ts'
import { startInspector } from './start-inspector.ts'
import { type SignerProcess, startSigner } from './start-signer.ts'
import { syncForGateway } from './sync-for-gateway.ts'

type Started = LaunchedProcess | SignerProcess

/** Exit statuses of the contract, as far as starting can meet them. */
export const startExit = { damaged: 65, inUse: 69, fault: 70, notPermitted: 77 } as const

/** Why the service does not start, in words for the operator, and the exit status that says so to programs. */
export class StartRefusal extends Error {
  readonly exitStatus: number

  constructor(exitStatus: number, message: string) {
    super(message)
    this.exitStatus = exitStatus
  }
}

/** The gateway drains for at most 10 s and then closes its database; one that takes longer is ended. */
const drainMs = 20_000
const signerEndMs = 2_000
/** A signer that lived shorter than that is not replaced at once. */
const soundLifeMs = 5_000
const maxPauseMs = 5_000

export interface Launch {
  readonly config: Config
  /** What the gateway is started with. The signer and the inspectors are started with nothing. */
  readonly env: NodeJS.ProcessEnv
  /** Arguments of the gateway program. */
  readonly gatewayArguments?: readonly string[]
  /** Another gateway, for tests. */
  readonly gatewayEntry?: string
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
    rootKeyOf(directory, what.config)[Symbol.dispose]()
    return await supervise(what, directory)
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

/** Reads the root key, making it when this is a first start. */
function rootKeyOf(directory: DataDirectory, config: Config): SecretBytes {
  const file = readRootKeyFile(directory.rootKeyFile)
  if (file.kind === 'found') return file.rootKey
  if (file.kind === 'unusable') {
    throw new StartRefusal(
      file.status === 'damaged' ? startExit.damaged : startExit.notPermitted,
      file.reason,
    )
  }
  // With PostgreSQL the gateway compares the key with the check value in the registry, and refuses another one.
  if (config.databaseUrl === undefined && hasDatabase(directory)) {
    throw new StartRefusal(
      startExit.damaged,
      `The root key ${directory.rootKeyFile} is missing, but there is a database. Restore it from its backup; a new key would open nothing`,
    )
  }
  return createRootKeyFile(directory.rootKeyFile, randomBytes)
}

async function supervise(what: Launch, directory: DataDirectory): Promise<number> {
  const { config, env, gatewayArguments = [], gatewayEntry = defaultGatewayEntry() } = what
  const status = Promise.withResolvers<number>()
  const running = new Map<number, Started>()
  const signers = signerSupply(() => rootKeyOf(directory, config))
  // The signer tests itself while the gateway loads.
  signers.prepare()
  const flags = gatewayFlags(gatewayEntry, config, directory, env)
  const gateway = spawn(process.execPath, [...flags, gatewayEntry, ...gatewayArguments], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  })

  const tell = (message: FromLauncher, socket?: Socket): void => {
    if (gateway.connected) gateway.send(message, socket, { keepOpen: false }, () => undefined)
    // Nobody will use it; closed, it ends the process behind it.
    else socket?.destroy()
  }
  syncForGateway(gateway, tell)
  const start = async (what: Startable, id: number): Promise<void> => {
    try {
      const started = what === 'signer' ? await signers.take() : startInspector()
      running.set(id, started)
      tell({ kind: 'started', id }, started.socket)
      const reason = await started.ended
      running.delete(id)
      tell({ kind: 'ended', id, end: reason === 'self_test_failed' ? 'crashed' : reason })
      if (reason === 'self_test_failed') end(startExit.fault)
    } catch (error) {
      tell({ kind: 'not_started', id, reason: error instanceof Error ? error.message : 'unknown error' })
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
  signers.stop()
  await endAll([...running.values()])
  for (const signal of signals) process.off(signal, onSignal)
  return exitStatus
}

/**
 * Signers one after the other: one ready before it is asked for, a pause before the next when the last died young.
 * The root key is read from its file for each and zeroed here at once.
 */
function signerSupply(rootKey: () => SecretBytes): {
  prepare(): void
  take(): Promise<SignerProcess>
  stop(): void
} {
  let ready: SignerProcess | undefined
  let pauseMs = 0
  let stopped = false
  const startOne = (): SignerProcess => {
    using key = rootKey()
    const bornMs = performance.now()
    const signer = startSigner(key)
    void signer.ended.then((reason) => {
      // One that failed its self-test stays ready, so that whoever takes it learns why.
      if (ready === signer && reason !== 'self_test_failed') ready = undefined
      const sound = performance.now() - bornMs > soundLifeMs
      pauseMs = sound ? 0 : Math.min(maxPauseMs, Math.max(100, pauseMs * 2))
    })
    return signer
  }
  return {
    prepare: () => {
      ready = startOne()
    },
    take: async () => {
      const first = ready
      ready = undefined
      if (first !== undefined) return first
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (stopped) throw new Error('the service is ending')
      return startOne()
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
