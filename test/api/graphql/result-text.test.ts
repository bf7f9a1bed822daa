// Results are written as JSON.stringify writes them.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resultText } from '../../../src/api/graphql/result-text.ts'

const bare = (entries: Record<string, unknown>): object => Object.assign(Object.create(null), entries)

test('the text is that of JSON.stringify, whatever stands in the result', () => {
  const { result } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    object: fc.dictionary(fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,8}$/), tie('result')).map(bare),
    result: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('object'), fc.array(tie('result'))),
  }))
  fc.assert(fc.property(result, (value) => resultText(value) === JSON.stringify(value)))
})

test('members that are undefined are left out', () => {
  expect(resultText({ data: undefined, errors: [{ message: 'no', path: undefined }] })).toBe(
    '{"errors":[{"message":"no"}]}',
  )
})
