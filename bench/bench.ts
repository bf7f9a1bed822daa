// What a path is given to measure itself with, and what it gives back.

import { type LoadOptions, startLoad } from './load.ts'
import { median, type Window } from './measure.ts'
import type { Office } from './office.ts'

export interface Result {
  readonly name: string
  readonly value: number
  readonly unit: '1/s' | 'ms' | 'MB/s'
  /** What the machine could do at most, in the same unit, measured in the same run. */
  readonly limit: number
  /** How near the value is to the limit: 1 is at it. */
  readonly ratio: number
}

/** What a result must reach. Not told in JSON. */
export interface Judged extends Result {
  readonly floor?: { readonly what: 'value' | 'ratio'; readonly at: number } | undefined
  /** In words: what the value counts, what the limit is. */
  readonly meaning: string
}

export interface Bench {
  /** The office on PostgreSQL, where signing keys of the bench are at hand. */
  readonly office: Office
  readonly quick: boolean
  /** As the owner of the tables. */
  readonly databaseUrl: string
  /** For files that a path makes. */
  readonly folder: string
  /** Runs load and watches it through several windows, after a warm-up. */
  watch(load: WatchedLoad): Promise<readonly Window[]>
}

export interface WatchedLoad extends Omit<LoadOptions, 'port'> {
  /** Another office than the usual one. */
  readonly office?: Office
  /**
   * Measures a limit while the load rests: before the first window and after each. What a neighbour takes of the machine
   * comes and goes within seconds, so that a limit of another minute says little.
   */
  readonly atRest?: () => void | Promise<void>
}

export interface Path {
  /** Beginning of its results' names. */
  readonly name: string
  /** Whether it belongs to a quick run. */
  readonly quick: boolean
  /** Runs only when it is named: it takes minutes and much of the disk. */
  readonly asked?: true
  run(bench: Bench): Promise<readonly Judged[]>
}

/** In CPU seconds of all processes, so that a busy machine makes a run longer and not colder. */
export interface Pace {
  readonly warmUp: number
  readonly window: number
  readonly windows: number
}

/** V8 goes on compiling for that long, and a service runs for months. */
export const fullPace: Pace = { warmUp: 24, window: 3, windows: 7 }
export const quickPace: Pace = { warmUp: 3, window: 1, windows: 3 }

/** Until all connections are busy again. */
const settleSeconds = 0.25
/** A path that mostly waits, for the disk for example, spends little: the clock ends its windows. */
const patience = 4
/** A look reads what all processes have spent, which is itself work on the machine that is measured. */
const lookEveryMs = 250

export async function watchLoad(
  office: Office,
  pace: Pace,
  { atRest, inFlight, next, check }: WatchedLoad,
): Promise<readonly Window[]> {
  const options = { inFlight, next, check }
  await watchWindow(office, options, 0, pace.warmUp)
  const windows: Window[] = []
  await atRest?.()
  while (windows.length < pace.windows) {
    windows.push(await watchWindow(office, options, settleSeconds, pace.window))
    await atRest?.()
  }
  return windows
}

/** A load of its own, watched for `length` when `settle` is over: CPU seconds of all processes, both. */
async function watchWindow(
  office: Office,
  options: Omit<LoadOptions, 'port'>,
  settle: number,
  length: number,
): Promise<Window> {
  const load = startLoad({ ...options, port: office.port })
  const look = () => ({ answered: load.answered(), at: performance.now() / 1000, cpu: office.spending() })
  const until = async (start: ReturnType<typeof look>, cpuSeconds: number) => {
    for (;;) {
      await Promise.race([pause(lookEveryMs), load.failed])
      const now = look()
      const spent = now.cpu.service + now.cpu.postgres - start.cpu.service - start.cpu.postgres
      if (now.answered > start.answered && (spent >= cpuSeconds || now.at - start.at > cpuSeconds * patience))
        return now
    }
  }
  try {
    const before = await until(look(), settle)
    const after = await until(before, length)
    return {
      answered: after.answered - before.answered,
      wallSeconds: after.at - before.at,
      cpu: {
        gateway: after.cpu.gateway - before.cpu.gateway,
        service: after.cpu.service - before.cpu.service,
        postgres: after.cpu.postgres - before.cpu.postgres,
      },
    }
  } finally {
    await load.stop()
  }
}

/** Watches `load`, and by turns with its windows measures one limit, whose median comes back. */
export async function watchBeside(
  bench: Bench,
  load: Omit<WatchedLoad, 'atRest'>,
  measureLimit: () => number,
): Promise<{ readonly windows: readonly Window[]; readonly limit: number }> {
  const limits: number[] = []
  const windows = await bench.watch({
    ...load,
    atRest: () => {
      limits.push(measureLimit())
    },
  })
  return { windows, limit: median(limits) }
}

/** A rate beside the rate that the machine allows. */
export function rate(
  name: string,
  value: number,
  limit: number,
  meaning: string,
  floor?: Judged['floor'],
): Judged {
  return {
    name,
    value: round(value),
    unit: '1/s',
    limit: round(limit),
    ratio: ratioOf(value, limit),
    meaning,
    floor,
  }
}

/** Megabytes a second beside what the machine allows. */
export function throughput(
  name: string,
  value: number,
  limit: number,
  meaning: string,
  floor?: Judged['floor'],
): Judged {
  return { ...rate(name, value, limit, meaning, floor), unit: 'MB/s' }
}

/** A duration beside the shortest that the machine allows. */
export function duration(
  name: string,
  value: number,
  limit: number,
  meaning: string,
  floor?: Judged['floor'],
): Judged {
  return {
    name,
    value: round(value),
    unit: 'ms',
    limit: round(limit),
    ratio: ratioOf(limit, value),
    meaning,
    floor,
  }
}

export function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

function ratioOf(part: number, whole: number): number {
  return Number((part / whole).toPrecision(3))
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
