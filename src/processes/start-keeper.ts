// Starts the keeper, the process that holds the root keys of an office with custodians; listens for them on its behalf.

import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import type { DataDirectory } from '../data-directory.ts'
import { readCustodyFile, writeCustodyFile } from '../keys/custody/custody-file.ts'
import { type CustodyKind, custodyIdOf, parseCustodyRecord } from '../keys/custody/custody-record.ts'
import { custodySocket } from '../keys/custody/custody-socket.ts'
import type { CustodyState, FromKeeper, ToKeeper } from '../keys/custody/keeper-messages.ts'
import { spawnConfined } from './confined.ts'
import type { RootKeySource, SourceListener } from './root-key-source.ts'

export interface KeeperParts extends SourceListener {
  /** Writes the custody key of an office that keeps it in a file, or nothing; ends the input. */
  readonly giveCustodyKey: (input: Socket, kind: CustodyKind) => void
}

/** A keeper that died comes back sealed, unless its key lies in a file. Not faster than that. */
const againAfterMs = 500

export const keeperConfinement = {
  readable: [
    'keys/',
    'errors.ts',
    'bytes.ts',
    'frames.ts',
    '../package.json',
    '../node_modules/shamir-secret-sharing/',
  ],
  stderr: 'inherit',
  channel: true,
} as const

export function startKeeper(directory: DataDirectory, parts: KeeperParts): RootKeySource {
  let state = stateOnDisk(directory)
  let child: ChildProcess | undefined
  let stopped = false

  const send = (message: ToKeeper, socket?: Socket): void => {
    if (child?.connected === true) child.send(message, socket, { keepOpen: false }, () => undefined)
    else socket?.destroy()
  }
  const hear = (message: FromKeeper): void => {
    if (message.kind === 'state') {
      state = message.state
      parts.changed(state)
    } else if (message.kind === 'keep') send({ kind: 'kept', reason: keep(directory, message.record) })
    else parts.refused(message.reason)
  }
  const start = (): void => {
    const file = readCustodyFile(directory.custodyFile)
    if (file.kind !== 'found') return
    const keeper = spawnConfined('keys/custody/keeper.ts', keeperConfinement)
    child = keeper.child
    keeper.socket.destroy()
    child.on('message', hear)
    child.once('error', () => undefined)
    child.once('exit', () => {
      child = undefined
      if (stopped) return
      state = stateOnDisk(directory)
      parts.changed(state)
      setTimeout(() => stopped || start(), againAfterMs).unref()
    })
    send({ kind: 'begin', record: file.text })
    if (child.stdin instanceof Socket) parts.giveCustodyKey(child.stdin, file.record.source.kind)
  }
  const server = createServer({ pauseOnConnect: true }, (socket) => send({ kind: 'person' }, socket))
  const place = custodySocket(directory.secrets)
  // What a launcher that was killed has left; this one has the lock of the directory.
  if (process.platform !== 'win32') rmSync(place.path, { force: true })
  server.on('error', (error) =>
    process.stderr.write(`chancery: custodians cannot reach it: ${error.message}\n`),
  )
  server.listen(place.path)
  start()
  return {
    state: () => state,
    handTo: (input) => send({ kind: 'signer' }, input),
    retire: () => send({ kind: 'retire' }),
    stop: () => {
      stopped = true
      server.close(() => place[Symbol.dispose]())
      child?.disconnect()
    },
  }
}

function keep(directory: DataDirectory, record: string): string | null {
  try {
    writeCustodyFile(directory.custodyFile, record)
    // What opened it before must not lie about: older copies of the record are wrapped under it.
    if (parseCustodyRecord(record)?.source.kind !== 'file') rmSync(directory.rootKeyFile, { force: true })
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown error'
  }
  return null
}

/** What is known before the keeper has spoken. */
function stateOnDisk(directory: DataDirectory): CustodyState {
  const file = readCustodyFile(directory.custodyFile)
  if (file.kind !== 'found') throw new Error('there is no custody record')
  const { source, rootKeys } = file.record
  return {
    sealed: true,
    kind: source.kind,
    custodyId: custodyIdOf(file.record),
    given: 0,
    needed: source.kind === 'shares' ? source.threshold : 1,
    custodians: source.kind === 'shares' ? source.custodians.length : 0,
    generations: rootKeys.map(({ generation, checkValueHex }) => ({ generation, checkValueHex })),
  }
}
