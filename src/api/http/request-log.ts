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

export interface RequestLog {
  readonly log: Logger
  /** Writes what was gathered. */
  flush(): void
}

/**
 * The log of requests: a line each, written together four times a second, since a write for each costs a twentieth of a
 * request. A crash may lose the last of them; what was done stands in the audit log. The fields are those that
 * every-request.ts names, none of which can hold a secret, so none is looked for.
 */
export function createRequestLog(level: string, descriptor: number): RequestLog {
  const destination = pino.destination({ dest: descriptor, minLength: 8192, periodicFlush: 250, sync: true })
  return { log: pino({ level, base: null }, destination), flush: () => destination.flushSync() }
}
