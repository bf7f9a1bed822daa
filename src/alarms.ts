// What the parts of the service tell those who watch it: a line in the log and a metric for each anomaly.

import type { Logger } from 'pino'
import type { Metrics } from './api/http/metrics.ts'
import { callerId, credentialId } from './caller.ts'
import { isServiceError } from './errors.ts'
import type { EmergencyWatch } from './operations/break-glass.ts'
import type { DenialWatch } from './operations/denials.ts'
import type { GuardWatch } from './operations/log-guard.ts'
import type { KeyWarnings } from './operations/warn-of-keys.ts'

export interface Alarms extends DenialWatch, GuardWatch, EmergencyWatch {
  /** Called every second. @param problem undefined while the clock is trusted. */
  clock(problem: string | undefined, driftMs: number): void
  forwarded(collector: string, count: number): void
  notForwarded(collector: string, error: unknown): void
  /** What a witness, an authority or a store did not give. */
  notAttested(name: string, error: unknown): void
  keys(warnings: KeyWarnings): void
}

export function createAlarms(log: Logger, metrics: Metrics): Alarms {
  metrics.logWhole.set(1)
  metrics.clockTrusted.set(1)
  let clockProblem = false
  const silent = new Set<string>()
  return {
    forwarded: (collector, count) => {
      metrics.forwarded.inc({ collector }, count)
      if (silent.delete(collector)) log.warn({ collector }, 'audit entries are forwarded again')
    },
    notForwarded: (collector, error) => {
      metrics.forwardFailures.inc({ collector })
      // One line when it begins: attempts follow each other by the second.
      if (!silent.has(collector)) log.error({ collector, err: error }, 'audit entries cannot be forwarded')
      silent.add(collector)
    },
    clock: (problem, driftMs) => {
      metrics.clockDriftSeconds.set(driftMs / 1000)
      if ((problem !== undefined) === clockProblem) return
      clockProblem = problem !== undefined
      metrics.clockTrusted.set(clockProblem ? 0 : 1)
      if (clockProblem) log.error({ problem }, 'the clock is not trusted; nothing is time-stamped')
      else log.warn('the clock is trusted again')
    },
    keys: ({ counts, untold }) => {
      for (const [code, keys] of counts) metrics.keyWarnings.set({ code }, keys)
      for (const { key, warning } of untold) {
        const { code, at, text } = warning
        log.warn({ key, code, at }, `${key}: ${text}`)
      }
    },
    denied: (code) => metrics.denials.inc({ code }),
    flooding: (caller) => {
      metrics.floodingCallers.inc()
      const who = { caller: callerId(caller), credential: credentialId(caller) }
      log.warn(who, 'a credential is refused again and again; the rest is only counted')
    },
    brokenGlass: (emergency) => {
      metrics.emergencies.inc()
      log.error(emergency, 'somebody has declared an emergency: a grant is in force that is not otherwise')
    },
    unwritten: (error) => {
      metrics.unwrittenDenials.inc()
      log.error({ err: error }, 'a refusal could not be written to the audit log')
    },
    changed: (problem) => {
      metrics.logWhole.set(problem === undefined ? 1 : 0)
      if (problem === undefined) log.warn('the audit log continues the kept checkpoints again')
      else log.error({ problem }, 'the audit log does not continue a kept checkpoint; no key is used')
    },
    notKept: (folder, error) => {
      metrics.keepFailures.inc()
      log.error({ folder, err: error }, 'a checkpoint could not be kept outside the database')
    },
    notAttested: (name, error) => {
      const seesAnother = isServiceError(error) && error.code === 'LOG_ROLLED_BACK'
      metrics.attestationFailures.inc({ kind: seesAnother ? 'another_log' : 'unavailable' })
      if (seesAnother) log.error({ name, err: error }, 'a witness has seen another audit log under our name')
      else log.warn({ name, err: error }, 'a checkpoint could not be attested')
    },
  }
}

/** For what is done without anybody watching. */
export const nobodyWatches: DenialWatch & GuardWatch & EmergencyWatch = {
  denied: () => undefined,
  brokenGlass: () => undefined,
  flooding: () => undefined,
  unwritten: () => undefined,
  changed: () => undefined,
  notKept: () => undefined,
}
