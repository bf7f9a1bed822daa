// Subjects of certificates: of a unit when none is given, and marked wherever the office is one for practice.

import { oids } from '../formats/asn1/oids.ts'
import { parseDistinguishedName } from '../formats/x509/distinguished-name.ts'
import type { Unit } from '../registry/unit.ts'

/** Organisation of every practice subject: what it signs has no legal effect. */
export const practiceOrganisation = 'PRACTICE - no legal effect'

/** The unit's title as common name, cut to what X.520 allows. */
export function subjectOf(unit: Pick<Unit, 'title'>): string {
  return `CN=${escapeValue(cut(unit.title, 64))}`
}

export function authoritySubject(title: string): string {
  return `CN=${escapeValue(cut(title, 64))}`
}

/** @returns the same subject with the practice organisation in front of whatever else it holds. */
export function markPractice(subject: string): string {
  // Read as a name: within a value of another attribute the same words would mark nothing.
  const marked = parseDistinguishedName(subject).some((attributes) =>
    attributes.some(({ type, value }) => type === oids.organizationName && value === practiceOrganisation),
  )
  return marked ? subject : `${subject},O=${escapeValue(practiceOrganisation)}`
}

/** Of one of the organisation's own authorities. However long the title is, the name says what it is. */
export function organisationSubject(organisation: string, what: string): string {
  const name = `${cut(organisation, 63 - what.length)} ${what}`
  return `CN=${escapeValue(name)},O=${escapeValue(cut(organisation, 64))}`
}

function cut(text: string, characters: number): string {
  return [...text].slice(0, characters).join('').trim()
}

/** RFC 4514 §2.4. */
function escapeValue(value: string): string {
  return value
    .replace(/[\\",+<>;=]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}
