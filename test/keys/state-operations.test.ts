import { describe, expect, test } from 'vitest'
import { keyAlgorithmNames } from '../../src/crypto/algorithms.ts'
import {
  type KeyOperation,
  type KeyState,
  keyMisfit,
  keyOperations,
  keyStates,
  purposeAlgorithms,
  purposes,
  stateAllows,
  statesAllowing,
} from '../../src/keys/handle.ts'

/** NIST SP 800-57 Part 1 Rev. 5: §7.1 pre-activation, §7.2 active, §7.3 suspended, §7.4 deactivated, §7.5 compromised. */
const allowed: Readonly<Record<KeyState, string>> = {
  pre_activation: '',
  active: 'sign verify protect process',
  suspended: 'verify',
  deactivated: 'verify process',
  compromised: 'verify process',
  destroyed: 'verify',
}

const everyPair = keyStates.flatMap((state) =>
  keyOperations.map((operation): [KeyState, KeyOperation] => [state, operation]),
)

test.each(everyPair)('a key that is %s: %s as SP 800-57 says', (state, operation) => {
  expect(stateAllows(state, operation)).toBe(allowed[state].split(' ').includes(operation))
})

test.each(keyOperations)('%s: queries ask for the same states', (operation) => {
  expect(statesAllowing(operation)).toEqual(
    keyStates.filter((state) => allowed[state].split(' ').includes(operation)),
  )
})

describe('purposes', () => {
  test('divide the algorithms: each algorithm serves signing, opening, encryption or authentication alone', () => {
    const families = [
      ['sign-document', 'sign-raw', 'certify', 'timestamp', 'log'],
      ['open'],
      ['encrypt'],
      ['mac'],
    ]
    for (const algorithm of keyAlgorithmNames) {
      const fitting = purposes.filter((purpose) => purposeAlgorithms[purpose](algorithm))
      expect(families.map((family) => family.toSorted())).toContainEqual(fitting.toSorted())
    }
  })

  test('let digests be signed by raw keys of ECDSA and RSA alone', () => {
    for (const purpose of purposes) {
      for (const algorithm of keyAlgorithmNames) {
        const fits = keyMisfit({ purpose, algorithm, attributes: ['sign-digest'] }) === undefined
        expect([purpose, algorithm, fits]).toEqual([
          purpose,
          algorithm,
          purpose === 'sign-raw' && /^(ecdsa|rsa-p)/.test(algorithm),
        ])
      }
    }
  })
})
