// Results are written as JSON.stringify writes them.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LongBase64 } from '../../../src/api/graphql/long-base64.ts'
import { resultBody } from '../../../src/api/graphql/result-text.ts'

const textOf = (value: unknown): string => Buffer.from(resultBody(value)).toString()
const long = fc.uint8Array({ maxLength: 40 }).map((octets) => new LongBase64(octets))
const bare = (entries: Record<string, unknown>): object => Object.assign(Object.create(null), entries)

test('the text is that of JSON.stringify, whatever stands in the result', () => {
  const { result } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      long,
    ),
    object: fc.dictionary(fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,8}$/), tie('result')).map(bare),
    result: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('object'), fc.array(tie('result'))),
  }))
  fc.assert(fc.property(result, (value) => textOf(value) === JSON.stringify(value)))
})

test('members that are undefined are left out', () => {
  expect(textOf({ data: undefined, errors: [{ message: 'no', path: undefined }] })).toBe(
    '{"errors":[{"message":"no"}]}',
  )
})

test('a long text is encoded once, a short one is left as it is', () => {
  expect(resultBody({ text: 'ệ'.repeat(20_000) })).toBeInstanceOf(Uint8Array)
  expect(resultBody({ text: 'ệ' })).toBe('{"text":"ệ"}')
})
