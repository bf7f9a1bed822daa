// A custodian's share as a file: letters to be printed, or encrypted under the custodian's own passphrase.

import { fromBase64, toBase64 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { type SecretBytes, secretCopy } from '../secret-bytes.ts'
import { type Random, unwrapUnderCustodyKey, wrapUnderCustodyKey } from '../wrapping.ts'
import { keyFromPassphrase, newArgon2idParameters, parseArgon2idParameters } from './argon2id.ts'
import { sharesInText, shareText } from './share.ts'

const format = 'chancery sealed share 1'

/** @param passphrase undefined: the share lies open in the file. */
export async function shareFile(
  share: Uint8Array,
  custodian: string,
  passphrase: SecretBytes | undefined,
  random: Random,
): Promise<string> {
  if (passphrase === undefined) return shareText(share, custodian)
  const argon2id = newArgon2idParameters(random)
  using key = await keyFromPassphrase(passphrase, argon2id)
  using secret = secretCopy(share)
  const sealed = toBase64(wrapUnderCustodyKey(key, ['share', custodian], secret, random))
  return `${JSON.stringify({ format, custodian, argon2id, sealed }, undefined, 2)}\n`
}

/**
 * @param askPassphrase of the custodian named, for a file that is encrypted.
 * @returns octets of each share that `text` holds.
 * @throws ServiceError `INVALID_ARGUMENT` for what is no share, `NOT_PERMITTED` for a wrong passphrase.
 */
export async function sharesInFile(
  text: string,
  askPassphrase: (custodian: string) => Promise<SecretBytes>,
): Promise<readonly Uint8Array[]> {
  if (!text.trimStart().startsWith('{')) return sharesInText(text)
  const { custodian, argon2id, sealed } = parseSealed(text)
  using passphrase = await askPassphrase(custodian)
  using key = await keyFromPassphrase(passphrase, argon2id)
  using share = unwrapUnderCustodyKey(key, ['share', custodian], sealed)
  if (share === undefined) {
    throw new ServiceError('NOT_PERMITTED', `this is not the passphrase of the share of ${custodian}`)
  }
  return [new Uint8Array(share.dangerouslyRevealBytes())]
}

function parseSealed(text: string) {
  const value = parsed(text)
  const custodian: unknown = Reflect.get(value, 'custodian')
  const argon2id = parseArgon2idParameters(Reflect.get(value, 'argon2id'))
  const sealedText: unknown = Reflect.get(value, 'sealed')
  const sealed = typeof sealedText === 'string' ? fromBase64(sealedText) : undefined
  if (
    Reflect.get(value, 'format') !== format ||
    typeof custodian !== 'string' ||
    argon2id === undefined ||
    sealed === undefined
  ) {
    throw new ServiceError('INVALID_ARGUMENT', 'this file holds no share of a custodian, or a damaged one')
  }
  return { custodian, argon2id, sealed }
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
