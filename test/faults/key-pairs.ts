// `npm run test:faults -- --only key-pairs`: every pair is checked before it is kept. A round makes five hundred pairs each of
// Ed25519 and ECDSA P-256 as the service does, and offers the check halves that do not belong together.

import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { type KeyMaterial, makeKeyMaterial } from '../../src/keys/key-material.ts'
import { checkPair } from '../../src/keys/pairwise-check.ts'
import { type Rounds, told } from './round.ts'

const algorithms = ['ed25519', 'ecdsa-p256'] as const
const pairsPerRound = 500
/** Of so many pairs one is checked against the other half of the pair before it. */
const mixedOneIn = 10

export async function keyPairs({ rounds }: Rounds): Promise<number> {
  let [made, mixed, failed] = [0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    for (const algorithm of algorithms) {
      let before: KeyObject | undefined
      for (let i = 0; i < pairsPerRound; i++) {
        const { privateKey, publicKey } = halves(await makeKeyMaterial(algorithm, randomBytes))
        made++
        if (before !== undefined && i % mixedOneIn === 0) {
          mixed++
          const accepted = await checkPair(algorithm, privateKey, before).then(
            () => true,
            () => false,
          )
          if (accepted) failed++
        }
        before = publicKey
      }
    }
  }
  return told('key-pairs', `${made} pairs made and checked, ${mixed} mixed ones refused`, failed)
}

function halves({ secret, publicKey }: KeyMaterial): { privateKey: KeyObject; publicKey: KeyObject } {
  using own = secret
  const der = Buffer.from(own.dangerouslyRevealBytes())
  return {
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }),
  }
}
