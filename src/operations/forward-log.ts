// Forwards the audit log to a collector: at least once, in the order of the log, and never in the way of a signature.

import {
  advanceForward,
  type Forward,
  holdForward,
  listPlacedEntries,
  type PlacedEntry,
} from '../registry/log-forwards.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

export interface Collector {
  /** The same after each start: by it one finds how far the collector got. */
  readonly name: string
  /** Resolves when the collector has taken them, as far as its protocol lets one know. */
  send(entries: readonly PlacedEntry[]): Promise<void>
  close(): Promise<void>
}

/** Entries that travel together. */
const batch = 200
/** So that other work of the host gets its turn. */
const batchesAtOnce = 50
/** A host that has not gone on for this long has died. */
const heldMs = 30_000

/**
 * Sends what the collector has not got yet. After a crash, or when an answer is lost, the last batch is sent again.
 *
 * @param holder a UUID of this host, anew at each start.
 * @returns how many were sent; 0 also while another host sends.
 * @throws what the collector throws: then the next run goes on where this one failed.
 */
export async function forwardLog(
  deps: Pick<Deps, 'database' | 'clock'>,
  collector: Collector,
  holder: string,
): Promise<number> {
  const forward: Forward = { name: collector.name, holder }
  let sent = 0
  for (let i = 0; i < batchesAtOnce; i++) {
    const now = deps.clock.now()
    const until = new Date(now.getTime() + heldMs)
    const entries = await asService(deps, async (tx) => {
      const next = await holdForward(tx, forward, now, until)
      return next === undefined ? [] : listPlacedEntries(tx, next, batch)
    })
    const last = entries.at(-1)
    if (last === undefined) return sent
    await collector.send(entries)
    await asService(deps, (tx) => advanceForward(tx, forward, last.leafIndex + 1))
    sent += entries.length
    if (entries.length < batch) return sent
  }
  return sent
}
