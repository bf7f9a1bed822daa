// The launcher's side of syncing for the gateway: opens what the gateway has open, and brings it to the disk.

import type { ChildProcess } from 'node:child_process'
import { open } from 'node:fs/promises'
import { Socket } from 'node:net'
import type { FromLauncher, ToLauncher } from './launcher-link.ts'

/** @param gateway has a connection on its descriptor 4, on which it blocks until it is answered. */
export function syncForGateway(gateway: ChildProcess, tell: (message: FromLauncher) => void): void {
  const connection = gateway.stdio[4]
  if (!(connection instanceof Socket))
    throw new Error('the gateway was started without a connection for syncing')
  let rest = Buffer.alloc(0)
  connection.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 4) {
      const descriptor = rest.readUInt32BE()
      rest = rest.subarray(4)
      void sync(gateway, descriptor).then((done) => connection.write(Uint8Array.of(done ? 0 : 1)))
    }
  })
  connection.on('error', () => undefined)
  gateway.on('message', (message: ToLauncher | null) => {
    if (message?.kind !== 'sync') return
    const { id } = message
    void sync(gateway, message.descriptor).then((done) => tell({ kind: 'synced', id, done }))
  })
}

async function sync(gateway: ChildProcess, descriptor: number): Promise<boolean> {
  try {
    await using file = await open(`/proc/${gateway.pid}/fd/${Math.trunc(descriptor)}`, 'r')
    await file.sync()
    return true
  } catch {
    return false
  }
}
