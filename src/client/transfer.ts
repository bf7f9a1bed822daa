// Documents as streams: up through POST /documents, down through GET /documents/{id}, in constant memory.

import { type ByteSource, bytesSource, chunksOf } from '../formats/byte-source.ts'
import { ChanceryError } from './chancery-error.ts'
import { failureOf, jsonBody, type Transport } from './transport.ts'

/** Octets sent or received so far; `total` is undefined when nobody knows it. */
export type Progress = (done: number, total: number | undefined) => void

export interface TransferOptions {
  readonly onProgress?: Progress | undefined
  readonly signal?: AbortSignal | undefined
}

export interface UploadedDocument {
  /** For `document: { id }` of operations. */
  readonly id: string
  /** Lower-case hexadecimal, as the service computed it. */
  readonly sha256: string
  readonly size: number
}

/** Bytes of any kind. A ByteSource is read piece by piece; a stream is read once. */
export type Content = Uint8Array | ByteSource | AsyncIterable<Uint8Array>

/** @throws ChanceryError */
export async function uploadDocument(
  transport: Transport,
  content: Content,
  options: TransferOptions = {},
): Promise<UploadedDocument> {
  const total = sizeOf(content)
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
    body: streamOf(counted(piecesOf(content), total, options.onProgress)),
    // Fetch demands it for a streamed body (https://fetch.spec.whatwg.org/#dom-requestinit-duplex).
    duplex: 'half',
  }
  if (options.signal !== undefined) init.signal = options.signal
  const uploaded: UploadedDocument = await jsonBody(await transport.request('/documents', init))
  if (total !== undefined && uploaded.size !== total)
    throw new ChanceryError(`sent ${total} octets, the service received ${uploaded.size}`, {
      code: 'UNEXPECTED_ANSWER',
      retryable: true,
    })
  return uploaded
}

/** The document's bytes as they arrive. @throws ChanceryError, also while reading, when the connection breaks. */
export async function* downloadDocument(
  transport: Transport,
  id: string,
  options: TransferOptions = {},
): AsyncGenerator<Uint8Array> {
  const init: RequestInit = { headers: { accept: 'application/octet-stream' } }
  if (options.signal !== undefined) init.signal = options.signal
  const response = await transport.request(`/documents/${encodeURIComponent(id)}`, init)
  const length = response.headers.get('content-length')
  const total = length === null ? undefined : Number(length)
  if (response.body === null) return
  let received = 0
  try {
    for await (const piece of response.body) {
      received += piece.length
      options.onProgress?.(received, total)
      yield piece
    }
  } catch (error) {
    throw failureOf(error, response.url) ?? error
  }
  if (total !== undefined && received !== total)
    throw new ChanceryError(`received ${received} of ${total} octets`, {
      code: 'UNREACHABLE',
      retryable: true,
    })
}

/** `POST /backup`: how long it is nobody knows before its end, which a broken connection never brings. */
export async function* downloadBackup(
  transport: Transport,
  passphraseKey?: { readonly key: string; readonly argon2id: object },
): AsyncGenerator<Uint8Array> {
  const response = await transport.request('/backup', {
    method: 'POST',
    ...(passphraseKey === undefined ? {} : { body: JSON.stringify(passphraseKey) }),
  })
  if (response.body === null) return
  try {
    yield* response.body
  } catch (error) {
    throw failureOf(error, response.url) ?? error
  }
}

/** In octets; undefined for a stream. */
export function sizeOf(content: Content): number | undefined {
  if (content instanceof Uint8Array) return content.length
  return 'size' in content ? content.size : undefined
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  total: number | undefined,
  onProgress: Progress | undefined,
): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const piece of pieces) {
    yield piece
    sent += piece.length
    onProgress?.(sent, total)
  }
}

/** Not every browser has `ReadableStream.from`. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

function piecesOf(content: Content): AsyncIterable<Uint8Array> {
  if (content instanceof Uint8Array) return chunksOf(bytesSource(content))
  return 'read' in content ? chunksOf(content) : content
}
