// What every format returns before a key is used, and the only thing that `signWith` takes.

import type { SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { SignatureValue } from '../crypto/signature-value.ts'

export interface Unsigned<T> {
  readonly algorithm: SignatureAlgorithm
  /** DER of TBSCertificate, TBSCertList, SignedAttributes, ResponseData; the raw message for `sign`. */
  readonly toBeSigned: Uint8Array
  /** `toBeSigned` is a digest that was made elsewhere, by the hash of the algorithm. Raw signatures alone. */
  readonly digested?: true
  /** Pure: puts the signature value in its place. */
  complete(signature: SignatureValue): T
}
