// The twin of sign-with: the one place where an opening key, what was sealed to it and the right to open meet.

import { hash } from 'node:crypto'
import type { WrappedContentKey } from '../crypto/wrapped-content-key.ts'
import type { KeyProvider } from '../keys/provider.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import type { Permit } from '../policy/authorise.ts'
import { type Used, type UsesKeys, useKey } from './use-key-with.ts'

/**
 * Opens all of `items` with the key of `permit`, in order. Each has its entry, the failed ones too, and all entries are
 * durable before anything is given. Never called inside a transaction.
 *
 * @returns for each item its content key, which the caller disposes of, or why there is none.
 * @throws ServiceError `KEY_NOT_ACTIVE`, `QUOTA_EXCEEDED`, `UNAUTHENTICATED` (the token ended meanwhile), `CONFLICT` (a
 *   unit moved meanwhile), `AUDIT_UNAVAILABLE`, `LOG_ROLLED_BACK`, `PROVIDER_UNAVAILABLE`, `BUSY`.
 */
export function openWith(
  deps: UsesKeys,
  permit: Permit<'open'>,
  items: readonly WrappedContentKey[],
): Promise<readonly Used<SecretBytes>[]> {
  const use = (provider: KeyProvider) => provider.unwrap(permit.key, items)
  return useKey(deps, permit, items.length, use, (_, i) => envelopeDetails(items[i]), discard)
}

function discard(contentKey: SecretBytes): void {
  contentKey[Symbol.dispose]()
}

/** Says which envelope it was to whoever has the envelope, and to nobody else. */
function envelopeDetails(item: WrappedContentKey | undefined) {
  return item === undefined ? {} : { encryptedKeySha256: hash('sha256', item.encryptedKey, 'hex') }
}
