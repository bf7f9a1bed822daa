// How column values become JavaScript values, the same for PostgreSQL and PGlite.

const timestamp = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(?::(\d\d))?$/

/** By type OID of PostgreSQL's pg_type. Columns of other types are what both drivers agree on. */
export const columnParsers: Readonly<Record<number, (text: string) => unknown>> = {
  17: parseBytea,
  20: parseInt8,
  114: parseJson,
  1184: parseTimestamp,
  3802: parseJson,
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} exceeds what a number holds exactly`)
  return value
}

function parseBytea(text: string): Uint8Array {
  if (!text.startsWith('\\x')) throw new Error('bytea is expected in hexadecimal format')
  return Uint8Array.fromHex(text.slice(2))
}

function parseTimestamp(text: string): Date {
  const parts = timestamp.exec(text)
  if (parts === null) throw new Error(`timestamp ${text} is not a moment of the common era`)
  const [, day, time, hours, minutes] = parts
  return new Date(`${day}T${time}${hours}:${minutes ?? '00'}`)
}

function parseJson(text: string): unknown {
  return JSON.parse(text)
}
