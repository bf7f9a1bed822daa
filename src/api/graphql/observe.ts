// How long each journey takes and what comes of it: metrics always, spans for whoever asked for traces.

import { isServiceError } from '../../errors.ts'
import type { Spans } from '../../operations/spans.ts'
import type { Metrics } from '../http/metrics.ts'

/** Runs a root field. @param operation its name in the schema. */
export type Observe = <T>(operation: string, work: () => T | Promise<T>) => T | Promise<T>

export const unobserved: Observe = (_, work) => work()

export function observer(metrics: Metrics, spans: Spans | undefined): Observe {
  return async (operation, work) => {
    const began = performance.now()
    let code = 'OK'
    try {
      return await (spans === undefined ? work() : spans.within(operation, {}, async () => await work()))
    } catch (error) {
      code = isServiceError(error) ? error.code : 'INTERNAL'
      throw error
    } finally {
      metrics.operationSeconds.observe({ operation }, (performance.now() - began) / 1000)
      metrics.operations.inc({ operation, code })
    }
  }
}
