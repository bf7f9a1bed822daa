// What the gateway has started: signers, inspectors, PKCS #11 hosts. It gets their connections, and hears how they end.

import type { GatewayConnection } from './gateway-connection.ts'
import type { LaunchedProcess, ProcessEnd, Startable } from './launcher-link.ts'
import type { HostSupply } from './pkcs11-supply.ts'
import type { SignerSupply } from './signer-supply.ts'
import { startInspector } from './start-inspector.ts'
import type { HostEnd, Pkcs11HostProcess } from './start-pkcs11-host.ts'
import { startExit } from './start-refusal.ts'
import type { SignerEnd, SignerProcess } from './start-signer.ts'

export interface Startables {
  /** @param id by which the gateway names the process. */
  start(what: Startable, id: number): void
  kill(id: number): void
  /** The gateway is gone, so their connections are closed: they end by themselves, or are ended. */
  endAll(): Promise<void>
}

export interface Supplies {
  readonly signers: SignerSupply
  /** Undefined when no HSM is set up. */
  readonly hosts: HostSupply | undefined
  /** Why no signer can be had before custodians come; undefined when one can. */
  readonly sealed: () => string | undefined
}

type Started = LaunchedProcess | SignerProcess | Pkcs11HostProcess

const endMs = 2_000

export function startables(
  { tell, end }: GatewayConnection,
  { signers, hosts, sealed }: Supplies,
): Startables {
  const running = new Map<number, Started>()

  const take = async (what: Startable): Promise<Started> => {
    if (what === 'signer') return signers.take()
    if (what === 'inspector') return startInspector()
    if (hosts === undefined) throw new Error('no PKCS #11 module is set up')
    return hosts.take()
  }

  const start = async (what: Startable, id: number): Promise<void> => {
    const reason = what === 'signer' ? sealed() : undefined
    if (reason !== undefined) {
      tell({ kind: 'not_started', id, reason, sealed: true })
      return
    }
    try {
      const started = await take(what)
      running.set(id, started)
      tell({ kind: 'started', id }, started.socket)
      const reason = await started.ended
      running.delete(id)
      tell({ kind: 'ended', id, end: endOf(reason) })
      if (reason === 'self_test_failed') end(startExit.fault)
      // A mistake in the settings is told at once; what worked before is waited for.
      const misconfigured = reason === 'pin_refused' || reason === 'module_unusable'
      if (misconfigured && hosts?.hasWorked() === false) end(startExit.wrongUsage)
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown error'
      tell({ kind: 'not_started', id, reason, sealed: false })
    }
  }

  return {
    start: (what, id) => void start(what, id),
    kill: (id) => running.get(id)?.kill(),
    endAll: async () => {
      const processes = [...running.values()]
      const timer = setTimeout(() => {
        for (const process of processes) process.kill()
      }, endMs)
      await Promise.all(processes.map((process) => process.ended))
      clearTimeout(timer)
    },
  }
}

/** The gateway is told no more than how a process ended; why is the launcher's to deal with. */
function endOf(reason: SignerEnd | HostEnd): ProcessEnd {
  switch (reason) {
    case 'ended':
    case 'crashed':
    case 'killed':
    case 'memory':
      return reason
    default:
      return 'crashed'
  }
}
