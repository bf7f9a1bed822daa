// Signing by OpenSSL through node:crypto, with keys that are open.

import { sign } from 'node:crypto'
import { type SignatureValue, signatureValue } from '../crypto/signature-value.ts'
import type { OpenedSigningKey } from './opened-key.ts'

/** Signs each message in order: at once if the algorithm is fast, else on the thread pool, side by side. */
export async function signMessages(
  key: OpenedSigningKey,
  messages: readonly Uint8Array[],
): Promise<readonly SignatureValue[]> {
  if (key.fast) return signMessagesNow(key, messages)
  return Promise.all(messages.map((message) => signOnThreadPool(key, message)))
}

/** Signs each message in order, on the calling thread. For `fast` keys: a slow one would hold up everybody. */
export function signMessagesNow(
  key: OpenedSigningKey,
  messages: readonly Uint8Array[],
): readonly SignatureValue[] {
  return messages.map((message) => signatureValue(sign(key.hash, message, key.input)))
}

function signOnThreadPool(key: OpenedSigningKey, message: Uint8Array): Promise<SignatureValue> {
  return new Promise((resolve, reject) => {
    sign(key.hash, message, key.input, (error, signature) => {
      if (error === null) resolve(signatureValue(signature))
      else reject(error)
    })
  })
}
