// Which keys the other side of a connection holds open, by slot. The gateway decides, so that both sides agree without asking.

import { boundedMap } from '../bounded-map.ts'

export interface SlotTable {
  /**
   * The slot of the key. When `loaded` is false the key must be loaded there first; the least recently used key
   * had to leave if all slots were taken.
   */
  place(identifier: string): { readonly slot: number; readonly loaded: boolean }
  /** @returns the slot that the key had, which is free from now on; undefined when it had none. */
  release(identifier: string): number | undefined
}

export function slotTable(slots: number): SlotTable {
  const free = Array.from({ length: slots }, (_, i) => slots - 1 - i)
  const taken = boundedMap<string, number>(slots, (slot) => free.push(slot))
  return {
    place: (identifier) => {
      const known = taken.get(identifier)
      if (known !== undefined) return { slot: known, loaded: true }
      if (taken.size === slots) taken.evictOldest()
      const slot = free.pop()
      if (slot === undefined) throw new Error('the slot table lost a slot')
      taken.set(identifier, slot)
      return { slot, loaded: false }
    },
    release: (identifier) => {
      const slot = taken.get(identifier)
      if (slot === undefined) return undefined
      taken.delete(identifier)
      free.push(slot)
      return slot
    },
  }
}
