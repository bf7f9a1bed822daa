// Strict JSON: the same values as JSON.parse for what both take, and nothing that two parsers read in two ways.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { isJsonArray, isJsonObject, type JsonValue, parseJson } from '../../../src/formats/jades/json.ts'

const read = (text: string) => parseJson('the text', utf8(text))

function plain(value: JsonValue): unknown {
  if (isJsonArray(value)) return value.map(plain)
  if (isJsonObject(value)) return Object.fromEntries([...value].map(([name, inner]) => [name, plain(inner)]))
  return value
}

describe('parseJson', () => {
  test('reads what JSON.stringify writes, spaced or not', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(plain(read(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  test('takes nothing that JSON.parse refuses, and throws ServiceError or nothing', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\',
      '1',
      '-',
      '.5',
      'e9',
      'true',
      'nul',
      ' ',
      '\u00a0',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        let taken = true
        try {
          read(text)
        } catch (error) {
          if (!isServiceError(error)) throw error
          taken = false
        }
        if (taken) expect(() => JSON.parse(text)).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '"\\udc00"',
    '01',
    '+1',
    '.5',
    '1.',
    '0x1',
    'NaN',
    "'a'",
    '"\\x41"',
    '"\t"',
    '',
    ' ',
    '[1,]',
    '{"a":1,}',
    '1 2',
    'tru',
    'truee',
  ])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(/the text/)
  })

  test('refuses octets that are no UTF-8, overlong forms and encoded surrogates among them', () => {
    for (const octets of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
    ])
      expect(() => parseJson('the text', Uint8Array.from(octets))).toThrow('the text is no UTF-8')
  })
})
