// Subjects of certificates: of a unit when none is given, and marked wherever the office is one for practice.

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
  const mark = `O=${escapeValue(practiceOrganisation)}`
  return subject.includes(mark) ? subject : `${subject},${mark}`
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
