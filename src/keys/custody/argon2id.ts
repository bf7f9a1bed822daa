// Keys from passphrases: Argon2id (RFC 9106). The parameters are kept with what was encrypted, so that they may grow.

import { argon2 } from 'node:crypto'
import { fromHex, toHex, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { type SecretBytes, secretBytes } from '../secret-bytes.ts'
import { type Random, wrappingKeyOctets } from '../wrapping.ts'

export interface Argon2idParameters {
  readonly memoryKib: number
  readonly passes: number
  readonly parallelism: number
  readonly saltHex: string
}

/** RFC 9106 §4, the second recommended option: 64 MiB, three passes, four lanes. */
const recommended = { memoryKib: 1 << 16, passes: 3, parallelism: 4 } as const
/** What is read from a file may ask for no more: it would hold the memory of whoever opens it. */
const most = { memoryKib: 1 << 21, passes: 64, parallelism: 16 } as const
const saltOctets = 16

const leastPassphraseCharacters = 12

export function newArgon2idParameters(random: Random): Argon2idParameters {
  return { ...recommended, saltHex: toHex(random(saltOctets)) }
}

/** @returns 32 octets. */
export async function keyFromPassphrase(
  passphrase: SecretBytes,
  parameters: Argon2idParameters,
): Promise<SecretBytes> {
  const nonce = fromHex(parameters.saltHex)
  if (nonce === undefined) throw new Error('the salt is no hexadecimal number')
  const key = await new Promise<Uint8Array>((resolve, reject) =>
    argon2(
      'argon2id',
      {
        message: passphrase.dangerouslyRevealBytes(),
        nonce,
        memory: parameters.memoryKib,
        passes: parameters.passes,
        parallelism: parameters.parallelism,
        tagLength: wrappingKeyOctets,
      },
      (error, derived) => (error === null ? resolve(derived) : reject(error)),
    ),
  )
  return secretBytes(key)
}

/**
 * The octets of a passphrase as it was typed or read from a file: without the end of its line, in NFC, since keyboards
 * differ in how they write letters with marks.
 *
 * @throws ServiceError `INVALID_ARGUMENT` when it is shorter than 12 characters.
 */
export function passphraseOctets(text: string): SecretBytes {
  const normal = text.replace(/\r?\n$/, '').normalize('NFC')
  const characters = [...normal].length
  if (characters < leastPassphraseCharacters) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `a passphrase needs ${leastPassphraseCharacters} characters at least`,
    )
  }
  return secretBytes(utf8(normal))
}

/** @returns undefined when `value`, from a file, is nothing that this program writes or would read. */
export function parseArgon2idParameters(value: unknown): Argon2idParameters | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const memoryKib = within(Reflect.get(value, 'memoryKib'), recommended.memoryKib, most.memoryKib)
  const passes = within(Reflect.get(value, 'passes'), recommended.passes, most.passes)
  const parallelism = within(Reflect.get(value, 'parallelism'), 1, most.parallelism)
  const saltHex: unknown = Reflect.get(value, 'saltHex')
  if (memoryKib === undefined || passes === undefined || parallelism === undefined) return undefined
  if (typeof saltHex !== 'string' || !/^[0-9a-f]{32,128}$/.test(saltHex)) return undefined
  return { memoryKib, passes, parallelism, saltHex }
}

function within(value: unknown, least: number, largest: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest
    ? value
    : undefined
}
