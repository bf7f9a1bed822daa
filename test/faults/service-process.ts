// The service as its users run it: `node src/main.ts` in processes of its own, found, killed and started again by tests.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'

export type Role = 'launcher' | 'gateway' | 'signer' | 'inspector' | 'pkcs11'

export interface RunningProcess {
  readonly pid: number
  readonly role: Role
}

export interface ServiceOptions {
  readonly dataDirectory: string
  readonly port: number
  /** Settings beside port, data directory and log level. */
  readonly env?: Readonly<Record<string, string>>
  readonly arguments?: readonly string[]
}

export interface ServiceEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ServiceProcess {
  readonly dataDirectory: string
  readonly url: string
  readonly ended: Promise<ServiceEnd>
  /** Everything that is running now, the launcher first. */
  processes(): readonly RunningProcess[]
  /** @returns the processes that were ended. */
  kill(role: Role, signal?: NodeJS.Signals): readonly RunningProcess[]
  output(): string
  errors(): string
}

const project = join(import.meta.dirname, '../..')

/** Starts it and does not wait. */
export function spawnService(options: ServiceOptions): ServiceProcess {
  const child = spawn(process.execPath, ['src/main.ts', ...(options.arguments ?? [])], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...(process.env['PATH'] === undefined ? {} : { PATH: process.env['PATH'] }),
      CHANCERY_PORT: String(options.port),
      CHANCERY_DATA_DIR: options.dataDirectory,
      CHANCERY_LOG_LEVEL: 'warn',
      CHANCERY_STRANGER_RATE: '0',
      ...options.env,
    },
  })
  const output = gather(child, 'stdout')
  const errors = gather(child, 'stderr')
  const ended = new Promise<ServiceEnd>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  return {
    dataDirectory: options.dataDirectory,
    url: `http://127.0.0.1:${options.port}`,
    ended,
    processes: () => processesOf(child),
    kill: (role, signal = 'SIGKILL') => {
      const found = processesOf(child).filter((one) => one.role === role)
      for (const { pid } of found) signalIfRunning(pid, signal)
      return found
    },
    output,
    errors,
  }
}

/**
 * Starts it and waits until it answers.
 *
 * @throws Error with what it wrote when it ends instead, or takes longer than `readyMs`.
 */
export async function startService(options: ServiceOptions, readyMs = 180_000): Promise<ServiceProcess> {
  const service = spawnService(options)
  const outcome = await Promise.race([
    until(() => service.output().includes('Chancery is ready at'), readyMs, 20),
    service.ended,
  ])
  if (outcome === true) return service
  const end =
    outcome === false ? `was not ready within ${readyMs} ms` : `ended with ${JSON.stringify(outcome)}`
  service.kill('launcher')
  throw new Error(`the service ${end}\n${service.output()}${service.errors()}`)
}

/** Asks it to end and waits for it. */
export async function stopService(
  service: ServiceProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<ServiceEnd> {
  service.kill('launcher', signal)
  return service.ended
}

/** Speaks as the local administrator. */
export async function administratorOf(
  service: Pick<ServiceProcess, 'url' | 'dataDirectory'>,
  options: { readonly attempts?: number; readonly timeoutMs?: number } = {},
): Promise<ChanceryClient> {
  const token = (await readFile(join(service.dataDirectory, 'admin.token'), 'utf8')).trim()
  return createClient({ url: service.url, token, attempts: 1, ...options })
}

/** @returns those still running after `limitMs`. */
export async function waitForEnd(
  processes: readonly RunningProcess[],
  limitMs: number,
): Promise<readonly RunningProcess[]> {
  const running = () => processes.filter(({ pid }) => isRunning(pid))
  await until(() => running().length === 0, limitMs, 20)
  return running()
}

/** @returns whether it became true. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
  everyMs: number,
): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > end) return false
    await pause(everyMs)
  }
  return true
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function gather(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  let text = ''
  child[name]?.setEncoding('utf8').on('data', (piece: string) => {
    // A service that fails in a loop must not fill the memory of its test.
    text = (text + piece).slice(-200_000)
  })
  return () => text
}

function processesOf(launcher: ChildProcess): readonly RunningProcess[] {
  if (launcher.pid === undefined || launcher.exitCode !== null || launcher.signalCode !== null) return []
  const found: RunningProcess[] = [{ pid: launcher.pid, role: 'launcher' }]
  for (const pid of childrenOf(launcher.pid)) {
    const role = roleOf(pid)
    if (role !== undefined) found.push({ pid, role })
  }
  return found
}

/** Linux has the tree in /proc. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statusOf(Number(name))?.parent === parent)
    .map(Number)
}

function roleOf(pid: number): Role | undefined {
  const command = readProc(pid, 'cmdline') ?? ''
  if (command.includes('gateway-process.ts')) return 'gateway'
  if (command.includes('keys/software/signer.ts')) return 'signer'
  if (command.includes('keys/pkcs11/host.ts')) return 'pkcs11'
  if (command.includes('inspection/')) return 'inspector'
  return undefined
}

function statusOf(pid: number): { readonly parent: number; readonly state: string } | undefined {
  // The name of the program stands in brackets and may hold anything.
  const fields = readProc(pid, 'stat')?.split(') ').at(-1)?.split(' ')
  const [state, parent] = fields ?? []
  return state === undefined || parent === undefined ? undefined : { state, parent: Number(parent) }
}

function isRunning(pid: number): boolean {
  const state = statusOf(pid)?.state
  return state !== undefined && state !== 'Z' && roleNow(pid)
}

/** A number that another program has got meanwhile is not ours any more. */
function roleNow(pid: number): boolean {
  return roleOf(pid) !== undefined || (readProc(pid, 'cmdline') ?? '').includes('src/main.ts')
}

function readProc(pid: number, file: string): string | undefined {
  const path = `/proc/${pid}/${file}`
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/** Whoever ended meanwhile needs no signal. */
export function signalIfRunning(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ESRCH') throw error
  }
}
