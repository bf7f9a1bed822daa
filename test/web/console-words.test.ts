// The words of the console: both languages say everything, with the same places for values; what goes wrong has words.

import { describe, expect, test } from 'vitest'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { moment, problemWord, tell, words } from '../../src/web/console/words.ts'

describe('words of the console', () => {
  test('stand in both languages, with the same places for values', () => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words.vi).sort())
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
    for (const [word, text] of Object.entries(words.vi))
      expect([word, places(Reflect.get(words.en, word))]).toEqual([word, places(text)])
  })

  test('take values for their places, whatever the values hold', () => {
    expect(tell('en', 'unitOf', { unit: '{name} $&' })).toBe('Unit: {name} $&')
  })

  test('tell a moment as people of each language write it', () => {
    expect(moment('vi', '2026-11-27T02:00:00Z')).toContain('2026')
    expect(moment('en', '2026-11-27T02:00:00Z')).toContain('Nov 2026')
  })

  test.each([
    [new DOMException('', 'NotAllowedError'), 'givenUp'],
    [new DOMException('', 'InvalidStateError'), 'enrolledBefore'],
    [new DOMException('', 'SecurityError'), 'wrongHost'],
    [new ChanceryError('', { code: 'UNAUTHENTICATED', retryable: false }), 'notAccepted'],
    [new ChanceryError('', { code: 'RATE_EXCEEDED', retryable: true }), 'tooOften'],
    [new ChanceryError('', { code: 'DATABASE_UNAVAILABLE', retryable: true }), 'unreachable'],
    [new ChanceryError('', { code: 'NOT_PERMITTED', retryable: false }), 'notPermitted'],
    [new ChanceryError('', { code: 'PROPOSAL_NOT_OPEN', retryable: false }), 'proposalOver'],
    [new ChanceryError('', { code: 'INTERNAL', retryable: false }), 'problem'],
    [new TypeError('Failed to fetch'), 'unreachable'],
  ])('say of %o what a person can do: %s', (error, word) => {
    expect(problemWord(error)).toBe(word)
  })
})
