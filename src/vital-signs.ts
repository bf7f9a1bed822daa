// Scheduled: gauges for whoever watches the service, and the readiness that rests on them.

import type { Metrics } from './api/http/metrics.ts'
import type { DataDirectory } from './data-directory.ts'
import { ServiceError } from './errors.ts'
import type { CustodyState } from './keys/custody/keeper-messages.ts'
import type { Deps } from './operations/deps.ts'
import { type StorageWatch, watchStorage } from './operations/watch-storage.ts'
import { diskUsage } from './outside/disk-usage.ts'
import { serviceScope } from './registry/scope.ts'
import { readVitalSigns, type VitalSigns } from './registry/vital-signs.ts'

export interface VitalSignsWatch {
  readonly storage: StorageWatch
  /** Reads what there is to know and sets the gauges. */
  read(): Promise<void>
  /** Sets the gauges of what waits at this moment; asks nobody. */
  sampleQueues(): void
  /** @throws ServiceError `CERTIFICATE_NOT_VALID` naming the authority whose CRL is overdue. */
  requireCrls(): void
  /** For whoever reads the readiness; undefined when there is none in force. */
  emergencies(): string | undefined
}

/** @param custody absent where the root key lies in a file as it is. */
export function watchVitalSigns(
  deps: Deps,
  directory: DataDirectory,
  metrics: Metrics,
  custody: (() => CustodyState | undefined) | undefined,
): VitalSignsWatch {
  let last: VitalSigns | undefined
  return {
    storage: watchStorage(deps, () => performance.now()),
    async read() {
      const at = deps.clock.now()
      metrics.sealed.set(custody?.()?.sealed === true ? 1 : 0)
      for (const folder of ['database', 'spool', 'log'] as const) {
        const used = await diskUsage(directory[folder])
        if (used !== undefined) metrics.diskUsed.set({ folder }, used)
      }
      last = await deps.database.transaction(serviceScope, (tx) => readVitalSigns(tx, at))
      metrics.spooledOctets.set(last.spooledOctets)
      metrics.unplacedCalls.set(last.unplacedCalls)
      metrics.emergenciesInForce.set(last.emergencies)
      for (const { slug, notAfter, crlEndsAt } of last.authorities) {
        metrics.certificateEnds.set({ authority: slug }, notAfter.getTime() / 1000)
        if (crlEndsAt === null) metrics.crlEnds.remove({ authority: slug })
        else metrics.crlEnds.set({ authority: slug }, crlEndsAt.getTime() / 1000)
      }
    },
    sampleQueues() {
      const { connections, auditRows } = deps.database.load()
      for (const state of ['busy', 'idle'] as const)
        if (connections !== undefined) metrics.databaseConnections.set({ state }, connections[state])
      metrics.databaseWaiting.set(connections?.waiting ?? 0)
      metrics.auditRowsWaiting.set(auditRows)
      const { running, waiting } = deps.inspectors.load()
      metrics.inspections.set(running)
      metrics.inspectionsWaiting.set(waiting)
    },
    requireCrls() {
      const now = deps.clock.now()
      const overdue = last?.authorities.find(({ crlEndsAt }) => crlEndsAt !== null && crlEndsAt < now)
      if (overdue === undefined) return
      const text = `the CRL of ${overdue.slug} ended at ${overdue.crlEndsAt?.toISOString()}`
      throw new ServiceError('CERTIFICATE_NOT_VALID', text)
    },
    emergencies() {
      const count = last?.emergencies ?? 0
      return count === 0 ? undefined : `${count} emergency grants in force`
    },
  }
}
