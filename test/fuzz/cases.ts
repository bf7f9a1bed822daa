// Case `n` of a seed: which specimen, changed how. The same in every process.

import { chance } from '../fixtures/chance.ts'
import type { Specimen } from './corpus.ts'
import { mutated } from './mutate.ts'

export interface Case {
  readonly specimen: Specimen
  readonly bytes: Uint8Array
}

const documentShare = 0.3

export function caseOf(all: readonly Specimen[], seed: number, number: number): Case {
  const random = chance(Math.imul(seed, 0x9e3779b1) ^ number)
  // Documents take longest, and much of them is structures that are tried by themselves.
  const documents = random.next() < documentShare
  const specimen = random.pick(all.filter((one) => one.document === documents)) ?? random.pick(all)
  if (specimen === undefined) throw new Error('there are no specimens')
  const others = all.map(({ bytes }) => bytes)
  return { specimen, bytes: mutated(specimen.bytes, others, random) }
}
