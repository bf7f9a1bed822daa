// Programs of others that tests ask. One that is missing is an error with the name of its package, never a skip.

import { spawnSync } from 'node:child_process'

const packages = { openssl: 'openssl', pdfsig: 'poppler-utils' } as const

export type Peer = keyof typeof packages

/** @throws Error naming the Debian package when the program is not installed. */
export function requirePeers(...peers: readonly Peer[]): void {
  for (const peer of peers) {
    const { error } = spawnSync(peer, ['--help'], { stdio: 'ignore', timeout: 60_000 })
    if (error !== undefined)
      throw new Error(`${peer} does not run; install the Debian package ${packages[peer]}`, { cause: error })
  }
}
