// Recovers content-encryption keys with a private key in a token: the token agrees or decrypts, the rest is done here.

import { keyAlgorithmFacts } from '../../crypto/algorithms.ts'
import type { WrappedContentKey } from '../../crypto/wrapped-content-key.ts'
import { ServiceError } from '../../errors.ts'
import { unwrapWithSharedSecret } from '../content-keys.ts'
import { decryptionFailed } from '../records.ts'
import type { SecretBytes } from '../secret-bytes.ts'
import { type Token, TokenLost } from './token.ts'
import { agree, decryptTransported, type LocatedKey } from './token-operations.ts'

/** @returns `ALGORITHM_NOT_ALLOWED` when the key cannot open such an item, `DECRYPTION_FAILED` for all else. */
export async function unwrapWithToken(
  token: Token,
  key: LocatedKey,
  item: WrappedContentKey,
): Promise<SecretBytes | ServiceError> {
  const { algorithm } = key.identity
  const { keyType } = keyAlgorithmFacts(algorithm)
  try {
    if (item.kind === 'key-transport' && keyType === 'rsa') return await decryptTransported(token, key, item)
    if (item.kind === 'key-agreement' && (keyType === 'ec' || keyType === 'x25519')) {
      using shared = await agree(token, key, item.originator)
      return unwrapWithSharedSecret(shared, item)
    }
    return new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `a key of ${algorithm} in a token opens nothing by ${item.kind}`,
    )
  } catch (error) {
    if (error instanceof TokenLost || (error instanceof ServiceError && error.code === 'KEY_NOT_ACTIVE'))
      throw error
    // One answer for all: the difference would tell whoever sends crafted items about the key.
    return decryptionFailed()
  }
}
