// Starts Node confined: permission model, empty environment, no core dumps, no inspector. For signer and inspectors.

import { type ChildProcess, type IOType, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { compiledEnvironment, compiledFolder } from './compiled.ts'

export interface Confinement {
  /** What may be read, relative to `src/`. A folder ends in `/`. Nothing may be written. */
  readonly readable: readonly string[]
  /** Flags of Node beyond the confinement. */
  readonly flags?: readonly string[]
  /** Native code, which the permission model does not reach, and the environment that it is set up by. */
  readonly addons?: { readonly env: NodeJS.ProcessEnv }
  /** Where its messages to people go. */
  readonly stderr: 'inherit' | 'ignore'
  /** With Node's IPC channel to the process that starts it, over which connections may be handed to it. */
  readonly channel?: boolean
}

export interface ConfinedProcess {
  readonly child: ChildProcess
  /** The other end of descriptor 3 of the process. */
  readonly socket: Socket
}

/**
 * Starts `entry` with standard input on a pipe, standard output closed and a connection on descriptor 3. No
 * network, children, workers, add-ons (unless they are what it is for), WASI, writing or reading beyond `readable`.
 *
 * @param entry path of the program, relative to `src/` or absolute.
 */
export function spawnConfined(
  entry: string,
  confinement: Confinement,
  arguments_: readonly string[] = [],
): ConfinedProcess {
  const child = spawnWithoutCoreDumps(
    [...confinementFlags(confinement), inSources(entry), ...arguments_],
    ['pipe', 'ignore', confinement.stderr, 'pipe', ...(confinement.channel === true ? ipc : [])],
    { ...confinement.addons?.env, ...compiledEnvironment() },
  )
  const socket = child.stdio[3]
  if (!(socket instanceof Socket)) throw new Error(`${entry} was started without a connection`)
  // A process that dies at once breaks its pipes; its exit is what tells.
  child.stdin?.on('error', () => undefined)
  return { child, socket }
}

function confinementFlags({ readable, addons, flags }: Confinement): readonly string[] {
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${inSources(path)}`),
    `--allow-fs-read=${compiledFolder}/`,
    '--disable-sigusr1',
    '--disallow-code-generation-from-strings',
    addons === undefined ? '--no-addons' : '--allow-addons',
    // Its files are not subject to the permission model.
    '--no-experimental-sqlite',
    '--no-warnings',
    ...(flags ?? []),
  ]
}

const ipc: readonly 'ipc'[] = ['ipc']

function spawnWithoutCoreDumps(
  arguments_: readonly string[],
  stdio: (IOType | 'ipc')[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  if (process.platform === 'win32') return spawn(process.execPath, arguments_, { env, stdio })
  // Node has no setrlimit, every POSIX shell has ulimit. Node replaces the shell, so the pid stays.
  const script = 'ulimit -c 0; unset PWD OLDPWD; exec "$0" "$@"'
  return spawn('/bin/sh', ['-c', script, process.execPath, ...arguments_], { env, cwd: '/', stdio })
}

function inSources(path: string): string {
  return fileURLToPath(new URL(path, new URL('../', import.meta.url)))
}
