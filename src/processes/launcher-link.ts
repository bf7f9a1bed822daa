// The gateway's link to its launcher, over Node's IPC channel: it asks for processes, gets their connections, hears when to end.

import { Socket } from 'node:net'
import { fromBase64, toBase64 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import type { ReleaseAnswer, ReleaseRequest } from '../keys/custody/ceremony.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import type { CeremonyPlan, CeremonyReport } from '../operations/initialise-office.ts'
import type { RecoveredOfficer } from '../operations/recover-officer.ts'
import type { RestoredFacts } from '../operations/restore-office.ts'

/** What the gateway may ask the launcher to start. */
export type Startable = 'signer' | 'inspector' | 'pkcs11'

/** Why a process ended. `memory`: it took more than it may. */
export type ProcessEnd = 'ended' | 'crashed' | 'killed' | 'memory'

/** A process that the launcher started for the gateway. */
export interface LaunchedProcess {
  readonly socket: Socket
  /** Ends it at once. Safe to call again, and after its end. */
  kill(): void
  readonly ended: Promise<ProcessEnd>
}

export type ToLauncher =
  | { readonly kind: 'start'; readonly what: Startable; readonly id: number }
  | { readonly kind: 'kill'; readonly id: number }
  | { readonly kind: 'build_pages' }
  /** Everything is wrapped under the newest root key: the others may go. */
  | { readonly kind: 'retire_root_keys' }
  /** Base64 of what the keeper of another host offers. */
  | { readonly kind: 'adopt_root_keys'; readonly offer: string }
  /** Whether a ceremony may be held that the keeper asked about. */
  | ReleaseAnswer
  /** Of a gateway that founds an office: what came of it, to be brought to safety. */
  | { readonly kind: 'report'; readonly report: CeremonyReport }
  /** Of a gateway that restored a backup. */
  | { readonly kind: 'restored'; readonly facts: RestoredFacts }
  /** Of a gateway that recovered an officer. */
  | { readonly kind: 'recovered'; readonly officer: RecoveredOfficer }
  | SyncRequest

export type FromLauncher =
  /** Comes with the socket. */
  | { readonly kind: 'started'; readonly id: number }
  /** `sealed`: not before the office is opened. */
  | {
      readonly kind: 'not_started'
      readonly id: number
      readonly reason: string
      readonly sealed: boolean
    }
  /** `record`: the text of the custody record; `offer`: Base64 of it for the keepers of other hosts, while a rotation is under way. */
  | {
      readonly kind: 'custody'
      readonly state: CustodyState
      readonly record: string | null
      readonly offer: string | null
    }
  | { readonly kind: 'ended'; readonly id: number; readonly end: ProcessEnd }
  /** `folder` holds them; null when they cannot be built, for `reason`. */
  | { readonly kind: 'pages'; readonly folder: string | null; readonly reason: string }
  /** What a gateway that founds an office is to make. */
  | { readonly kind: 'plan'; readonly plan: CeremonyPlan }
  | { readonly kind: 'report_safe' }
  /** What a gateway that restores a backup is to read. */
  | { readonly kind: 'restoration'; readonly restoration: Restoration }
  /** Whom a gateway is to recover. */
  | { readonly kind: 'recovery'; readonly recovery: Recovery }
  /** The keeper asks whether officers have released a ceremony. */
  | ReleaseRequest
  | { readonly kind: 'stop' }
  | SyncAnswer

/** To bring an open file to the disk, where Node's permission model forbids the gateway to do so itself. */
export interface SyncRequest {
  readonly kind: 'sync'
  readonly id: number
  readonly descriptor: number
}

export interface SyncAnswer {
  readonly kind: 'synced'
  readonly id: number
  readonly done: boolean
}

export interface Restoration {
  /** Path of the backup. */
  readonly file: string
  /** Base64 of the key of a backup under a passphrase; null: the root key opens it. */
  readonly payloadKey: string | null
}

export interface Recovery {
  /** Name of the officer. */
  readonly name: string
}

export interface LauncherLink {
  start(what: Startable): Promise<LaunchedProcess>
  /** Has the pages built, which takes more than the gateway may. @returns the folder that holds them. */
  buildPages(): Promise<string>
  /** How far the office is open; undefined where its root key lies in a file as it is. */
  custody(): CustodyState | undefined
  /** The text of the custody record, for backups. */
  custodyRecord(): string | null
  retireRootKeys(): void
  /** What the keepers of other hosts are to get; undefined unless a rotation is under way. */
  rootKeyOffer(): Uint8Array | undefined
  adoptRootKeys(offer: Uint8Array): void
  /** Has `judge` say whether a ceremony may be held; before it is set none may. */
  judgeCeremonies(judge: (request: ReleaseRequest) => Promise<ReleaseAnswer>): void
  /** What a gateway that was started to found an office is to make. */
  readonly plan: Promise<CeremonyPlan>
  /** What a gateway that was started to restore a backup is to read. */
  readonly restoration: Promise<Restoration>
  restored(facts: RestoredFacts): void
  /** Whom a gateway that was started to recover an officer is to recover. */
  readonly recovery: Promise<Recovery>
  recovered(officer: RecoveredOfficer): void
  /** Resolves when whoever holds the ceremony has brought the report to safety. */
  report(report: CeremonyReport): Promise<void>
  /** Resolves when the service has to end: somebody asked, or the launcher is gone. */
  readonly stop: Promise<'asked' | 'launcher_gone'>
}

interface Started {
  resolve(process: LaunchedProcess): void
  reject(error: Error): void
  readonly end: PromiseWithResolvers<ProcessEnd>
}

/**
 * @param self the gateway's own process, started by the launcher. Signals are left to the launcher from now on: a
 *   Ctrl-C reaches the whole process group, and only one may decide how it ends.
 * @throws Error when the process was not started by a launcher.
 */
export function launcherLink(self: NodeJS.Process): LauncherLink {
  if (self.send === undefined)
    throw new Error('the gateway is started by the launcher: run `npm start` or `chancery serve`')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) self.on(signal, () => undefined)
  const stop = Promise.withResolvers<'asked' | 'launcher_gone'>()
  const started = new Map<number, Started>()
  let pages: PromiseWithResolvers<string> | undefined
  let custody: CustodyState | undefined
  let custodyRecord: string | null = null
  let rootKeyOffer: string | null = null
  const plan = Promise.withResolvers<CeremonyPlan>()
  const restoration = Promise.withResolvers<Restoration>()
  const recovery = Promise.withResolvers<Recovery>()
  const reported = Promise.withResolvers<void>()
  let lastId = 0
  let judge = async ({ id }: ReleaseRequest): Promise<ReleaseAnswer> => {
    return { kind: 'not_released', id, code: 'SEALED', reason: 'the service is not open yet' }
  }

  const send = (message: ToLauncher): void => {
    if (self.connected) self.send?.(message)
  }
  self.on('message', (message: FromLauncher, socket: unknown) => {
    if (message.kind === 'stop') {
      stop.resolve('asked')
      return
    }
    if (message.kind === 'pages') {
      if (message.folder === null) pages?.reject(new Error(message.reason))
      else pages?.resolve(message.folder)
      pages = undefined
      return
    }
    if (message.kind === 'custody') {
      custody = message.state
      custodyRecord = message.record
      rootKeyOffer = message.offer
      return
    }
    if (message.kind === 'release') {
      void judge(message).then(send)
      return
    }
    if (message.kind === 'plan') {
      plan.resolve(message.plan)
      return
    }
    if (message.kind === 'restoration') {
      restoration.resolve(message.restoration)
      return
    }
    if (message.kind === 'recovery') {
      recovery.resolve(message.recovery)
      return
    }
    if (message.kind === 'report_safe') {
      reported.resolve()
      return
    }
    // Answers about syncing go to those who asked: sync-through-launcher.ts.
    if (message.kind === 'synced') return
    const entry = started.get(message.id)
    if (entry === undefined) return
    if (message.kind === 'started') {
      if (socket instanceof Socket) {
        const { id } = message
        entry.resolve({ socket, kill: () => send({ kind: 'kill', id }), ended: entry.end.promise })
        return
      }
      // The process died before its connection got here.
      entry.reject(new Error('the launcher sent no connection'))
      send({ kind: 'kill', id: message.id })
    } else if (message.kind === 'not_started') {
      started.delete(message.id)
      entry.reject(message.sealed ? new ServiceError('SEALED', message.reason) : new Error(message.reason))
    } else {
      started.delete(message.id)
      entry.end.resolve(message.end)
      entry.reject(new Error('the process ended before it could be used'))
    }
  })
  self.on('disconnect', () => {
    stop.resolve('launcher_gone')
    for (const entry of started.values()) {
      entry.reject(new Error('the launcher is gone'))
      entry.end.resolve('killed')
    }
    started.clear()
    pages?.reject(new Error('the launcher is gone'))
  })

  return {
    start: (what) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        started.set(id, { resolve, reject, end: Promise.withResolvers() })
        if (self.connected) send({ kind: 'start', what, id })
        else reject(new Error('the launcher is gone'))
      }),
    buildPages: () => {
      if (pages === undefined) {
        pages = Promise.withResolvers()
        if (self.connected) send({ kind: 'build_pages' })
        else pages.reject(new Error('the launcher is gone'))
      }
      return pages.promise
    },
    custody: () => custody,
    custodyRecord: () => custodyRecord,
    retireRootKeys: () => send({ kind: 'retire_root_keys' }),
    rootKeyOffer: () => (rootKeyOffer === null ? undefined : fromBase64(rootKeyOffer)),
    adoptRootKeys: (offer) => send({ kind: 'adopt_root_keys', offer: toBase64(offer) }),
    judgeCeremonies: (judges) => {
      judge = judges
    },
    plan: plan.promise,
    restoration: restoration.promise,
    restored: (facts) => send({ kind: 'restored', facts }),
    recovery: recovery.promise,
    recovered: (officer) => send({ kind: 'recovered', officer }),
    report: (report) => {
      send({ kind: 'report', report })
      return reported.promise
    },
    stop: stop.promise,
  }
}
