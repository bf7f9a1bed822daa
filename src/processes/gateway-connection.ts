// The launcher's side of the channel to the gateway: what it is told, what it asks for, and how it ends.

import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import type { FromLauncher, ToLauncher } from './launcher-link.ts'
import { startExit } from './start-refusal.ts'
import { syncForGateway } from './sync-for-gateway.ts'

/** What is done with each kind of message. Syncing goes its own way: sync-for-gateway.ts. */
export type GatewayHandlers = {
  readonly [K in Exclude<keyof Messages, 'sync'>]: (message: Messages[K]) => void
}

type Messages = { readonly [M in ToLauncher as M['kind']]: M }

export interface GatewayConnection {
  /** @returns whether it is there to hear. A `socket` that nobody will use is closed, which ends the process behind it. */
  tell(message: FromLauncher, socket?: Socket): boolean
  onMessage(handlers: GatewayHandlers): void
  /** Ends it at once. `exited` is `exitStatus`, unless it has ended before. */
  end(exitStatus: number): void
  /** Its exit status, 128 + signal when one ended it. */
  readonly exited: Promise<number>
}

/** @param child has a connection on its descriptor 4, for syncing. */
export function connectGateway(child: ChildProcess): GatewayConnection {
  const status = Promise.withResolvers<number>()
  const tell = (message: FromLauncher, socket?: Socket): boolean => {
    if (child.connected) return send(child, message, socket)
    socket?.destroy()
    return false
  }
  syncForGateway(child, tell)
  child.on('error', () => {
    // A message that cannot be sent means that the gateway is ending; its exit is what counts, if it ever began.
    if (child.pid === undefined) status.resolve(startExit.fault)
  })
  child.on('exit', (code, signal) =>
    status.resolve(code ?? (signal === null ? startExit.fault : signalStatus(signal))),
  )
  return {
    tell,
    onMessage: (handlers) =>
      child.on('message', (message: ToLauncher | null) => {
        // It reads what strangers send, so it may say anything: what is no message is ignored.
        if (message !== null && message.kind !== 'sync' && Object.hasOwn(handlers, message.kind))
          deliver(handlers, message.kind, message)
      }),
    end: (exitStatus) => {
      status.resolve(exitStatus)
      child.kill('SIGKILL')
    },
    exited: status.promise,
  }
}

/** The exit status of a process that `signal` ended, as shells tell it. */
export function signalStatus(signal: NodeJS.Signals): number {
  const numbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGKILL: 9,
    SIGTERM: 15,
  }
  return 128 + (numbers[signal] ?? 0)
}

function send(child: ChildProcess, message: FromLauncher, socket: Socket | undefined): true {
  child.send(message, socket, { keepOpen: false }, () => undefined)
  return true
}

function deliver<K extends keyof GatewayHandlers>(
  handlers: GatewayHandlers,
  kind: K,
  message: Messages[K],
): void {
  handlers[kind](message)
}
