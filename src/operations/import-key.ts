// `importKey`: a key that was made elsewhere, wrapped for the signer; and what to wrap it under.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { ProviderName } from '../keys/handle.ts'
import type { ImportWrappingKey, WrappedImport } from '../keys/provider.ts'
import { requireAnywhere } from '../policy/authorise.ts'
import type { Key } from '../registry/key.ts'
import { isKnownPublicKey } from '../registry/key-versions.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { type NewKeyInput, placeKey, placeNewKey } from './place-key.ts'
import { providerNamed } from './providers.ts'

export type ImportKeyInput = NewKeyInput & WrappedImport

/** An RSA-4096 key of 2.3 kB of PKCS#8, wrapped, and room to spare. */
const materialLimit = 16_384

/**
 * What to wrap a key under before it is sent: RSAES-OAEP of an AES-256 key, then AES-KWP of PKCS#8.
 *
 * @throws ServiceError `UNAUTHENTICATED`, `NOT_PERMITTED`, `PROVIDER_UNAVAILABLE`.
 */
export function importWrappingKey(
  deps: Deps,
  call: Call,
  provider: ProviderName | null | undefined,
): Promise<ImportWrappingKey> {
  requireAnywhere(call, 'manage-keys')
  return providerNamed(deps, provider ?? deps.defaultProvider).importWrappingKey()
}

/**
 * Takes a key in as version 1 of a new key. It is opened in the signer alone, which computes its public key anew and
 * refuses what is weak or inconsistent.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for a weak key or one of another algorithm, `DECRYPTION_FAILED` when it was
 *   wrapped for another signer; `ALREADY_EXISTS` when the office has this very key already; as `placeNewKey`.
 */
export async function importKey(deps: Deps, call: Call, input: ImportKeyInput): Promise<Key> {
  const { token, material } = input
  if (material.length > materialLimit || token.length > materialLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `material or token has more than the ${materialLimit} octets that any key needs`,
    )
  }
  return placeNewKey(deps, call, 'importKey', input, (wanted, id) =>
    placeKey(
      deps,
      call,
      id,
      wanted,
      (provider, identity, unitKey) => provider.importKey(identity, unitKey, { token, material }),
      async ({ publicKey }) => {
        // One key, one purpose: the same key under two names would be two purposes, or two units.
        if (await asService(deps, (tx) => isKnownPublicKey(tx, publicKey)))
          throw new ServiceError('ALREADY_EXISTS', 'the office has this very key already')
      },
    ),
  )
}
