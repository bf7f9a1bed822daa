// What the other kinds of rounds have in common: how many, from which seed, and how many of them failed.

export interface Rounds {
  readonly rounds: number
  readonly seed: number
  /** How many ask at once, where it is not the kind of rounds that decides. */
  readonly clients: number
}

/** @returns how many of them failed. */
export type OtherRounds = (given: Rounds) => Promise<number>

/** Prints the figure, which the last line of each kind of rounds is. */
export function told(name: string, figure: string, failed: number): number {
  process.stdout.write(`${name}: ${figure}, ${failed} failed\n`)
  return failed
}
