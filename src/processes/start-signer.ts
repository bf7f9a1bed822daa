// Starts the signer, the one process that holds keys, and has the root keys handed to it on its standard input.

import { Socket } from 'node:net'
import { signerExit } from '../keys/software/signer-exit.ts'
import { type Confinement, spawnConfined } from './confined.ts'
import type { ProcessEnd } from './launcher-link.ts'

/** Its own sources and those of one library, and nothing that could contain a data directory. */
export const signerConfinement: Confinement = {
  readable: [
    'keys/',
    'crypto/',
    'errors.ts',
    'bytes.ts',
    'frames.ts',
    '../package.json',
    // ECDSA over a given digest, which the platform does not sign.
    '../node_modules/@noble/curves/',
    '../node_modules/@noble/hashes/',
  ],
  stderr: 'inherit',
}

/** How a signer ended: `self_test_failed` when starting another would not help. */
export type SignerEnd = ProcessEnd | 'self_test_failed'

export interface SignerProcess {
  readonly socket: Socket
  readonly pid: number | undefined
  kill(): void
  readonly ended: Promise<SignerEnd>
}

/** @param handTo writes the root keys to the standard input of the process, and ends it. */
export function startSigner(handTo: (input: Socket) => void): SignerProcess {
  const { child, socket } = spawnConfined('keys/software/signer.ts', signerConfinement)
  if (!(child.stdin instanceof Socket)) throw new Error('the signer was started without standard input')
  handTo(child.stdin)
  const ended = new Promise<SignerEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      if (code === signerExit.selfTestFailed) resolve('self_test_failed')
      else if (signal === 'SIGKILL') resolve('killed')
      else resolve(code === signerExit.done ? 'ended' : 'crashed')
    })
    child.once('error', () => resolve('crashed'))
  })
  return { socket, pid: child.pid, kill: () => child.kill('SIGKILL'), ended }
}
