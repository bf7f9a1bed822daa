// Pairwise consistency of a key pair: what one half does the other undoes (FIPS 140-3 IG 10.3.A).

import {
  constants,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import { equalBytes, utf8 } from '../bytes.ts'
import {
  hashAlgorithms,
  isSignatureAlgorithm,
  type KeyAlgorithm,
  keyAlgorithmFacts,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../crypto/algorithms.ts'
import { signatureOptions } from './signature-options.ts'

const message = utf8('chancery pairwise check')

/** @throws Error when the public half is not that of the private one: the key must not be used. */
export async function checkPair(
  algorithm: KeyAlgorithm,
  privateKey: KeyObject,
  publicKey: KeyObject,
): Promise<void> {
  if (!(await isPair(algorithm, privateKey, publicKey)))
    throw new Error(`a new ${algorithm} key failed its pairwise check`)
}

async function isPair(
  algorithm: KeyAlgorithm,
  privateKey: KeyObject,
  publicKey: KeyObject,
): Promise<boolean> {
  if (isSignatureAlgorithm(algorithm)) return signsFor(algorithm, privateKey, publicKey)
  switch (keyAlgorithmFacts(algorithm).keyType) {
    case 'rsa': {
      const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
      const encrypted = publicEncrypt({ key: publicKey, ...padding }, message)
      return equalBytes(privateDecrypt({ key: privateKey, ...padding }, encrypted), message)
    }
    case 'ec':
    case 'x25519':
      return agrees(privateKey, publicKey)
    default: {
      const { sharedKey, ciphertext } = encapsulate(publicKey)
      return equalBytes(decapsulate(privateKey, ciphertext), sharedKey)
    }
  }
}

function signsFor(
  algorithm: SignatureAlgorithm,
  privateKey: KeyObject,
  publicKey: KeyObject,
): Promise<boolean> {
  const { hash } = signatureAlgorithmFacts(algorithm)
  const node = hash === undefined ? null : hashAlgorithms[hash].node
  const options = signatureOptions(algorithm)
  return new Promise((resolve, reject) => {
    sign(node, message, { key: privateKey, ...options }, (error, signature) => {
      if (error === null) resolve(verify(node, message, { key: publicKey, ...options }, signature))
      else reject(error)
    })
  })
}

/** Both sides of an agreement with a fresh key come to the same secret. */
function agrees(privateKey: KeyObject, publicKey: KeyObject): boolean {
  const other =
    publicKey.asymmetricKeyType === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: publicKey.asymmetricKeyDetails?.namedCurve ?? '' })
      : generateKeyPairSync('x25519')
  return equalBytes(
    diffieHellman({ privateKey, publicKey: other.publicKey }),
    diffieHellman({ privateKey: other.privateKey, publicKey }),
  )
}
