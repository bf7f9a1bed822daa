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
