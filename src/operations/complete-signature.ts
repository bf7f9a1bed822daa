// `completeSignature`: signs exactly what `prepareSignature` said, and gives a detached CMS (EN 319 122-1, EN 319 142-1).

import { z } from 'zod'
import { toBase64, toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { addSignatureTimestamp, signatureValueOf } from '../formats/cms/unsigned-attributes.ts'
import { authorise, requireKnown } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import { idempotently } from './idempotently.ts'
import { octetsInJson } from './octets-in-json.ts'
import { entryOf, signWith } from './sign-with.ts'
import { type SignatureFormat, type SignatureLevel, signatureForm } from './signature-forms.ts'
import {
  type BoundPreparation,
  parsePreparation,
  toBeSignedSha256Hex,
  unsignedOf,
} from './signature-preparation.ts'
import { documentSigner, freshly } from './signers.ts'
import { timestampSignature } from './timestamp.ts'

export interface CompleteSignatureInput {
  /** As `prepareSignature` gave it. */
  readonly preparation: Uint8Array
  readonly idempotencyKey?: string | null | undefined
}

export interface CompletedSignature {
  /** DER of ContentInfo: what a `.p7s` file holds, or /Contents of a PDF. */
  readonly signature: Uint8Array
  readonly format: SignatureFormat
  readonly level: SignatureLevel
  readonly certificateSerialHex: string
  readonly auditEntryId: string
}

const keptSignature = z.object({
  signature: octetsInJson,
  ...signatureForm,
  certificateSerialHex: z.string(),
  auditEntryId: z.string(),
})

/**
 * @throws ServiceError `INVALID_ARGUMENT` for a preparation that has ended or is none; `CERTIFICATE_NOT_VALID` when the
 *   key was rotated or the certificate ended since; `PURPOSE_MISMATCH`; as `authorise` and `signWith`.
 */
export async function completeSignature(
  deps: Deps,
  call: Call,
  input: CompleteSignatureInput,
): Promise<CompletedSignature> {
  requireKnown(call)
  return idempotently<CompletedSignature>(deps, call, {
    operation: 'completeSignature',
    key: input.idempotencyKey,
    input: { preparation: input.preparation },
    run: () => completeOnce(deps, call, parsePreparation(input.preparation, deps.clock.now())),
    remember: ({ signature, ...facts }) => ({ ...facts, signature: toBase64(signature) }),
    recall: async (kept) => keptSignature.parse(kept),
  })
}

async function completeOnce(
  deps: Deps,
  call: Call,
  preparation: BoundPreparation,
): Promise<CompletedSignature> {
  const { format, level, certificateSerialHex } = preparation
  return freshly(deps, async () => {
    const signer = await documentSigner(deps, call, preparation.key, certificateSerialHex)
    const permit = authorise(call, {
      operation: 'completeSignature',
      key: signer.key,
      unit: signer.unit,
      format,
    })
    const unsigned = await unsignedOf(signer, preparation)
    // What was shown is what is signed.
    if (toBeSignedSha256Hex(unsigned) !== preparation.toBeSignedSha256Hex)
      throw new ServiceError('INVALID_ARGUMENT', 'preparation is not one that prepareSignature gave')
    const details = {
      format,
      level,
      certificate: certificateSerialHex,
      contentDigest: toHex(preparation.contentDigest),
    }
    const signed = await signWith(deps, permit, unsigned, details)
    const { value } = signed
    const signature =
      level === 'B-B'
        ? value
        : addSignatureTimestamp(value, await timestampSignature(deps, call, signatureValueOf(value)))
    return { signature, format, level, certificateSerialHex, auditEntryId: entryOf(signed) }
  })
}
