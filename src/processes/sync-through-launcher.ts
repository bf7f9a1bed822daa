// Loaded first in a gateway under Node's permission model, which forbids fsync: gives it back, done by the launcher.
// The launcher opens /proc/PID/fd/N and syncs that: fsync(2) flushes the file, whoever calls it.

import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { fileURLToPath } from 'node:url'
import { ServiceError } from '../errors.ts'
import type { SyncAnswer, SyncRequest } from './launcher-link.ts'

/** The gateway's end of a connection on which it waits for the launcher without turning its event loop. */
const waitingDescriptor = 4

// The database calls this from WebAssembly, which cannot wait for a promise.
function syncAndWait(descriptor: number): void {
  const request = Buffer.alloc(4)
  request.writeUInt32BE(descriptor)
  fs.writeSync(waitingDescriptor, request)
  const answer = Buffer.alloc(1)
  if (fs.readSync(waitingDescriptor, answer, 0, 1, null) !== 1 || answer[0] !== 0) throw failed()
}

const waiting = new Map<number, PromiseWithResolvers<void>>()
let lastId = 0

function syncSoon(descriptor: number): Promise<void> {
  // Not before the first use: a listener that comes too early would swallow what others are to hear.
  if (lastId === 0) process.on('message', hear).on('disconnect', giveUp)
  const id = ++lastId
  const result = Promise.withResolvers<void>()
  waiting.set(id, result)
  const request: SyncRequest = { kind: 'sync', id, descriptor }
  // What cannot be sent any more is given up with the rest when the channel closes.
  if (process.connected) process.send?.(request, undefined, undefined, () => undefined)
  else giveUp()
  return result.promise
}

function hear(message: SyncAnswer | { readonly kind: 'other' }): void {
  if (message.kind !== 'synced') return
  const result = waiting.get(message.id)
  waiting.delete(message.id)
  if (message.done) result?.resolve()
  else result?.reject(failed())
}

/** Without its launcher the gateway is ending: whoever waits may ask the next one. */
function giveUp(): void {
  for (const result of waiting.values()) {
    result.reject(new ServiceError('SHUTTING_DOWN', 'the service is ending'))
  }
  waiting.clear()
}

function failed(): Error {
  return new Error('the launcher could not bring a file to the disk')
}

function syncForCallback(descriptor: number, callback: (error: Error | null) => void): void {
  syncSoon(descriptor).then(() => callback(null), callback)
}

async function patchFileHandles(): Promise<void> {
  await using any = await open(fileURLToPath(import.meta.url))
  const prototype: object = Object.getPrototypeOf(any)
  const sync = function (this: { readonly fd: number }): Promise<void> {
    return syncSoon(this.fd)
  }
  Object.defineProperty(prototype, 'sync', { value: sync })
  Object.defineProperty(prototype, 'datasync', { value: sync })
}

Object.assign(fs, {
  fsyncSync: syncAndWait,
  fdatasyncSync: syncAndWait,
  fsync: syncForCallback,
  fdatasync: syncForCallback,
})
syncBuiltinESMExports()
await patchFileHandles()
