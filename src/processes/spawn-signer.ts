// Starts the signer, the one process that holds keys, and hands it the root key on its standard input.

import type { SecretBytes } from '../keys/secret-bytes.ts'
import { type ConfinedProcess, type Confinement, spawnConfined } from './confined.ts'

/** Its own sources and nothing that could contain a data directory. */
export const signerConfinement: Confinement = {
  readable: ['keys/', 'crypto/', 'errors.ts', 'bytes.ts', 'frames.ts', '../package.json'],
  stderr: 'inherit',
}

/** @param rootKey copied to the process; the caller disposes of its own. */
export function spawnSigner(rootKey: SecretBytes): ConfinedProcess {
  const signer = spawnConfined('keys/software/signer.ts', signerConfinement)
  if (signer.child.stdin === null) throw new Error('the signer was started without standard input')
  // The stream keeps what it cannot write at once: it gets a copy of its own, zeroed when it is through.
  const copy = Buffer.from(rootKey.dangerouslyRevealBytes())
  signer.child.stdin.end(copy, () => copy.fill(0))
  return signer
}
