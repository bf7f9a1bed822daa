// Starts the signer process: permission model, empty environment, no core dumps, root key on a pipe.

import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { SecretBytes } from '../secret-bytes.ts'

export interface SignerProcess {
  readonly child: ChildProcess
  /** The gateway's end of the connection. */
  readonly socket: Socket
}

/**
 * @param rootKey copied to the process; the caller disposes of its own.
 */
export function spawnSigner(rootKey: SecretBytes): SignerProcess {
  const child = spawnConfined(signerArguments(), ['pipe', 'ignore', 'inherit', 'pipe'])
  const socket = child.stdio[3]
  if (child.stdin === null || !(socket instanceof Socket)) throw new Error('the signer has no descriptors')
  // A signer that dies at once breaks its pipes; its exit is what tells.
  child.stdin.on('error', () => undefined)
  // The stream writes at once or keeps the bytes: it gets a copy of its own, zeroed when it was written.
  const copy = Buffer.from(rootKey.dangerouslyRevealBytes())
  child.stdin.end(copy, () => copy.fill(0))
  return { child, socket }
}

/** Starts Node with `arguments_`, an empty environment and no core dumps. Also used by tests of the confinement. */
export function spawnConfined(
  arguments_: readonly string[],
  stdio: readonly ('pipe' | 'ignore' | 'inherit')[],
): ChildProcess {
  const options = { env: {}, cwd: '/', stdio: [...stdio] }
  if (process.platform === 'win32')
    return spawn(process.execPath, arguments_, { ...options, cwd: process.cwd() })
  // Node has no setrlimit, every POSIX shell has ulimit. The shell is replaced by Node, so the pid stays.
  const script = 'ulimit -c 0; unset PWD OLDPWD; exec "$0" "$@"'
  return spawn('/bin/sh', ['-c', script, process.execPath, ...arguments_], options)
}

/**
 * What the signer may do: read its own sources. No write, network, child, worker, add-on, inspector.
 */
export function confinement(): readonly string[] {
  const readable = [
    '../',
    '../../crypto/',
    '../../errors.ts',
    '../../bytes.ts',
    '../../frames.ts',
    '../../../package.json',
  ]
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${fileURLToPath(new URL(path, import.meta.url))}`),
    '--disable-sigusr1',
    '--disallow-code-generation-from-strings',
    '--no-addons',
    '--no-warnings',
  ]
}

function signerArguments(): readonly string[] {
  return [...confinement(), fileURLToPath(new URL('signer.ts', import.meta.url))]
}
