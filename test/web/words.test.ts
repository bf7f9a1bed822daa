// The page's words: both languages say everything, with the same places for values.

import { describe, expect, test } from 'vitest'
import { preferredLanguage, tell, words } from '../../src/web/verify/words.ts'

describe('words', () => {
  test('stand in both languages, with the same places for values', () => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words.vi).sort())
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
    for (const [word, text] of Object.entries(words.vi))
      expect([word, places(Reflect.get(words.en, word))]).toEqual([word, places(text)])
  })

  test('take values for their places, whatever the values hold', () => {
    expect(tell('en', 'thisOne', { name: '{page} $& x' })).toBe('This one: {page} $& x')
  })

  test.each([
    [['vi-VN', 'en'], 'vi'],
    [['en-GB', 'vi'], 'en'],
    [['fr', 'en-US'], 'en'],
    [['fr'], 'vi'],
    [[], 'vi'],
  ] as const)('are chosen by what the reader asks for: %j is %s', (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language)
  })
})
