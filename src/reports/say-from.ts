// Sentences of a table of words, with values in their places.

import type { Language } from '../validation/wording.ts'

/** @param values what the places in braces stand for. */
type Say<Word extends string> = (
  language: Language,
  word: Word,
  values?: Readonly<Record<string, string | number>>,
) => string

export function sayFrom<Word extends string>(
  words: Readonly<Record<Language, Readonly<Record<Word, string>>>>,
): Say<Word> {
  return (language, word, values = {}) =>
    words[language][word].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
