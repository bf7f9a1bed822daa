// What the host does with keys that are loaded: for each type of frame, how its items are read and what the token does with them.

import { timingSafeEqual } from 'node:crypto'
import { concatBytes } from '../../bytes.ts'
import {
  hashAlgorithms,
  isMacAlgorithm,
  isSignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import type { FieldReader } from '../../frames.ts'
import { frameTypes, readContentKey } from '../wire/protocol.ts'
import type { Work } from '../wire/serve-requests.ts'
import type { Random } from '../wrapping.ts'
import type { Token } from './token.ts'
import { unwrapWithToken } from './token-content-keys.ts'
import { type LocatedKey, makeMac, signDigest, signMessage } from './token-operations.ts'
import {
  decryptWithToken,
  encryptWithToken,
  makeDataKeyWithToken,
  reencryptWithToken,
} from './token-records.ts'

/**
 * Reads the items of a request, whole, before anything is done with them. Items are done side by side, as far as there are
 * sessions.
 *
 * @returns undefined for a type that uses no key.
 * @throws Error when the items are malformed.
 */
export function readTokenWork(
  type: number,
  fields: FieldReader,
  count: number,
  token: Token,
  random: Random,
): Work<LocatedKey> | undefined {
  // Copied: calls of the module run later, when what was received may have been overwritten.
  const bytes = () => new Uint8Array(fields.bytes())
  const each = <T>(read: () => T): readonly T[] => Array.from({ length: count }, read)
  switch (type) {
    case frameTypes.sign: {
      const messages = each(bytes)
      return (key) => {
        const algorithm = signatureAlgorithmOf(key)
        return Promise.all(messages.map((message) => signMessage(token, key, algorithm, message)))
      }
    }
    case frameTypes.signDigests: {
      const digests = each(bytes)
      return (key) => {
        const algorithm = signatureAlgorithmOf(key)
        for (const digest of digests) requireDigest(key, digest)
        return Promise.all(digests.map((digest) => signDigest(token, key, algorithm, digest)))
      }
    }
    case frameTypes.unwrap: {
      const items = each(() => readContentKey(fields))
      return async (key) => {
        const unwrapped = await Promise.all(items.map((item) => unwrapWithToken(token, key, item)))
        return unwrapped.map((one) => (one instanceof ServiceError ? one : one.dangerouslyRevealBytes()))
      }
    }
    case frameTypes.encrypt: {
      const items = each(() => ({ plaintext: bytes(), associatedData: bytes() }))
      return (key) => Promise.all(items.map((item) => encryptWithToken(token, key, item, random)))
    }
    case frameTypes.decrypt: {
      const items = each(() => ({ ciphertext: bytes(), associatedData: bytes() }))
      return (key) => Promise.all(items.map((item) => decryptWithToken(token, key, item)))
    }
    case frameTypes.reencrypt: {
      const items = each(() => ({ ciphertext: bytes(), associatedData: bytes() }))
      return (from, to) => Promise.all(items.map((item) => reencryptWithToken(token, from, to, item, random)))
    }
    case frameTypes.generateDataKeys:
    case frameTypes.generateSealedDataKeys: {
      const items = each(bytes)
      const withPlaintext = type === frameTypes.generateDataKeys
      return (key) =>
        Promise.all(
          items.map(async (associatedData) => {
            const made = await makeDataKeyWithToken(token, key, associatedData, random)
            using dataKey = made.dataKey
            return withPlaintext ? concatBytes(dataKey.dangerouslyRevealBytes(), made.record) : made.record
          }),
        )
    }
    case frameTypes.mac: {
      const messages = each(bytes)
      return (key) => {
        requireMacKey(key)
        return Promise.all(messages.map((message) => makeMac(token, key, message)))
      }
    }
    case frameTypes.verifyMac: {
      const items = each(() => ({ message: bytes(), mac: bytes() }))
      return (key) => {
        requireMacKey(key)
        return Promise.all(
          items.map(async ({ message, mac }) => {
            const own = await makeMac(token, key, message)
            return Uint8Array.of(own.length === mac.length && timingSafeEqual(own, mac) ? 1 : 0)
          }),
        )
      }
    }
    default:
      return undefined
  }
}

function signatureAlgorithmOf({ identity: { algorithm } }: LocatedKey) {
  if (isSignatureAlgorithm(algorithm)) return algorithm
  throw new ServiceError('PURPOSE_MISMATCH', `a key of ${algorithm} cannot sign`)
}

/** Keys that encrypt are HMAC keys in the token: whoever had them make MACs could derive the keys of records. */
function requireMacKey({ identity: { algorithm } }: LocatedKey): void {
  if (!isMacAlgorithm(algorithm))
    throw new ServiceError('PURPOSE_MISMATCH', `a key of ${algorithm} cannot make MACs`)
}

function requireDigest(key: LocatedKey, digest: Uint8Array): void {
  const { algorithm, attributes } = key.identity
  if (!attributes.includes('sign-digest'))
    throw new ServiceError('NOT_PERMITTED', 'the key was not made to sign digests (attribute sign-digest)')
  const { hash } = signatureAlgorithmFacts(signatureAlgorithmOf(key))
  if (hash === undefined)
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${algorithm} signs messages, never digests`)
  const { octets } = hashAlgorithms[hash]
  if (digest.length === octets) return
  throw new ServiceError(
    'INVALID_ARGUMENT',
    `digest has ${digest.length} octets; ${algorithm} takes ${hash} with ${octets}`,
  )
}
