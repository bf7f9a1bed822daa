// Subjects of practice certificates are marked, whatever the asker writes.

import { describe, expect, it } from 'vitest'
import { markPractice, practiceOrganisation } from '../../src/operations/subjects.ts'

describe('markPractice', () => {
  it('marks once', () => {
    const marked = markPractice('CN=Văn phòng')
    expect(marked).toBe(`CN=Văn phòng,O=${practiceOrganisation}`)
    expect(markPractice(marked)).toBe(marked)
  })

  it.each([
    `CN=Chairman,L=O=${practiceOrganisation}`,
    `CN=O=${practiceOrganisation}`,
    `CN=Chairman,O=Real\\, O=${practiceOrganisation}`,
  ])('is not evaded by the words in another value: %s', (subject) => {
    expect(markPractice(subject)).toBe(`${subject},O=${practiceOrganisation}`)
  })
})
