import { expect, test } from 'vitest'
import { parseTrustNote } from '../../../src/validation/trust/trust-note.ts'

test('a note says what anchors are for, from when and until when', () => {
  const text =
    '{ "purposes": ["timestamping"], "from": "2020-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z" }'
  expect(parseTrustNote(text)).toEqual({
    purposes: ['timestamping'],
    from: new Date('2020-01-01T00:00:00Z'),
    until: new Date('2030-01-01T00:00:00Z'),
  })
  expect(parseTrustNote('{}')).toEqual({})
})

test.each([
  ['no JSON', 'purposes: timestamping', 'not JSON'],
  ['a list', '[]', 'not an object'],
  ['a misspelt member', '{ "purpose": ["timestamping"] }', '"purpose" is not known'],
  ['no purpose at all', '{ "purposes": [] }', 'purposes'],
  ['an unknown purpose', '{ "purposes": ["everything"] }', '"everything"'],
  ['a day without its time', '{ "from": "2020-01-01" }', 'from'],
  ['a day that is none', '{ "until": "2020-13-45T00:00:00Z" }', 'until'],
  ['a number for a day', '{ "until": 5 }', 'until'],
])('a note with %s is refused', (_what, text, why) => {
  expect(() => parseTrustNote(text)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(why) }),
  )
})
