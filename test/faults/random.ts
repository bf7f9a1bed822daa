// Chance that a seed repeats: which request comes next, and when the blow falls.

export interface Chance {
  /** 0 ≤ value < 1. */
  next(): number
  /** `from` ≤ value ≤ `to`, whole. */
  between(from: number, to: number): number
  /** One of them; undefined when there are none. */
  pick<T>(list: readonly T[]): T | undefined
}

/** SplitMix32: nothing secret hangs on it. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000
  }
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return { next, between, pick: (list) => list[between(0, list.length - 1)] }
}
