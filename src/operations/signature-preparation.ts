// What `prepareSignature` hands out and `completeSignature` takes back: the facts from which the signed attributes are
// built, twice alike. The caller keeps them, so that any host completes what another prepared.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { toBase64, utf8 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { prepareSignedData, type SignedDataToBuild } from '../formats/cms/build-signed-data.ts'
import type { Unsigned } from '../formats/unsigned.ts'
import { octetsInJson } from './octets-in-json.ts'
import { type SignatureFormat, type SignatureLevel, signatureForm } from './signature-forms.ts'
import type { Signer } from './signers.ts'

export interface SignaturePreparation {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly certificateSerialHex: string
  readonly format: SignatureFormat
  readonly level: SignatureLevel
  /** Of the document, by the digest that goes with the algorithm of the key. */
  readonly contentDigest: Uint8Array
  /** Stands in a CAdES signature; in both it tells when the preparation ends. */
  readonly signingTime: Date
}

/** As it is handed out: with the digest of what it makes the service sign, and nothing else. */
export interface BoundPreparation extends SignaturePreparation {
  readonly toBeSignedSha256Hex: string
}

export const preparationLifeMs = 3_600_000
/** Clocks of two hosts may differ by this much. */
const clockToleranceMs = 60_000
const maxPreparationOctets = 4096

/** The detached signature that `preparation` speaks of. The service alone builds signed attributes. */
export async function unsignedOf(
  signer: Signer,
  preparation: SignaturePreparation,
): Promise<Unsigned<Uint8Array>> {
  return prepareSignedData(signedDataOf(signer, preparation))
}

export function signedDataOf(
  signer: Signer,
  { format, contentDigest, signingTime }: SignaturePreparation,
): SignedDataToBuild {
  const common = {
    algorithm: signer.key.identity.algorithm,
    contentDigest,
    signerCertificate: signer.certificate,
    certificates: signer.chain,
  }
  return format === 'PAdES' ? { ...common, profile: 'pades' } : { ...common, profile: 'cades', signingTime }
}

export function toBeSignedSha256Hex({ toBeSigned }: Unsigned<unknown>): string {
  return createHash('sha256').update(toBeSigned).digest('hex')
}

/** Nobody has to keep it secret, and a changed one makes nothing that its bearer could not have asked for. */
export function encodePreparation(preparation: BoundPreparation): Uint8Array {
  const { contentDigest, signingTime, ...rest } = preparation
  return utf8(
    JSON.stringify({
      ...rest,
      contentDigest: toBase64(contentDigest),
      signingTime: signingTime.toISOString(),
    }),
  )
}

const form = z.strictObject({
  key: z.string(),
  certificateSerialHex: z.string(),
  ...signatureForm,
  contentDigest: octetsInJson,
  signingTime: z.iso.datetime().transform((text) => new Date(text)),
  toBeSignedSha256Hex: z.string(),
})

/** @throws ServiceError `INVALID_ARGUMENT` for what `prepareSignature` did not give, or gave too long ago. */
export function parsePreparation(octets: Uint8Array, now: Date): BoundPreparation {
  const parsed = octets.length > maxPreparationOctets ? undefined : form.safeParse(jsonOf(octets))
  if (parsed?.data === undefined)
    throw new ServiceError('INVALID_ARGUMENT', 'preparation is not one that prepareSignature gave')
  const ageMs = now.getTime() - parsed.data.signingTime.getTime()
  if (ageMs > preparationLifeMs || ageMs < -clockToleranceMs) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `preparation was made at ${parsed.data.signingTime.toISOString()} and holds for ${preparationLifeMs / 60_000} minutes: prepare the signature again`,
    )
  }
  return parsed.data
}

function jsonOf(octets: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets))
  } catch {
    return undefined
  }
}
