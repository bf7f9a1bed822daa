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

/** @param destination standard output when not given. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: [...secrets, ...secrets.map((name) => `*.${name}`), '*.headers', 'err.parameters', 'err.query'],
      censor: '[redacted]',
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
