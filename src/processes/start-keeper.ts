// Starts the keeper, the process that holds the root keys of an office with custodians; listens for them on its behalf.

import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import type { DataDirectory } from '../data-directory.ts'
import { readCustodyFile, writeCustodyFile } from '../keys/custody/custody-file.ts'
import {
  type CustodyKind,
  custodyIdOf,
  generationsOf,
  parseCustodyRecord,
} from '../keys/custody/custody-record.ts'
import { newCustodySocket } from '../keys/custody/custody-socket.ts'
import type { CustodyState, FromKeeper, ToKeeper } from '../keys/custody/keeper-messages.ts'
import { spawnConfined } from './confined.ts'
import type { RootKeySource, SourceListener, SourceParts } from './root-key-source.ts'
import type { Pkcs11HostProcess } from './start-pkcs11-host.ts'

export interface KeeperParts extends Pick<SourceParts, 'takeHost'> {
  /** Writes the custody key of an office that keeps it in a file, or nothing; ends the input. */
  readonly giveCustodyKey: (input: Socket, kind: CustodyKind) => void
}

/** A keeper that died comes back sealed, unless a file or an HSM opens it. Not faster than that. */
const againAfterMs = 500
/** Longer than a keeper waits for one. A module that hangs does not end with its connection. */
const hostLifeMs = 60_000

const keeperConfinement = {
  readable: [
    'keys/',
    // What the messages to the host of an HSM are made of.
    'crypto/',
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
  let offer: string | null = null
  let complaint = ''
  let child: ChildProcess | undefined
  let stopped = false
  let opened = false
  let listener: SourceListener | undefined
  const hosts = new Set<Pkcs11HostProcess>()

  const send = (message: ToKeeper, socket?: Socket): void => {
    if (child?.connected === true) child.send(message, socket, { keepOpen: false }, () => undefined)
    else socket?.destroy()
  }
  const hear = (message: FromKeeper): void => {
    if (message.kind === 'state') {
      state = message.state
      offer = message.offer
      opened ||= !state.sealed
      listener?.changed(state)
    } else if (message.kind === 'keep') send({ kind: 'kept', reason: keep(directory, message.record) })
    else if (message.kind === 'want_host') void giveHost()
    else if (message.kind === 'release') listener?.release(message)
    else if (message.kind === 'not_adopted') {
      // Asked again every few seconds, told once.
      if (complaint !== message.reason) process.stderr.write(`chancery: ${message.reason}\n`)
      complaint = message.reason
    }
    // What was open before waits for its HSM; what starts is not to wait all night.
    else if (message.unavailable && opened) child?.kill('SIGKILL')
    else listener?.refused(message.reason, message.unavailable)
  }
  const giveHost = async (): Promise<void> => {
    try {
      if (parts.takeHost === undefined) throw new Error('CHANCERY_PKCS11_MODULE is empty')
      const host = await parts.takeHost()
      hosts.add(host)
      const timer = setTimeout(() => host.kill(), hostLifeMs).unref()
      void host.ended.then(() => {
        clearTimeout(timer)
        hosts.delete(host)
      })
      send({ kind: 'host', reason: null }, host.socket)
    } catch (error) {
      send({ kind: 'host', reason: error instanceof Error ? error.message : 'unknown error' })
    }
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
      offer = null
      listener?.changed(state)
      setTimeout(() => stopped || start(), againAfterMs).unref()
    })
    send({ kind: 'begin', record: file.text })
    if (child.stdin instanceof Socket) parts.giveCustodyKey(child.stdin, file.record.source.kind)
  }
  const server = createServer({ pauseOnConnect: true }, (socket) => send({ kind: 'person' }, socket))
  const place = newCustodySocket(directory.secrets, randomBytes)
  server.on('error', (error) =>
    process.stderr.write(`chancery: custodians cannot reach it: ${error.message}\n`),
  )
  server.listen(place.path)
  start()
  return {
    state: () => state,
    offer: () => offer,
    answer: (answer) => send(answer),
    adopt: (offered) => send({ kind: 'adopt', offer: offered }),
    handTo: (input) => send({ kind: 'signer' }, input),
    retire: () => send({ kind: 'retire' }),
    listen: (hears) => {
      listener = hears
    },
    stop: () => {
      stopped = true
      server.close(() => place[Symbol.dispose]())
      child?.disconnect()
      for (const host of hosts) host.kill()
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
  const { source, release } = file.record
  return {
    sealed: true,
    kind: source.kind,
    custodyId: custodyIdOf(file.record),
    given: 0,
    needed: source.kind === 'shares' ? source.threshold : 1,
    custodians: source.kind === 'shares' ? source.custodians.length : 0,
    generations: generationsOf(file.record),
    ...(release !== undefined && { release }),
  }
}
