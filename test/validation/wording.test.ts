// Reasons in words: stable codes, English in the report, Vietnamese for the page.

import { describe, expect, it } from 'vitest'
import { reason, reasonText } from '../../src/validation/wording.ts'

describe('reasonText', () => {
  it('gives a sentence in either language', () => {
    expect(reasonText('NOT_SIGNED', 'en')).toBe('The document holds no signature.')
    expect(reasonText('NOT_SIGNED', 'vi')).toBe('Tài liệu không có chữ ký.')
  })

  it('knows nothing of other codes, inherited names among them', () => {
    expect(reasonText('NO_SUCH_CODE', 'en')).toBeUndefined()
    expect(reasonText('toString', 'vi')).toBeUndefined()
  })

  it('puts the detail behind the sentence', () => {
    expect(reason('WEAK_CRYPTOGRAPHY', 'sha-1')).toEqual({
      code: 'WEAK_CRYPTOGRAPHY',
      text: 'The cryptography is too weak for the policy: sha-1.',
    })
  })
})
