// `openEnvelope`: by the key of a unit; the content, or for those who hold the content themselves its key alone.

import { joinBytes } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { bytesSource } from '../formats/byte-source.ts'
import { openSealed } from '../formats/envelope/open.ts'
import { authoriseOpening, requireKnown } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import {
  type DocumentInput,
  type DocumentResult,
  inlineResult,
  openDocument,
  spooledResult,
} from './documents.ts'
import { envelopeOpeners } from './envelope-openers.ts'
import { openWith } from './open-with.ts'
import { storeDocument } from './upload-document.ts'

export interface OpenEnvelopeInput {
  /** Exactly one of the two. */
  readonly envelope?: DocumentInput | null | undefined
  /** DER of the SET OF RecipientInfo of an envelope that stays where it is. */
  readonly recipientInfos?: Uint8Array | null | undefined
  /** `UNIT/NAME` of the key; found by the recipients when absent. */
  readonly key?: string | null | undefined
  /** Also EnvelopedData with AES-CBC. */
  readonly unauthenticated: boolean
}

export interface OpenEnvelopeResult {
  /** Null when the recipients alone were given. */
  readonly document: DocumentResult | null
  /** Null when the envelope was given. */
  readonly contentKey: Uint8Array | null
  /** Path of the unit whose key opened it. */
  readonly unit: string
  readonly keyVersion: number
  readonly auditEntryId: string
}

/**
 * @throws ServiceError `INVALID_ARGUMENT` for both or neither; `NOT_PERMITTED` when it is not sealed to the caller's units;
 *   `DECRYPTION_FAILED`, `MALFORMED_DER`, `MALFORMED_DOCUMENT` for a damaged one; as `envelopeOpeners` and `openWith`.
 */
export async function openEnvelope(
  deps: Deps,
  call: Call,
  input: OpenEnvelopeInput,
): Promise<OpenEnvelopeResult> {
  requireKnown(call)
  const key = input.key ?? undefined
  if (input.recipientInfos != null && input.envelope == null) {
    const opened = await openRecipients(deps, call, input.recipientInfos, key)
    const { contentKey, ...facts } = opened
    return { ...facts, document: null, contentKey }
  }
  if (input.envelope == null || input.recipientInfos != null)
    throw new ServiceError('INVALID_ARGUMENT', 'give either envelope or recipientInfos')
  const { source, inline } = await openDocument(deps, call, input.envelope)
  let facts: Omit<OpenEnvelopeResult, 'document' | 'contentKey'> | undefined
  const file = await openSealed(
    source,
    async (recipientInfos) => {
      const { contentKey, ...opened } = await openRecipients(deps, call, recipientInfos, key)
      facts = opened
      return [contentKey]
    },
    { unauthenticated: input.unauthenticated },
  )
  if (facts === undefined) throw new Error('an envelope was opened by nobody')
  // The spool keeps nothing of a stream that ended with an error.
  const document = inline
    ? await inlineResult(bytesSource(joinBytes(await Array.fromAsync(file.verified()))))
    : spooledResult(await storeDocument(deps, call, file.unverified()))
  return { ...facts, document, contentKey: null }
}

async function openRecipients(
  deps: Deps,
  call: Call,
  recipientInfos: Uint8Array,
  keyName: string | undefined,
): Promise<Omit<OpenEnvelopeResult, 'document' | 'contentKey'> & { readonly contentKey: Uint8Array }> {
  const [opener] = await envelopeOpeners(deps, call, [recipientInfos], keyName)
  if (opener === undefined) throw new Error('one opener was asked for and none came')
  if (opener instanceof ServiceError) throw opener
  const { key, unit, wrapped } = opener
  const permit = authoriseOpening(call, { operation: 'openEnvelope', key, unit })
  const [opened] = await openWith(deps, permit, [wrapped])
  if (opened === undefined) throw new Error('one content key was asked for and none came')
  if (opened.value instanceof ServiceError) throw opened.value
  using secret = opened.value
  return {
    contentKey: Uint8Array.from(secret.dangerouslyRevealBytes()),
    unit: unit.path,
    keyVersion: key.identity.version,
    auditEntryId: opened.auditEntryId,
  }
}
