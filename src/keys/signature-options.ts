// How node:crypto is told what a signature algorithm implies.

import { constants, type SigningOptions } from 'node:crypto'
import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../crypto/algorithms.ts'

export function signatureOptions(algorithm: SignatureAlgorithm): SigningOptions {
  const { keyType, rsaPadding, saltOctets } = signatureAlgorithmFacts(algorithm)
  if (keyType === 'ec') return { dsaEncoding: 'der' }
  if (rsaPadding === 'pkcs1') return { padding: constants.RSA_PKCS1_PADDING }
  if (rsaPadding === 'pss' && saltOctets !== undefined) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltOctets }
  }
  return {}
}
