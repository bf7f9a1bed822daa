// PDF dates, ISO 32000-2 §7.9.4: D:YYYYMMDDHHmmSSOHH'mm'.

import { type PdfString, textOf } from './objects.ts'

const pattern =
  /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z(?:00'?(?:00'?)?)?|([+-])(\d\d)(?:'?(\d\d)'?)?)?'?$/

/** @returns null when the string is no date. A date without zone counts as UTC. */
export function parsePdfDate(string: PdfString): Date | null {
  const match = pattern.exec(textOf(string).trim())
  if (match === null) return null
  const part = (index: number, preset: number): number => Number(match[index] ?? preset)
  const [year, month, day] = [part(1, 0), part(2, 1), part(3, 1)]
  const local = Date.UTC(year, month - 1, day, part(4, 0), part(5, 0), part(6, 0))
  const offsetMinutes = 60 * part(8, 0) + part(9, 0)
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1 || Number.isNaN(local)) return null
  return new Date(local - (match[7] === '-' ? -1 : 1) * offsetMinutes * 60_000)
}
