// Liveness and readiness: whether the process runs, and whether it can do its work, with reasons.

import { isServiceError } from '../../errors.ts'
import type { HttpDeps } from './context.ts'
import type { Routes } from './routes.ts'

const checkTimeoutMs = 5000

interface CheckOutcome {
  readonly check: string
  readonly ok: boolean
  readonly reason?: string
  readonly detail?: string
}

/** @param isDraining true once the server is told to end: it then answers "not ready" while it finishes. */
export function addHealthRoutes(app: Routes, deps: HttpDeps, isDraining: () => boolean): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    const outcomes = await Promise.all(
      Object.entries(deps.readinessChecks).map(([name, check]) => outcomeOf(name, check)),
    )
    if (isDraining()) outcomes.push({ check: 'serving', ok: false, reason: 'the service is ending' })
    const ready = outcomes.every(({ ok }) => ok)
    return c.json({ status: ready ? 'ready' : 'not ready', checks: outcomes }, ready ? 200 : 503)
  })
}

async function outcomeOf(name: string, check: () => Promise<string | undefined>): Promise<CheckOutcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), checkTimeoutMs)
  })
  try {
    const detail = await Promise.race([check(), late])
    return { check: name, ok: true, ...(detail === undefined ? {} : { detail }) }
  } catch (error) {
    // Only our own words: a driver's message may name hosts and accounts.
    const reason = isServiceError(error) ? error.message : `${name} did not pass its check`
    return { check: name, ok: false, reason }
  } finally {
    clearTimeout(timer)
  }
}
