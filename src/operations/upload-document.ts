// Documents in the spool: taken in, and found again by their unit. Bound to a unit, with quota and expiry.

import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import type { SpooledDocument as SpooledFile } from '../outside/document-spool.ts'
import { requireKnown } from '../policy/authorise.ts'
import { findDocument, insertDocument, spooledOctets } from '../registry/documents.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'newId' | 'caches' | 'spool'>

/** One octet less than 2 GiB: what a signed 32-bit length can state, and tools of that age can read. */
export const maxDocumentOctets = 2 ** 31 - 1
/** Of all documents that a unit has in the spool at one time. */
export const unitQuotaOctets = 5_000_000_000
export const documentLifetimeMs = 24 * 3_600_000

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface StoredDocument {
  readonly id: string
  readonly sha256: Uint8Array
  /** In octets. */
  readonly size: number
}

/**
 * `POST /documents`: takes a document in. Whoever is known may; what it may then do with it is another question.
 *
 * @param signal ends the upload when the sender goes away.
 * @throws ServiceError `UNAUTHENTICATED`; `LIMIT_EXCEEDED` beyond 2 GiB less one octet; `QUOTA_EXCEEDED` when the
 *   unit's 5 GB are used up.
 */
export async function uploadDocument(
  deps: Needs,
  call: Call,
  stream: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<StoredDocument> {
  return storeDocument(deps, call, stream, signal)
}

/** Puts what an operation made where its caller can fetch it. @throws ServiceError as `uploadDocument`. */
export async function storeDocument(
  deps: Needs,
  call: Call,
  stream: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<StoredDocument> {
  const caller = requireKnown(call)
  const { unitId } = caller
  const applicationId = caller.kind === 'application' ? caller.applicationId : null
  const free = await asCaller(
    deps,
    call,
    async (tx, scope) => unitQuotaOctets - (await spooledOctets(tx, scope, unitId)),
  )
  if (free <= 0) throw quotaExceeded()
  const file = await deps.spool
    .write(stream, {
      maxOctets: Math.min(maxDocumentOctets, free),
      ...(signal === undefined ? {} : { signal }),
    })
    .catch((error: unknown) => {
      const quotaDecided =
        free < maxDocumentOctets && error instanceof ServiceError && error.code === 'LIMIT_EXCEEDED'
      throw quotaDecided ? quotaExceeded() : error
    })
  const id = deps.newId()
  try {
    await asCaller(deps, call, async (tx, scope) => {
      // Asked again, since others of the unit may have stored meanwhile.
      if ((await spooledOctets(tx, scope, unitId)) + file.size > unitQuotaOctets) throw quotaExceeded()
      await insertDocument(tx, scope, rowOf(file, id, unitId, applicationId, deps.clock.now()))
    })
  } catch (error) {
    await deps.spool.remove(file.fileName)
    throw error
  }
  return { id, sha256: file.sha256, size: file.size }
}

function rowOf(file: SpooledFile, id: string, unitId: string, applicationId: string | null, now: Date) {
  return {
    id,
    unitId,
    applicationId,
    sha256: file.sha256,
    sizeOctets: file.size,
    fileName: file.fileName,
    // The key and the file never lie in the same place: one is in the database, the other on this host's disk.
    wrappedContentKey: file.contentKey,
    createdAt: now,
    expiresAt: new Date(now.getTime() + documentLifetimeMs),
  }
}

/**
 * @throws ServiceError `NOT_FOUND` for what is absent, expired, another unit's, or no identifier at all;
 *   `DOCUMENT_ELSEWHERE` for what another host of the office keeps.
 */
export async function findUploaded(deps: Needs, call: Call, id: string): Promise<ByteSource> {
  requireKnown(call)
  const document = uuidForm.test(id)
    ? await asCaller(deps, call, (tx, scope) => findDocument(tx, scope, id, deps.clock.now()))
    : undefined
  if (document === undefined)
    throw new ServiceError('NOT_FOUND', 'there is no such document, or its 24 hours are over')
  if (!(await deps.spool.has(document.fileName)))
    throw new ServiceError(
      'DOCUMENT_ELSEWHERE',
      'another host of the office keeps this document: ask it there, or upload the document again',
    )
  return deps.spool.open(document.fileName, document.wrappedContentKey, document.sizeOctets)
}

/** As the answer of `POST /documents` states it. */
export function describeStored(document: StoredDocument): { id: string; sha256: string; size: number } {
  return { id: document.id, sha256: toHex(document.sha256), size: document.size }
}

function quotaExceeded(): ServiceError {
  return new ServiceError(
    'QUOTA_EXCEEDED',
    `the unit's ${unitQuotaOctets} octets of documents are used up; each is removed after 24 hours`,
  )
}
