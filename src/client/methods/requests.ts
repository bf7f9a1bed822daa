// What the methods of every subject send with.

import type { DocumentContent } from '../client-types.ts'
import type * as schema from '../schema.generated.ts'
import type { TransferOptions } from '../transfer.ts'
import type { Transport } from '../transport.ts'

interface Repeatable {
  readonly idempotencyKey?: string | null | undefined
}

export interface Requests extends Transport {
  /** The same key goes with every repetition of one call. */
  named<Input extends Repeatable>(
    input: Input,
  ): { readonly input: Input & { readonly idempotencyKey: string } }
  /** Within the request while it is small, uploaded first when it is not. */
  documentInput(content: DocumentContent, transfer: TransferOptions): Promise<schema.DocumentInput>
}
