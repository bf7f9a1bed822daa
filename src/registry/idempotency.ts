// Table `idempotency`: a mutation that is retried with the same key is done once and answered twice.

import { sql } from 'kysely'
import { equalBytes } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import type { Tx } from './tables.ts'

/** Keys belong to the application or the person that chose them, so another's are never seen. */
export interface IdempotencyId {
  readonly callerId: string
  readonly operation: string
  /** 1 to 255 characters, chosen by the client. */
  readonly key: string
}

export interface IdempotentRequest extends IdempotencyId {
  /** Of the canonical input. */
  readonly inputSha256: Uint8Array
  readonly at: Date
  readonly expiresAt: Date
  /** An unfinished run that began before this moment crashed, and is taken over. */
  readonly takeOverBefore: Date
}

/** A run that takes over a crashed one keeps its `expiresAt`: it tells the attempts of one request from the next request. */
export type IdempotencyState =
  | { readonly kind: 'started'; readonly expiresAt: Date; readonly takenOver: boolean }
  /** Done before: this is the answer that was given. */
  | { readonly kind: 'finished'; readonly expiresAt: Date; readonly response: unknown }

/**
 * Claims the key or finds the answer. Commit before the work begins.
 *
 * @throws ServiceError `IDEMPOTENCY_CONFLICT` for another input under the same key, `CONFLICT` while the first run goes on.
 */
export async function beginIdempotent(tx: Tx, request: IdempotentRequest): Promise<IdempotencyState> {
  const claimed = await tx
    .insertInto('idempotency')
    .values({
      caller_id: request.callerId,
      operation: request.operation,
      key: request.key,
      input_sha256: request.inputSha256,
      created_at: request.at,
      expires_at: request.expiresAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['caller_id', 'operation', 'key'])
        .doUpdateSet({
          input_sha256: request.inputSha256,
          response: null,
          created_at: request.at,
          expires_at: sql<Date>`case when idempotency.expires_at <= ${request.at} then excluded.expires_at
            else idempotency.expires_at end`,
        })
        .where(
          // An expired key is free again; a crashed run may only be taken over with the same input.
          sql<boolean>`idempotency.expires_at <= ${request.at} or (idempotency.response is null
          and idempotency.created_at < ${request.takeOverBefore} and idempotency.input_sha256 = excluded.input_sha256)`,
        ),
    )
    .returning('expires_at')
    .executeTakeFirst()
  if (claimed !== undefined) {
    const expiresAt = claimed.expires_at
    return { kind: 'started', expiresAt, takenOver: expiresAt.getTime() !== request.expiresAt.getTime() }
  }
  const row = await idempotencyRow(tx, request)
  if (row === undefined) throw new ServiceError('CONFLICT', 'the idempotency key was released meanwhile')
  if (!equalBytes(row.input_sha256, request.inputSha256)) {
    throw new ServiceError('IDEMPOTENCY_CONFLICT', 'the idempotency key was used before with another input')
  }
  if (row.response === null) {
    throw new ServiceError('CONFLICT', 'the request with this idempotency key is still being worked on')
  }
  return { kind: 'finished', expiresAt: row.expires_at, response: row.response }
}

/** Keeps the answer. Best in the transaction that makes the work durable. @param response JSON, not null. */
export async function finishIdempotent(tx: Tx, id: IdempotencyId, response: unknown): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('idempotency')
    .set({ response: JSON.stringify(response) })
    .where('caller_id', '=', id.callerId)
    .where('operation', '=', id.operation)
    .where('key', '=', id.key)
    .where('response', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n)
    throw new ServiceError('CONFLICT', 'the idempotency key was taken over meanwhile')
}

/** After a failure that may have left something behind: a retry with the same input takes over at once. */
export async function releaseIdempotent(tx: Tx, id: IdempotencyId): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ created_at: longAgo })
    .where('caller_id', '=', id.callerId)
    .where('operation', '=', id.operation)
    .where('key', '=', id.key)
    .where('response', 'is', null)
    .execute()
}

/** When no process can be working on them any more. For a transaction with the service's scope. */
export async function releaseEveryIdempotent(tx: Tx): Promise<void> {
  await tx.updateTable('idempotency').set({ created_at: longAgo }).where('response', 'is', null).execute()
}

const longAgo = new Date(0)

/** After a failure that left nothing behind: a retry may try again. */
export async function abandonIdempotent(tx: Tx, id: IdempotencyId): Promise<void> {
  await tx
    .deleteFrom('idempotency')
    .where('caller_id', '=', id.callerId)
    .where('operation', '=', id.operation)
    .where('key', '=', id.key)
    .where('response', 'is', null)
    .execute()
}

/**
 * Whether anything of the caller's is kept or unfinished under `key`, or under one that continues it. For a transaction
 * with the service's scope.
 */
export async function hasIdempotent(tx: Tx, callerId: string, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('idempotency')
    .select('key')
    .where('caller_id', '=', callerId)
    .where(sql<boolean>`(key = ${key} or starts_with(key, ${`${key} `}))`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets up to `limit` of what has expired at `at`; for a transaction with the service's scope. @returns how many. */
export async function deleteExpiredIdempotency(tx: Tx, at: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('idempotency')
    .where((eb) =>
      eb(
        eb.refTuple('caller_id', 'operation', 'key'),
        'in',
        eb
          .selectFrom('idempotency')
          .select(['caller_id', 'operation', 'key'])
          .where('expires_at', '<=', at)
          .orderBy('expires_at')
          .limit(limit)
          .$asTuple('caller_id', 'operation', 'key'),
      ),
    )
    // Asked again of the row itself: an expired key is free, and somebody may just have taken it for a new request.
    .where('expires_at', '<=', at)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

async function idempotencyRow(tx: Tx, id: IdempotencyId) {
  return await tx
    .selectFrom('idempotency')
    .select(['input_sha256', 'response', 'expires_at'])
    .where('caller_id', '=', id.callerId)
    .where('operation', '=', id.operation)
    .where('key', '=', id.key)
    .executeTakeFirst()
}
