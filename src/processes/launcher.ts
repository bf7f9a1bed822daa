// The launcher: takes the data directory, starts signer and gateway, joins them, replaces what dies, ends in order.

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { type DataDirectory, dataDirectory, hasDatabase, makeDataDirectory } from '../data-directory.ts'
import { isServiceError } from '../errors.ts'
import { createRootKeyFile, readRootKeyFile } from '../keys/root-key-file.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { signerExit } from '../keys/software/signer-exit.ts'
import { lockDirectory } from '../registry/directory-lock.ts'
import type { ConfinedProcess } from './confined.ts'
import { gatewayFlags } from './gateway-permissions.ts'
import type { FromLauncher, ProcessEnd, ToLauncher } from './launcher-link.ts'
import { spawnInspector } from './spawn-inspector.ts'
import { spawnSigner } from './spawn-signer.ts'

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

/** The gateway drains for at most 10 s; a little more, and it is ended. */
const drainMs = 12_000
const signerEndMs = 2_000
/** A signer that lived shorter than that is not replaced at once. */
const soundLifeMs = 5_000
const maxPauseMs = 5_000

/**
 * Runs the service until it ends.
 *
 * @param gatewayEntry another gateway, for tests.
 * @returns the exit status: 0 after SIGINT or SIGTERM and an orderly drain, the gateway's own when it ended by
 *   itself, 128 + signal after a second signal.
 * @throws StartRefusal when the data directory is in use, or its root key is missing beside a database, damaged,
 *   or not private.
 */
export async function launch(config: Config, gatewayEntry = defaultGatewayEntry()): Promise<number> {
  process.umask(0o077)
  const directory = dataDirectory(config.dataDirectory)
  const lock = takeDirectory(directory)
  try {
    rootKeyOf(directory, config)[Symbol.dispose]()
    return await supervise(config, directory, gatewayEntry)
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

interface Supervised {
  readonly process: ConfinedProcess
  /** How it ended, once it did. */
  end(): ProcessEnd
}

async function supervise(config: Config, directory: DataDirectory, gatewayEntry: string): Promise<number> {
  const status = Promise.withResolvers<number>()
  const running = new Map<number, Supervised>()
  const signers = signerSupply(() => rootKeyOf(directory, config))
  // The signer tests itself while the gateway loads.
  signers.prepare()
  const gateway = spawn(process.execPath, [...gatewayFlags(config, directory), gatewayEntry], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

  const tell = (message: FromLauncher, socket?: ConfinedProcess['socket']): void => {
    if (gateway.connected) gateway.send(message, socket, { keepOpen: false }, () => undefined)
  }
  const start = async (what: 'signer' | 'inspector', id: number): Promise<void> => {
    try {
      const started = what === 'signer' ? await signers.take() : startInspector()
      running.set(id, started)
      started.process.child.once('exit', (code) => {
        running.delete(id)
        tell({ kind: 'ended', id, end: started.end() })
        if (what === 'signer' && code === signerExit.selfTestFailed) end(startExit.fault)
      })
      if (hasExited(started.process.child))
        tell({ kind: 'not_started', id, reason: `the ${what} ended at once` })
      else tell({ kind: 'started', id }, started.process.socket)
    } catch (error) {
      tell({ kind: 'not_started', id, reason: error instanceof Error ? error.message : 'unknown error' })
    }
  }
  gateway.on('message', (message: ToLauncher) => {
    if (message.kind === 'start') void start(message.what, message.id)
    else running.get(message.id)?.process.child.kill('SIGKILL')
  })
  // A message that cannot be sent means that the gateway is ending; its exit is what counts.
  gateway.on('error', () => undefined)
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
  await endAll([...running.values()].map(({ process: { child } }) => child))
  for (const signal of signals) process.off(signal, onSignal)
  return exitStatus
}

/**
 * Signers one after the other: one ready before it is asked for, a pause before the next when the last died young.
 * The root key is read from its file for each and zeroed here at once.
 */
function signerSupply(rootKey: () => SecretBytes): {
  prepare(): void
  take(): Promise<Supervised>
  stop(): void
} {
  let ready: Supervised | undefined
  let pauseMs = 0
  let stopped = false
  const spawnOne = (): Supervised => {
    using key = rootKey()
    const bornMs = performance.now()
    const signer = spawnSigner(key)
    signer.child.once('exit', () => {
      if (ready?.process === signer) ready = undefined
      pauseMs =
        performance.now() - bornMs > soundLifeMs ? 0 : Math.min(maxPauseMs, Math.max(100, pauseMs * 2))
    })
    return { process: signer, end: () => (signer.child.signalCode === 'SIGKILL' ? 'killed' : 'crashed') }
  }
  return {
    prepare: () => {
      ready = spawnOne()
    },
    take: async () => {
      const first = ready
      ready = undefined
      if (first !== undefined && !hasExited(first.process.child)) return first
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (stopped) throw new Error('the service is ending')
      return spawnOne()
    },
    stop: () => {
      stopped = true
      ready?.process.socket.destroy()
    },
  }
}

function startInspector(): Supervised {
  const inspector = spawnInspector()
  const { child } = inspector
  return {
    process: inspector,
    end: () => {
      if (inspector.outOfMemory()) return 'memory'
      if (child.signalCode === 'SIGKILL') return 'killed'
      return child.exitCode === 0 ? 'ended' : 'crashed'
    },
  }
}

/** The gateway is gone, so their connections are closed: they end by themselves, or are ended. */
async function endAll(children: readonly ChildProcess[]): Promise<void> {
  const timer = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, signerEndMs)
  await Promise.all(
    children.map((child) =>
      hasExited(child) ? undefined : new Promise((resolve) => child.once('exit', resolve)),
    ),
  )
  clearTimeout(timer)
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
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
