// Idempotency keys: the same key with the same input gives the same answer and does nothing twice.

import { createHash } from 'node:crypto'
import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireApplication } from '../policy/authorise.ts'
import { abandonIdempotent, beginIdempotent, finishIdempotent } from '../registry/idempotency.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'

export interface IdempotentRequest<T> {
  readonly operation: string
  /** Absent: just do it. */
  readonly key: string | null | undefined
  /** All that decides the outcome. */
  readonly input: unknown
  run(): Promise<T>
  /** What to keep of the answer, as JSON: identifiers, never secrets. */
  remember(answer: T): unknown
  /** The same answer again, from what was kept. */
  recall(kept: unknown): Promise<T>
}

const lifetimeMs = 24 * 3_600_000
/** A run that takes longer has crashed. */
const takeOverMs = 120_000
const keyLimit = 255

/**
 * @throws ServiceError `IDEMPOTENCY_CONFLICT` when the key was used with another input; `CONFLICT` while the first
 *   request still runs.
 */
export async function idempotently<T>(deps: Deps, call: Call, request: IdempotentRequest<T>): Promise<T> {
  const { key, operation } = request
  if (key == null) return request.run()
  if (key.length === 0 || key.length > keyLimit) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `idempotencyKey has ${key.length} characters; 1 to ${keyLimit} are allowed`,
    )
  }
  const { applicationId } = requireApplication(call)
  const id = { applicationId, operation, key }
  const now = deps.clock.now()
  const begun = await asCaller(deps, call, (tx) =>
    beginIdempotent(tx, {
      ...id,
      inputSha256: inputDigest(request.input),
      at: now,
      expiresAt: new Date(now.getTime() + lifetimeMs),
      takeOverBefore: new Date(now.getTime() - takeOverMs),
    }),
  )
  if (begun.kind === 'finished') return request.recall(begun.response)
  const answer = await request.run().catch(async (error: unknown) => {
    await asCaller(deps, call, (tx) => abandonIdempotent(tx, id))
    throw error
  })
  await asCaller(deps, call, (tx) => finishIdempotent(tx, id, request.remember(answer)))
  return answer
}

function inputDigest(input: unknown): Uint8Array {
  const text = JSON.stringify(input, (_name, value: unknown) =>
    value instanceof Uint8Array ? toHex(value) : value,
  )
  return createHash('sha256').update(text).digest()
}

/** The identifier that `remember` kept. */
export function keptId(kept: unknown): string {
  if (typeof kept === 'object' && kept !== null && 'id' in kept && typeof kept.id === 'string') return kept.id
  throw new Error('an idempotency record holds no id')
}
