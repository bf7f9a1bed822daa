// The embedded engine: PGlite through Kysely, one connection for everything.

import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { lockDirectory } from './directory-lock.ts'
import { openDurablePglite, openMemoryPglite } from './durable-pglite.ts'
import type { Engine } from './engine.ts'
import { migrate } from './migrate.ts'
import { sealingDialect } from './sealing-dialect.ts'
import type { Tables } from './tables.ts'

/** In memory, for tests. Migrates itself unless `template`, a dump of a migrated one, is given. */
export async function memoryEngine(template?: Blob): Promise<Engine> {
  return await pgliteEngine(await openMemoryPglite(template))
}

/** In a folder, which it locks. Durable; migrates itself. @throws ServiceError `CONFLICT` when another process has the folder. */
export async function embeddedEngine(directory: string): Promise<Engine> {
  const lock = lockDirectory(directory)
  try {
    const engine = await pgliteEngine(await openDurablePglite(folderOf(directory)))
    return { ...engine, close: () => engine.close().finally(() => lock.release()) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Runs `work` as the owner of the database in a folder, migrated. */
export async function asEmbeddedOwner<T>(
  directory: string,
  work: (owner: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const lock = lockDirectory(directory)
  try {
    const pglite = await openDurablePglite(folderOf(directory))
    const owner = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
    await migrate(owner)
    return await work(owner).finally(() => owner.destroy())
  } finally {
    lock.release()
  }
}

/** On a PGlite that is open already, which it closes in the end. */
export async function pgliteEngine(pglite: PGlite): Promise<Engine> {
  const kysely = new Kysely<Tables>({ dialect: sealingDialect(new PGliteDialect({ pglite })) })
  await migrate(kysely)
  return {
    kysely,
    audit: {
      insert: async (text, values) =>
        await pglite.transaction(async (tx) => {
          await tx.query('set local role chancery_audit')
          return (await tx.query<{ call: number; outcome: string }>(text, values)).rows
        }),
      close: async () => undefined,
    },
    load: () => undefined,
    // The folder has one process, and its lock keeps others out.
    lock: async () => async () => undefined,
    close: () => kysely.destroy(),
  }
}

function folderOf(directory: string): string {
  return join(directory, 'postgres')
}
