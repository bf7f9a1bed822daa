// Pairwise consistency of a key pair that a token made: what it does with the private half OpenSSL undoes with the public one
// (FIPS 140-3 IG 10.3.A).

import {
  constants,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  publicEncrypt,
  verify,
} from 'node:crypto'
import { equalBytes, utf8 } from '../../bytes.ts'
import {
  hashAlgorithms,
  isSignatureAlgorithm,
  keyAlgorithmFacts,
  signatureAlgorithmFacts,
} from '../../crypto/algorithms.ts'
import { signatureOptions } from '../signature-options.ts'
import type { Token } from './token.ts'
import { agree, decryptTransported, type LocatedKey, signMessage } from './token-operations.ts'

/**
 * @param publicKey DER of SubjectPublicKeyInfo.
 * @returns false when the halves do not belong together: the key must not be used.
 */
export async function isTokenPair(token: Token, key: LocatedKey, publicKey: Uint8Array): Promise<boolean> {
  const { algorithm } = key.identity
  const message = utf8('chancery pairwise check')
  const parsed = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  if (isSignatureAlgorithm(algorithm)) {
    const { hash } = signatureAlgorithmFacts(algorithm)
    const signature = await signMessage(token, key, algorithm, message)
    const options = { key: parsed, ...signatureOptions(algorithm) }
    return verify(hash === undefined ? null : hashAlgorithms[hash].node, message, options, signature)
  }
  if (keyAlgorithmFacts(algorithm).keyType === 'rsa') {
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
    const encryptedKey = publicEncrypt({ key: parsed, ...padding }, message)
    const transport = {
      kind: 'key-transport',
      hash: 'sha-256',
      mgf1Hash: 'sha-256',
      label: new Uint8Array(0),
    } as const
    using opened = await decryptTransported(token, key, { ...transport, encryptedKey })
    return equalBytes(opened.dangerouslyRevealBytes(), message)
  }
  const other =
    parsed.asymmetricKeyType === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: parsed.asymmetricKeyDetails?.namedCurve ?? '' })
      : generateKeyPairSync('x25519')
  using shared = await agree(token, key, other.publicKey.export({ format: 'der', type: 'spki' }))
  return equalBytes(
    shared.dangerouslyRevealBytes(),
    diffieHellman({ privateKey: other.privateKey, publicKey: parsed }),
  )
}
