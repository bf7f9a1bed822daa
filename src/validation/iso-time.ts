// Times as reports write them.

/** ISO 8601 in UTC, fractions of seconds only where there are any. */
export function isoTime(date: Date): string
export function isoTime(date: Date | undefined): string | null
export function isoTime(date: Date | undefined): string | null {
  return date === undefined ? null : date.toISOString().replace('.000Z', 'Z')
}
