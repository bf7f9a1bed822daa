// The log of the gateway: JSON lines by pino, without anything that lets somebody in.

import { type DestinationStream, type Logger, pino } from 'pino'

const secrets = [
  'authorization',
  'Authorization',
  'token',
  'secret',
  'password',
  'contentKey',
  'wrapped',
  'pin',
]

/** @param level of pino; `silent` writes nothing. */
export function createLog(level: string, destination: DestinationStream): Logger {
  const paths = [
    ...secrets,
    ...secrets.map((name) => `*.${name}`),
    '*.headers',
    'err.parameters',
    'err.query',
  ]
  return pino({ level, base: null, redact: { paths, censor: '[redacted]' } }, destination)
}

/** What stands in the log of a request: nothing that can hold a secret. */
export interface RequestLine {
  readonly requestId: string
  readonly method: string | undefined
  /** The pattern, never the address. */
  readonly route: string
  readonly status: number
  readonly ms: number
  readonly finished: boolean
}

export interface RequestLog {
  write(line: RequestLine): void
  /** Writes what was gathered. */
  flush(): void
}

/** Where lines are gathered and written. */
export interface LineGatherer {
  write(line: string): unknown
  flushSync(): void
}

/**
 * Lines are written together four times a second, since a write for each costs a twentieth of a request. A crash may lose
 * the last of them; what was done stands in the audit log.
 */
export function gatherLines(descriptor: number): LineGatherer {
  return pino.destination({ dest: descriptor, minLength: 8192, periodicFlush: 250, sync: true })
}

/**
 * The log of requests: a line each, as pino would write it, which takes a fortieth of a request for it.
 *
 * @param level as `createLog`; answers from 500 on are warnings, others informative.
 */
export function createRequestLog(level: string, destination: LineGatherer): RequestLog {
  const least = pino.levels.values[level] ?? Number.POSITIVE_INFINITY
  return {
    write: (line) => {
      const rank = line.status >= 500 ? warn : info
      if (rank >= least)
        destination.write(`${JSON.stringify({ level: rank, time: Date.now(), ...line, msg: 'answered' })}\n`)
    },
    flush: () => destination.flushSync(),
  }
}

/** Of pino. */
const info = 30
const warn = 40
