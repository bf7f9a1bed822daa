// What one transaction makes: its row, and what is kept of the answer under an idempotency key, are durable together.

import type { Call } from '../caller.ts'
import type { Scope } from '../registry/scope.ts'
import type { Tx } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { type Act, record, recordOnce } from './record.ts'

export interface MadeAtOnce<T> {
  readonly operation: string
  /** Absent: just make it. */
  readonly key: string | null | undefined
  /** All that decides the outcome. */
  readonly input: unknown
  /** The one transaction. */
  within<R>(work: (tx: Tx, scope: Scope) => Promise<R>): Promise<R>
  /** @param id for the row. */
  make(tx: Tx, scope: Scope, id: string): Promise<{ readonly made: T; readonly act: Act }>
  /** What a repeated request is answered: never a secret, which is kept nowhere. */
  again(id: string): Promise<T>
}

/** @throws ServiceError as `idempotently`, `record` and what it is given. */
export function makeOnce<T>(deps: Deps, call: Call, request: MadeAtOnce<T>): Promise<T> {
  const { operation, key, input, within, make, again } = request
  return idempotently(deps, call, {
    operation,
    key,
    input,
    run: async (run) => {
      const { made, act } = await within(async (tx, scope) => {
        const done = await make(tx, scope, run.id)
        await run.keep(tx, { id: run.id, act: done.act })
        return done
      })
      await record(deps, call, act, run.id)
      return made
    },
    remember: () => {
      throw new Error(`what ${operation} made was kept with its row`)
    },
    recall: async (kept, runId) => {
      // The run that made it may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, operation))
      return again(keptId(kept))
    },
  })
}
