// The clock: time is an argument everywhere, and this is its type.

export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
