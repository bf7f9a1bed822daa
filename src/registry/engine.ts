// What the database is to the registry: one of two engines, each opened by a module that the other's users never read.

import { type Kysely, sql } from 'kysely'
import type { AuditConnection } from './audit-writer.ts'
import type { ConnectionLoad, PostgresAddress } from './postgres-connections.ts'
import { encodeScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

export type DatabaseOptions =
  /** PGlite in a folder: one process, durable. Migrates itself. */
  | { readonly kind: 'embedded'; readonly directory: string }
  /** PGlite in memory, for tests. Migrates itself unless `template`, a dump of a migrated one, is given. */
  | { readonly kind: 'memory'; readonly template?: Blob }
  /** PostgreSQL. With `owner` given it is migrated first; otherwise it must have been. */
  | {
      readonly kind: 'postgres'
      readonly address: PostgresAddress
      readonly owner?: PostgresAddress
      readonly maxConnections?: number
    }

export interface Engine {
  readonly kysely: Kysely<Tables>
  readonly load: () => ConnectionLoad | undefined
  readonly audit: AuditConnection
  /** @returns frees the lock of that name. */
  lock(name: string): Promise<() => Promise<void>>
  close(): Promise<void>
}

// Both settings end with the transaction, so a pooled connection never carries them to the next request.
export async function enter(tx: Tx, scope: Scope): Promise<void> {
  await sql`select set_config('role', 'chancery_gateway', true), set_config('chancery.scope', ${encodeScope(scope)}, true)`.execute(
    tx,
  )
}
