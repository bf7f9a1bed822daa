// `sealEnvelope`: a document for units, certificates and passwords; signed first, when a key is named.

import { z } from 'zod'
import { joinBytes, toBase64 } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type ByteSource, bytesSource, chunksOf } from '../formats/byte-source.ts'
import { formatFor, type Recipient, type SealedFormat, seal } from '../formats/envelope/seal.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import { requireAnywhere, requireKnown } from '../policy/authorise.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import {
  type DocumentInput,
  type DocumentResult,
  documentIdentity,
  inlineResult,
  maxInlineResultOctets,
  openDocument,
  spooledResult,
} from './documents.ts'
import { recipientCertificate } from './envelope-keys.ts'
import { idempotently } from './idempotently.ts'
import { octetsInJson } from './octets-in-json.ts'
import { recordOnce } from './record.ts'
import { signDocument } from './sign-document.ts'
import { findUploaded, storeDocument } from './upload-document.ts'

export interface SealEnvelopeInput {
  readonly document: DocumentInput
  /** Paths. */
  readonly units: readonly string[]
  /** PEM. */
  readonly certificatesPem: readonly string[]
  readonly passwords: readonly string[]
  /** By the size of the document when absent. */
  readonly format?: SealedFormat | null | undefined
  /** `UNIT/NAME` of a sign-document key that signs the document before it is sealed. */
  readonly signWith?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

export interface SealEnvelopeResult {
  readonly document: DocumentResult
  readonly format: SealedFormat
  readonly auditEntryId: string
}

const maxEnvelopeRecipients = 1000

/**
 * Nothing is sealed when it could not be signed. What came inline goes back inline.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for the number of recipients; `NOT_FOUND` for a unit; `CERTIFICATE_NOT_VALID`,
 *   `ALGORITHM_NOT_ALLOWED` for a recipient's; as `requireAnywhere`, `signDocument`.
 */
export async function sealEnvelope(
  deps: Deps,
  call: Call,
  input: SealEnvelopeInput,
): Promise<SealEnvelopeResult> {
  requireAnywhere(call, 'seal')
  const count = input.units.length + input.certificatesPem.length + input.passwords.length
  if (count === 0 || count > maxEnvelopeRecipients)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `the envelope has ${count} recipients; 1 to ${maxEnvelopeRecipients} are allowed`,
    )
  const { idempotencyKey, document, passwords, ...options } = input
  const answer = await idempotently<Answer>(deps, call, {
    operation: 'sealEnvelope',
    key: idempotencyKey,
    // Passwords are no part of what is compared: nothing of them is kept.
    input:
      idempotencyKey == null
        ? undefined
        : { ...options, passwords: passwords.length, document: documentIdentity(document) },
    run: async (run) => {
      const recipients = await recipientsOf(deps, input)
      const plain = await plaintextOf(deps, call, input)
      const format = input.format ?? formatFor(plain.source.size)
      const sealing = { recipients, format, random: deps.random, at: deps.clock.now() }
      const pieces = seal(sealing, chunksOf(plain.source), plain.source.size)
      const sealed = await delivered(deps, call, pieces, plain.inline, idempotencyKey != null)
      await recordOnce(deps, call, run, {
        operation: 'sealEnvelope',
        unitId: await ownUnit(deps, call),
        details: { format, recipients: String(count), units: input.units.join(' ') },
      })
      return { ...sealed, format, auditEntryId: run.id }
    },
    remember: ({ document: { size, sha256 }, spooled, format, auditEntryId }) => ({
      id: spooled,
      size,
      sha256: toBase64(sha256()),
      format,
      auditEntryId,
    }),
    recall: async (kept) => {
      const { id, size, sha256, format, auditEntryId } = keptAnswer.parse(kept)
      const facts = { spooled: id, format, auditEntryId }
      if (document.base64 == null || size > maxInlineResultOctets)
        return { ...facts, document: spooledResult({ id, size, sha256 }) }
      return { ...facts, document: await inlineResult(await findUploaded(deps, call, id)) }
    },
  })
  const { spooled: _, ...result } = answer
  return result
}

interface Answer extends SealEnvelopeResult {
  /** Sealing the same again gives other octets, so what may be asked for again is kept. */
  readonly spooled: string | null
}

const keptAnswer = z.object({
  id: z.string(),
  size: z.number(),
  sha256: octetsInJson,
  format: z.enum(['cms', 'chunked']),
  auditEntryId: z.string(),
})

async function recipientsOf(deps: Deps, input: SealEnvelopeInput): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = []
  for (const unit of input.units)
    recipients.push({ kind: 'certificate', certificate: (await recipientCertificate(deps, unit)).der })
  for (const pem of input.certificatesPem)
    for (const certificate of certificatesInPem(pem)) recipients.push({ kind: 'certificate', certificate })
  for (const password of input.passwords) recipients.push({ kind: 'password', password })
  return recipients
}

/** The document, or what it becomes when it is signed first. */
async function plaintextOf(
  deps: Deps,
  call: Call,
  { document, signWith }: SealEnvelopeInput,
): Promise<{ readonly source: ByteSource; readonly inline: boolean }> {
  if (signWith == null) return openDocument(deps, call, document)
  const signed = await signDocument(deps, call, { key: signWith, document, level: 'B-T', detached: false })
  const { id, bytes } = signed.document
  if (bytes !== null) return { source: bytesSource(bytes), inline: true }
  if (id === null) throw new Error('a signed document is neither inline nor in the spool')
  return { source: await findUploaded(deps, call, id), inline: false }
}

async function delivered(
  deps: Deps,
  call: Call,
  pieces: AsyncIterable<Uint8Array>,
  inline: boolean,
  kept: boolean,
): Promise<Pick<Answer, 'document' | 'spooled'>> {
  if (!inline) {
    const stored = await storeDocument(deps, call, pieces)
    return { document: spooledResult(stored), spooled: stored.id }
  }
  const envelope = bytesSource(joinBytes(await Array.fromAsync(pieces)))
  const spooled = kept ? (await storeDocument(deps, call, chunksOf(envelope))).id : null
  return { document: await inlineResult(envelope), spooled }
}

async function ownUnit(deps: Deps, call: Call): Promise<string | null> {
  const { unitPath } = requireKnown(call)
  const unit = await asCaller(deps, call, (tx, scope) => findUnitByPath(tx, scope, unitPath))
  return unit?.id ?? null
}
