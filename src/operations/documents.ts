// Documents that come in and go out: inline in the request, or through the spool.

import { hash } from 'node:crypto'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type ByteSource, bytesSource, chunksOf } from '../formats/byte-source.ts'
import type { Deps } from './deps.ts'
import { findUploaded, type StoredDocument, storeDocument } from './upload-document.ts'

/** Exactly one of the two. */
export interface DocumentInput {
  /** What `POST /documents` gave. */
  readonly id?: string | null | undefined
  readonly base64?: Uint8Array | null | undefined
}

export interface OpenedDocument {
  readonly source: ByteSource
  /** Came inline, so it goes back inline. */
  readonly inline: boolean
}

export interface DocumentResult {
  readonly id: string | null
  /** Computed for those who ask. */
  readonly sha256: () => Uint8Array
  readonly size: number
  readonly bytes: Uint8Array | null
}

export const maxInlineOctets = 512 * 1024
/** A signed document is larger than what came in; what came inline goes back inline up to here. */
export const maxInlineResultOctets = 1 << 20

/** @throws ServiceError `LIMIT_EXCEEDED` inline above 512 kB; `NOT_FOUND` for a document of somebody else's. */
export async function openDocument(deps: Deps, call: Call, input: DocumentInput): Promise<OpenedDocument> {
  if (input.base64 != null) {
    if (input.base64.length > maxInlineOctets) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `the document has ${input.base64.length} octets; ${maxInlineOctets} are allowed inline: use POST /documents`,
      )
    }
    return { source: bytesSource(input.base64), inline: true }
  }
  if (input.id == null) throw new ServiceError('INVALID_ARGUMENT', 'document: give id or base64')
  return { source: await findUploaded(deps, call, input.id), inline: false }
}

export async function deliverDocument(
  deps: Deps,
  call: Call,
  result: ByteSource,
  inline: boolean,
): Promise<DocumentResult> {
  if (inline && result.size <= maxInlineResultOctets) return inlineResult(result)
  return spooledResult(await storeDocument(deps, call, chunksOf(result)))
}

export function spooledResult({ id, sha256, size }: StoredDocument): DocumentResult {
  return { id, sha256: () => sha256, size, bytes: null }
}

export async function inlineResult(result: ByteSource): Promise<DocumentResult> {
  const bytes = await result.read(0, result.size)
  const sha256 = () => hash('sha256', bytes, 'buffer')
  return { id: null, sha256, size: bytes.length, bytes }
}

/** A document in the input that an idempotency key is bound to: what came inline by its digest. */
export function documentIdentity({ id, base64 }: DocumentInput): object {
  return base64 == null ? { id } : { sha256: hash('sha256', base64, 'buffer') }
}
