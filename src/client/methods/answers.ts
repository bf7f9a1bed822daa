// What answers hold, as applications take it: octets, documents, whole lists.

import { fromBase64 } from '../../bytes.ts'
import { ChanceryError } from '../chancery-error.ts'
import type { SignedDocument } from '../client-types.ts'
import type { Page, PageVariables } from '../operations.ts'
import type * as schema from '../schema.generated.ts'

/** Each page is fetched when the one before it was read. */
export async function* everyPage<Item>(
  fetchPage: (variables: PageVariables) => Promise<Page<Item>>,
  first: number,
): AsyncGenerator<Item> {
  let after: string | null = null
  for (;;) {
    const { edges, pageInfo }: Page<Item> = await fetchPage({ first, after })
    for (const { node } of edges) yield node
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return
    after = pageInfo.endCursor
  }
}

export function documentOf({
  base64,
  ...facts
}: Pick<schema.Document, 'id' | 'sha256' | 'size' | 'base64'>): SignedDocument {
  return { ...facts, bytes: base64 === null ? null : bytesOf(base64) }
}

/** @throws ChanceryError `UNEXPECTED_ANSWER` */
export function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64)
  if (bytes === undefined)
    throw new ChanceryError('the answer holds bytes that are not Base64', {
      code: 'UNEXPECTED_ANSWER',
      retryable: false,
    })
  return bytes
}
