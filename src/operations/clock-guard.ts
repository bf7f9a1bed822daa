// The clock that the service believes: it never goes back, and it says when it cannot be trusted for time-stamps.

import type { Clock } from '../clock.ts'
import { ServiceError } from '../errors.ts'

export interface ClockGuard {
  /** Follows the wall clock while that is plausible, and otherwise goes on evenly: what has expired never revives. */
  readonly clock: Clock
  /** The same in milliseconds since 1970, for whoever asks at every turn: a `Date` is made past V8's fast paths. */
  nowMs(): number
  /** @throws ServiceError `CLOCK_NOT_TRUSTED`: no time-stamp may state a time that is off by more (EN 319 421 §7.7.2). */
  requireTrusted(): void
  /** What is amiss; undefined while all is well. */
  problem(): string | undefined
  /** How far the wall clock is ahead of the time that went by, in milliseconds. */
  driftMs(): number
  /** The clock stood there once, so it is not earlier now. @param vouched whether somebody says that the clock is right. */
  notBefore(moment: Date, vouched: boolean): void
}

export interface Timers {
  /** Milliseconds since 1970, as the machine has it. */
  readonly wallMs: () => number
  /** Milliseconds that nobody sets. */
  readonly monotonicMs: () => number
  /** The same, going on while the machine sleeps; undefined where the platform has none. */
  readonly sinceBootMs?: (() => number) | undefined
}

/** What our time-stamps state as their accuracy. */
export const accuracyMs = 1000

export function clockGuard({ wallMs, monotonicMs, sinceBootMs }: Timers): ClockGuard {
  let baseMs = wallMs()
  let sinceMs = monotonicMs()
  let bootMs = sinceBootMs?.()
  let latestMs = baseMs

  const expectedMs = (): number => baseMs + (monotonicMs() - sinceMs)
  const rebase = (moment: number): void => {
    baseMs = moment
    sinceMs = monotonicMs()
    bootMs = sinceBootMs?.()
  }

  const driftMs = (): number => {
    const wall = wallMs()
    const drift = wall - expectedMs()
    if (Math.abs(drift) <= accuracyMs || sinceBootMs === undefined || bootMs === undefined) return drift
    // The machine slept, and the wall clock tells rightly how long. What counts sleep is too coarse to be the measure itself.
    const sleptToo = wall - (baseMs + (sinceBootMs() - bootMs))
    if (Math.abs(sleptToo) > accuracyMs) return drift
    rebase(wall)
    return 0
  }

  const problem = (): string | undefined => {
    const drift = driftMs()
    if (Math.abs(drift) <= accuracyMs) return undefined
    const seconds = Math.round(Math.abs(drift) / 100) / 10
    return `the clock of this machine is ${seconds} s ${drift > 0 ? 'ahead of' : 'behind'} the time that went by`
  }

  const nowMs = (): number => {
    const drift = driftMs()
    const plausible = Math.abs(drift) <= accuracyMs ? expectedMs() + drift : expectedMs()
    latestMs = Math.max(latestMs, Math.floor(plausible))
    return latestMs
  }

  return {
    clock: { now: () => new Date(nowMs()) },
    nowMs,
    requireTrusted() {
      const found = problem()
      if (found !== undefined)
        throw new ServiceError('CLOCK_NOT_TRUSTED', `${found}, so nothing is time-stamped; set it right`)
    },
    problem,
    driftMs,
    notBefore(moment, vouched) {
      if (vouched || moment.getTime() <= wallMs() + accuracyMs) return
      rebase(moment.getTime())
    },
  }
}

/** For a clock that is given: whoever gives it answers for it. */
export function givenClock(clock: Clock): ClockGuard {
  return {
    clock,
    nowMs: () => clock.now().getTime(),
    requireTrusted: () => undefined,
    problem: () => undefined,
    driftMs: () => 0,
    notBefore: () => undefined,
  }
}
