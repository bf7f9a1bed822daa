// What a ZIP archive may have, and how it is refused. Each limit is far above any signed container and far below harm.

import { ServiceError } from '../../errors.ts'

export const zipLimits = {
  entries: 10_000,
  /** Of the central directory with its names, extra fields and comments. */
  directoryOctets: 8 << 20,
  /** Of one name. */
  nameOctets: 1024,
  /** Folders in folders. */
  folderDepth: 32,
  /** However small the archive: its entries may expand to this, all together … */
  expandedOctets: 128 << 20,
  /** … or to this many times the archive, so that work stays in proportion to what was sent … */
  expansion: 20,
  /** … but never to more than this. */
  expandedOctetsAtMost: 4 * 2 ** 30,
  /** How many times over everything may be read: once for each digest algorithm in use, and a little more. */
  readings: 6,
  /** … which in small archives is worth more. */
  readingOctets: 16 << 20,
} as const

export function malformedZip(message: string, cause?: unknown): ServiceError {
  return new ServiceError('MALFORMED_DOCUMENT', `ZIP: ${message}`, { cause })
}

export function zipLimitExceeded(message: string): ServiceError {
  return new ServiceError('LIMIT_EXCEEDED', `ZIP: ${message}`)
}

export function unsupportedZip(message: string): ServiceError {
  return new ServiceError('UNSUPPORTED_FORMAT', `ZIP: ${message}`)
}
