// Long Base64 in a request is decoded from where it lies, and everything else is what JSON.parse makes of it.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LongBase64, parseWithLongBase64 } from '../../../src/api/graphql/long-base64.ts'

const octets = new Uint8Array(30_001).map((_, i) => (i * 151) >> 3)
const long = octets.toBase64()
const parse = (text: string): unknown => parseWithLongBase64(Buffer.from(text))
const asStrings = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** What both ways make of a text: a value, or that there is none. */
function outcome(parser: (text: string) => unknown, text: string): unknown {
  try {
    return asStrings(parser(text))
  } catch {
    return 'not JSON'
  }
}

describe('a long value of a member called base64', () => {
  test.each([`{"base64":"${long}"}`, `{ "base64" :\r\n\t"${long}" }`])('is octets: %.20s', (text) => {
    const { base64 } = Object(parse(text))
    expect(base64).toBeInstanceOf(LongBase64)
    expect(Buffer.compare(base64.octets, octets)).toBe(0)
  })

  test('may stand in several places, beside short ones and whatever else there is', () => {
    const text = JSON.stringify({
      query: 'query ệ "base64":"',
      variables: { a: { base64: long }, b: { base64: 'AAAA' }, c: [{ base64: long, title: 'Sở ệ' }] },
    })
    expect(asStrings(parse(text))).toEqual(JSON.parse(text))
    const { variables } = Object(parse(text))
    expect([variables.a.base64, variables.b.base64, variables.c[0].base64]).toEqual([
      expect.any(LongBase64),
      'AAAA',
      expect.any(LongBase64),
    ])
  })

  test.each([
    ['of another alphabet', `${long.slice(4)}_-__`],
    ['with white space', `${long.slice(4)}A AA`],
    ['without its padding', long.replaceAll('=', '')],
    ['with bits behind its end', `${long.slice(0, -4)}AAB=`],
    ['beyond ASCII', `${long.slice(4)}ệAA`],
  ])('is the string that it is when it is Base64 %s', (_, value) => {
    expect(parse(`{"base64":"${value}"}`)).toEqual({ base64: value })
  })

  test('is no value where it is written with an escape, and is read as JSON has it', () => {
    const text = `{"base64":"\\u0041${long.slice(1)}","x\\"base64":"${long}"}`
    expect(asStrings(parse(text))).toEqual(JSON.parse(text))
  })
})

test('whatever surrounds it is read as JSON.parse reads it, or refused as that refuses it', () => {
  const piece = fc.oneof(
    fc.constantFrom('"base64"', ':', '"', '\\', '{', '}', '[', ']', ',', 'ệ', ' ', '"a"', '1', 'null'),
    fc.constantFrom(`"${long}"`, long, `"base64":"${long}"`, `{"base64":"${long}"}`, `\\"base64":"${long}"`),
  )
  const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      expect(outcome(parse, text)).toEqual(outcome(JSON.parse, text))
    }),
    { numRuns: 2000 },
  )
})

test('a body that is not UTF-8 is told apart from one that is not JSON', () => {
  const bad = Buffer.concat([Buffer.from(`{"base64":"${long}","x":"`), Buffer.of(0xff), Buffer.from('"}')])
  expect(() => parseWithLongBase64(bad)).toThrow(TypeError)
  expect(() => parse(`{"base64":"${long}"`)).toThrow(SyntaxError)
})
