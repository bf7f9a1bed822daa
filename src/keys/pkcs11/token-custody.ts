// The key of custody under a key of a token, as the keeper asks for it: a host for as long as that takes.

import { type SecretBytes, secretBytes } from '../secret-bytes.ts'
import { frameTypes, readCopied } from '../wire/protocol.ts'
import { type ProcessConnection, requestQueue } from '../wire/request-queue.ts'
import { pkcs11ProviderOptions } from './provider.ts'

export interface TokenCustody {
  /** @returns what the token alone opens. @throws ServiceError `PROVIDER_UNAVAILABLE`, `ALGORITHM_NOT_ALLOWED`. */
  wrap(secret: SecretBytes): Promise<Uint8Array>
  /** @throws ServiceError `PROVIDER_UNAVAILABLE`, `DECRYPTION_FAILED`, `KEY_NOT_ACTIVE` when its key is not in the token. */
  unwrap(wrapped: Uint8Array): Promise<SecretBytes>
  /** Ends the host. */
  close(): Promise<void>
}

/** A start that waits for a busy machine is better than one that is refused. */
const patience = 6

/** @param connect starts a host (`startPkcs11Host`); called again when one ended too soon. */
export function tokenCustody(connect: () => Promise<ProcessConnection>): TokenCustody {
  const queue = requestQueue(connect, pkcs11ProviderOptions)
  const ask = (type: number, octets: Uint8Array): Promise<Uint8Array> =>
    queue.ask({
      type,
      octets: 0,
      patience,
      write: (writer) => writer.bytes(octets),
      read: readCopied,
    })
  return {
    wrap: (secret) => ask(frameTypes.wrapSecret, secret.dangerouslyRevealBytes()),
    unwrap: async (wrapped) => secretBytes(await ask(frameTypes.unwrapSecret, wrapped)),
    close: () => queue.close(),
  }
}
