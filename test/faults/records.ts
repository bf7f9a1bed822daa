// `npm run test:faults -- --only records`: no two records have a salt, and so a key, in common; a round makes 100,000 of one key.

import { createSecretKey, randomBytes } from 'node:crypto'
import type { OpenedCipherKey } from '../../src/keys/opened-key.ts'
import { encryptRecord, recordSalt } from '../../src/keys/records.ts'
import { type Rounds, told } from './round.ts'

const recordsPerRound = 100_000

export async function records({ rounds }: Rounds): Promise<number> {
  const cipherKey: OpenedCipherKey = {
    use: 'encrypt',
    algorithm: 'aes-256-gcm',
    version: 1,
    key: createSecretKey(randomBytes(32)),
  }
  const plaintext = new Uint8Array(16)
  const associatedData = new Uint8Array(0)
  const salts = new Set<string>()
  let made = 0
  for (; made < rounds * recordsPerRound; made++) {
    const record = encryptRecord(cipherKey, { plaintext, associatedData }, randomBytes)
    const salt = recordSalt(record)
    if (salt === undefined) throw new Error('a record without a salt')
    // Half of it: a repetition of the whole is one of the half too.
    salts.add(Buffer.from(salt.subarray(0, 16)).toString('latin1'))
  }
  return told('records', `${made} records of one key`, made - salts.size)
}
