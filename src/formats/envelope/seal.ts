// Seals content to certificates and passwords, as CMS or in chunks (docs/decisions/0010-sealed-files.md).

import { ServiceError } from '../../errors.ts'
import { buildEnvelope, envelopeAround, envelopeAroundStream } from '../cms/build-envelope.ts'
import {
  contentKeyOctets,
  passwordIterations,
  recipientForCertificate,
  recipientForPassword,
} from '../cms/build-recipient-info.ts'
import { gcmNonceOctets } from '../cms/content-encryption.ts'
import { payloadKeyOctets } from './payload-keys.ts'
import { sealedChunks } from './seal-chunks.ts'

export type Recipient =
  /** DER. */
  | { readonly kind: 'certificate'; readonly certificate: Uint8Array }
  | { readonly kind: 'password'; readonly password: string }

export type SealedFormat = 'cms' | 'chunked'

export interface Sealing {
  readonly recipients: readonly Recipient[]
  readonly format: SealedFormat
  /** Octets that nobody can guess. */
  readonly random: (octets: number) => Uint8Array
  /** The moment at which certificates have to be valid. */
  readonly at: Date
  /** Of the chunked format. */
  readonly chunkExponent?: number
}

/** What is sealed as CMS when nobody chooses: programs that hold it all in memory still open it. */
const mostCmsOctets = 64 * 1024 * 1024

const leastPasswordCharacters = 8

/** @param contentOctets undefined when nobody knows it yet. */
export function formatFor(contentOctets: number | undefined): SealedFormat {
  return contentOctets !== undefined && contentOctets <= mostCmsOctets ? 'cms' : 'chunked'
}

/**
 * The sealed file, piece by piece; the receiver owns each piece.
 *
 * @param content may use the memory of a piece again when it is asked for the next.
 * @throws ServiceError `INVALID_ARGUMENT` without recipients, or for a short password; `CERTIFICATE_NOT_VALID`,
 *   `ALGORITHM_NOT_ALLOWED`, `MALFORMED_DER` for a certificate that nothing can be sealed to; `LIMIT_EXCEEDED`.
 */
export async function* seal(
  sealing: Sealing,
  content: AsyncIterable<Uint8Array>,
  contentOctets: number | undefined,
): AsyncGenerator<Uint8Array> {
  const { random, format } = sealing
  const contentKey = random(contentKeyOctets)
  const recipientInfos = await recipientInfosFor(sealing, contentKey)
  const build = { recipientInfos, contentKey, nonce: random(gcmNonceOctets) }
  try {
    if (format === 'cms') {
      yield* contentOctets === undefined
        ? envelopeAroundStream(build, content)
        : envelopeAround(build, content, contentOctets)
      return
    }
    const payloadKey = random(payloadKeyOctets)
    const header = await buildEnvelope(build, payloadKey)
    const { chunkExponent } = sealing
    yield* sealedChunks(
      { payloadKey, salt: random(32), header, ...(chunkExponent !== undefined && { chunkExponent }) },
      content,
      contentOctets,
    )
    payloadKey.fill(0)
  } finally {
    contentKey.fill(0)
  }
}

/**
 * A RecipientInfo for each recipient.
 *
 * @throws ServiceError as `seal`.
 */
export async function recipientInfosFor(
  { recipients, random, at }: Pick<Sealing, 'recipients' | 'random' | 'at'>,
  contentKey: Uint8Array,
): Promise<readonly Uint8Array[]> {
  const infos: Uint8Array[] = []
  for (const recipient of recipients)
    infos.push(
      recipient.kind === 'certificate'
        ? await recipientForCertificate(recipient.certificate, contentKey, at)
        : await recipientForPassword(
            { password: passwordOctets(recipient.password), iterations: passwordIterations, random },
            contentKey,
          ),
    )
  return infos
}

/** In NFC, as the same password typed on another keyboard may come composed otherwise (RFC 8265 §4.2). */
export function passwordOctets(password: string): Uint8Array {
  const normal = password.normalize('NFC')
  if ([...normal].length < leastPasswordCharacters)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `a password has at least ${leastPasswordCharacters} characters`,
    )
  return new TextEncoder().encode(normal)
}
