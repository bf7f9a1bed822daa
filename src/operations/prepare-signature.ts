// `prepareSignature`: the first half of a signature over a document that does not come here, only its digest.

import type { Call } from '../caller.ts'
import { type HashAlgorithm, signatureAlgorithmFacts } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { estimateSignedDataOctets } from '../formats/cms/build-signed-data.ts'
import { requireKnown } from '../policy/authorise.ts'
import type { Scope } from '../registry/scope.ts'
import { findUnitById } from '../registry/units.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import type { SignatureFormat, SignatureLevel } from './signature-forms.ts'
import {
  encodePreparation,
  preparationLifeMs,
  signedDataOf,
  toBeSignedSha256Hex,
  unsignedOf,
} from './signature-preparation.ts'
import { documentSigner, type Signer } from './signers.ts'
import { timestampTokenOctets } from './timestamp.ts'

export interface PrepareSignatureInput {
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: string
  /** Of the document; for PAdES of the octets that /ByteRange names. */
  readonly digest: Uint8Array
  readonly hashAlgorithm: HashAlgorithm
  readonly certificateSerialHex?: string | null | undefined
  readonly format: SignatureFormat
  readonly level: SignatureLevel
}

export interface PreparedSignature {
  /** Goes to `completeSignature` as it is. */
  readonly preparation: Uint8Array
  /** DER of SignedAttributes (RFC 5652 §5.4). */
  readonly toBeSigned: Uint8Array
  readonly certificateSerialHex: string
  /** The finished CMS has no more. */
  readonly signatureOctets: number
  readonly expiresAt: Date
}

/**
 * Says what would be signed, and signs nothing. Nothing of it is kept here.
 *
 * @throws ServiceError `INVALID_ARGUMENT` when the digest does not fit the key's algorithm; `PURPOSE_MISMATCH`,
 *   `KEY_NOT_ACTIVE`, `CERTIFICATE_NOT_VALID`; as `requireAccess`.
 */
export async function prepareSignature(
  deps: Deps,
  call: Call,
  input: PrepareSignatureInput,
): Promise<PreparedSignature> {
  requireKnown(call)
  const signer = await documentSigner(deps, call, input.key, input.certificateSerialHex ?? undefined)
  // No entry is made here whose insert would ask once more whether the caller reaches the unit.
  await asCaller(deps, call, (tx, scope) => requireReached(tx, scope, signer, input.key))
  requireHashOfKey(signer, input)
  const { key, format, level } = input
  const signingTime = wholeSeconds(deps.clock.now())
  const facts = {
    key,
    certificateSerialHex: signer.serialHex,
    format,
    level,
    contentDigest: input.digest,
    signingTime,
  }
  const unsigned = await unsignedOf(signer, facts)
  return {
    preparation: encodePreparation({ ...facts, toBeSignedSha256Hex: toBeSignedSha256Hex(unsigned) }),
    toBeSigned: unsigned.toBeSigned,
    certificateSerialHex: signer.serialHex,
    signatureOctets: estimateSignedDataOctets({
      ...signedDataOf(signer, facts),
      ...(level === 'B-T' ? { timestampTokenOctets } : {}),
    }),
    expiresAt: new Date(signingTime.getTime() + preparationLifeMs),
  }
}

async function requireReached(tx: Tx, scope: Scope, { unit }: Signer, key: string): Promise<void> {
  if ((await findUnitById(tx, scope, unit.id)) === undefined)
    throw new ServiceError('NOT_FOUND', `there is no key ${key}`)
}

function requireHashOfKey(signer: Signer, { key, hashAlgorithm }: PrepareSignatureInput): void {
  const { algorithm } = signer.key.identity
  const needed = signatureAlgorithmFacts(algorithm).digest
  if (hashAlgorithm === needed) return
  throw new ServiceError(
    'INVALID_ARGUMENT',
    `hashAlgorithm is ${hashAlgorithm}; ${key} is ${algorithm}, whose signatures need ${needed}`,
  )
}

/** As signing-time states it. */
function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000)
}
