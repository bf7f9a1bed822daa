// The clock: time is an argument everywhere, and this is its type.

export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still; tests and golden files use it. */
export function fixedClock(iso: string): Clock {
  return { now: () => new Date(iso) }
}
