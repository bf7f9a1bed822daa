// Starts the process that a PKCS #11 module is loaded into, and hands it the PIN on its standard input.

import { createRequire } from 'node:module'
import type { Pkcs11Settings } from '../config.ts'
import { ServiceError } from '../errors.ts'
import { hostExit } from '../keys/pkcs11/host-exit.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { type Confinement, spawnConfined } from './confined.ts'
import type { LaunchedProcess, ProcessEnd } from './launcher-link.ts'

/** Its own sources and the add-on. The module reads and connects as it likes: native code is not held by Node. */
const readable = [
  'keys/',
  'crypto/',
  'errors.ts',
  'bytes.ts',
  'frames.ts',
  '../package.json',
  '../node_modules/pkcs11js/',
]

/** Why a host ended. `token_lost`: another one may find the token again. */
export type HostEnd = ProcessEnd | 'token_lost' | 'pin_refused' | 'module_unusable'

export interface Pkcs11HostProcess extends Omit<LaunchedProcess, 'ended'> {
  readonly pid: number | undefined
  readonly ended: Promise<HostEnd>
}

/**
 * @param pin copied to the process; the caller disposes of its own.
 * @param env what the module is set up by. Ours, and what steers Node, is taken out.
 */
export function startPkcs11Host(
  settings: Pick<Pkcs11Settings, 'module' | 'tokenLabel'>,
  pin: SecretBytes,
  env: NodeJS.ProcessEnv,
): Pkcs11HostProcess {
  const confinement: Confinement = { readable, addons: { env: environmentOfModule(env) }, stderr: 'inherit' }
  const { child, socket } = spawnConfined('keys/pkcs11/host.ts', confinement, [
    settings.module,
    settings.tokenLabel,
  ])
  if (child.stdin === null) throw new Error('the PKCS #11 host was started without standard input')
  const copy = Buffer.from(pin.dangerouslyRevealBytes())
  child.stdin.end(copy, () => copy.fill(0))
  const ended = new Promise<HostEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : endOf(code)))
    child.once('error', () => resolve('crashed'))
  })
  return { socket, pid: child.pid, kill: () => child.kill('SIGKILL'), ended }
}

/** @throws ServiceError `INVALID_ARGUMENT` when the add-on was not built. */
export function requireAddon(): void {
  try {
    createRequire(import.meta.url).resolve('pkcs11js/build/Release/pkcs11.node')
  } catch (cause) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'CHANCERY_PKCS11_MODULE is set, but the npm package pkcs11js is not there: `npm install` builds it where it finds a C++ compiler, make and Python (on Debian: build-essential, python3)',
      { cause },
    )
  }
}

function endOf(code: number | null): HostEnd {
  switch (code) {
    case hostExit.done:
      return 'ended'
    case hostExit.tokenLost:
      return 'token_lost'
    case hostExit.pinRefused:
      return 'pin_refused'
    case hostExit.moduleUnusable:
      return 'module_unusable'
    default:
      return 'crashed'
  }
}

function environmentOfModule(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(CHANCERY|NODE|npm)_/i.test(name)))
}
