// Table `scheduled_runs`: when what an office does by schedule was done last. For the service's own scope.

import type { Tx } from './tables.ts'

export async function lastRun(tx: Tx, name: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('scheduled_runs')
    .select('ran_at')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.ran_at
}

export async function setLastRun(tx: Tx, name: string, at: Date): Promise<void> {
  await tx
    .insertInto('scheduled_runs')
    .values({ name, ran_at: at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ ran_at: at }))
    .execute()
}
