// Words of a closed list, as the database keeps them.

/** @throws Error when the database holds a word that this version does not know. */
export function oneOf<T extends string>(words: readonly T[], word: string, what: string): T {
  const known = words.find((candidate) => candidate === word)
  if (known === undefined) throw new Error(`the registry holds an unknown ${what}: ${word}`)
  return known
}
