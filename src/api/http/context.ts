// What every HTTP route is given, and what it may learn of the request.

import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Call } from '../../caller.ts'
import type { Deps } from '../../operations/deps.ts'
import type { Spans } from '../../operations/spans.ts'
import type { Pages } from '../../pages/pages.ts'
import type { Admission } from './admission.ts'
import type { Metrics } from './metrics.ts'
import type { RequestLog } from './request-log.ts'

export interface HttpDeps {
  readonly operations: Deps
  readonly log: Logger
  /** One line a request. */
  readonly requestLog: Pick<RequestLog, 'write'>
  readonly metrics: Metrics
  /** Undefined where nobody asked for traces. */
  readonly spans: Spans | undefined
  readonly admission: Admission
  readonly pages: Pages
  /** Outside production GraphiQL is served and the schema may be asked for. */
  readonly production: boolean
  /** Sets the gauges of what waits at this moment. */
  readonly sampleQueues: () => void
  /** Each throws, as a ServiceError with the reason, when the service cannot do its work; or tells how things stand. */
  readonly readinessChecks: Readonly<Record<string, () => Promise<string | undefined>>>
}

export interface HttpEnv {
  Bindings: HttpBindings
  Variables: {
    requestId: string
    /** Of a caller whose token held. */
    call: Call | undefined
  }
}

export type HttpContext = Context<HttpEnv>

/** Our own faults go to the log, with the stack that the sender never sees. */
export function logInternal(log: Logger, error: unknown, requestId: string): void {
  log.error({ requestId, err: error }, 'request failed')
}
