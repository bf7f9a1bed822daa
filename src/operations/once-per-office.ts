// What an office does by schedule: by one host at a time, and not again before it is due, whichever host did it last.

import { lastRun, setLastRun } from '../registry/scheduled-runs.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

/**
 * Called again and again by every host. Work that fails, or whose host dies, is not counted as done: the next host that
 * asks does it. So it may be done twice, and has to bear that.
 *
 * @param name of the lock and of the row that says when it was done.
 * @param periodMs counted from the beginning of the last run. One that lies in the future, by a clock that was ahead, counts
 *   for nothing.
 * @returns whether it was done now.
 */
export async function oncePerOffice(
  deps: Pick<Deps, 'database' | 'clock'>,
  name: string,
  periodMs: number,
  work: () => Promise<unknown>,
): Promise<boolean> {
  const isDue = async (now: Date): Promise<boolean> => {
    const last = await asService(deps, (tx) => lastRun(tx, name))
    return last === undefined || last > now || now.getTime() - last.getTime() >= periodMs
  }
  // As a rule it is not, and a lock takes a connection of its own.
  if (!(await isDue(deps.clock.now()))) return false
  return deps.database.exclusively(name, async () => {
    const begun = deps.clock.now()
    if (!(await isDue(begun))) return false
    await work()
    await asService(deps, (tx) => setLastRun(tx, name, begun))
    return true
  })
}
