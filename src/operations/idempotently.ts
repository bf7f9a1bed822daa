// Idempotency keys: the same key with the same input gives the same answer and does nothing twice.

import { createHash } from 'node:crypto'
import { toHex } from '../bytes.ts'
import { type Call, callerId as callerIdOf } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { requireKnown } from '../policy/authorise.ts'
import {
  abandonIdempotent,
  beginIdempotent,
  finishIdempotent,
  type IdempotencyId,
  releaseEveryIdempotent,
  releaseIdempotent,
} from '../registry/idempotency.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { derivedId } from './derived-id.ts'

export interface IdempotentRequest<T> {
  readonly operation: string
  /** Absent: just do it. */
  readonly key: string | null | undefined
  /** All that decides the outcome. */
  readonly input: unknown
  run(run: Run): Promise<T>
  /** What to keep of the answer, as JSON: identifiers, never secrets. */
  remember(answer: T): unknown
  /** The same answer again, from what was kept. @param runId as `Run.id`. */
  recall(kept: unknown, runId: string): Promise<T>
}

export interface Run {
  /**
   * For what is made and for its audit entry. A run that takes over a crashed one has the same, and finds by it what
   * that one left.
   */
  readonly id: string
  /** Whether a run before this one may have done some of the work. */
  readonly resumed: boolean
  /** Keeps the answer within the transaction that makes the work durable, where doing it twice would show. */
  keep(tx: Tx, kept: unknown): Promise<void>
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
  if (key == null) return request.run({ id: deps.newId(), resumed: false, keep: async () => undefined })
  if (key.length === 0 || key.length > keyLimit) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `idempotencyKey has ${key.length} characters; 1 to ${keyLimit} are allowed`,
    )
  }
  const id = { callerId: callerIdOf(requireKnown(call)), operation, key }
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
  const run = runId(id, begun.expiresAt)
  if (begun.kind === 'finished') return request.recall(begun.response, run)
  let kept = false
  const answer = await request
    .run({
      id: run,
      resumed: begun.takenOver,
      keep: async (tx, what) => {
        await finishIdempotent(tx, id, what)
        kept = true
      },
    })
    .catch(async (error: unknown) => {
      await giveUp(deps, id, error)
      throw error
    })
  if (!kept) await asCaller(deps, call, (tx) => finishIdempotent(tx, id, request.remember(answer)))
  return answer
}

/** When the database is this process's alone, nobody works on what is unfinished at its start. */
export async function releaseUnfinished(deps: Pick<Deps, 'database'>): Promise<void> {
  await asService(deps, releaseEveryIdempotent)
}

async function giveUp(deps: Deps, id: IdempotencyId, error: unknown): Promise<void> {
  // A clear refusal did nothing, unless an answer is kept; after anything else the work may be half done, and the retry
  // has to find it. Whoever asked may be nobody by now.
  const refused = isServiceError(error) && !error.retryable
  try {
    await asService(deps, (tx) => (refused ? abandonIdempotent(tx, id) : releaseIdempotent(tx, id)))
  } catch {
    // What went wrong first is what the caller is told. The key is taken over when its time has come.
  }
}

/** Every attempt at one request has the same. */
function runId({ callerId, operation, key }: IdempotencyId, expiresAt: Date): string {
  return derivedId(JSON.stringify([callerId, operation, key, expiresAt.getTime()]))
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

/** Keeps the identifier of what was made, and finds it by that. @param what in words, for when it is gone. */
export function rememberedById<T extends { readonly id: string }>(
  what: string,
  find: (id: string) => Promise<T | undefined>,
): Pick<IdempotentRequest<T>, 'remember' | 'recall'> {
  return {
    remember: ({ id }) => ({ id }),
    recall: async (kept) => {
      const found = await find(keptId(kept))
      if (found === undefined)
        throw new ServiceError('NOT_FOUND', `the ${what} that this idempotencyKey made is gone`)
      return found
    },
  }
}
