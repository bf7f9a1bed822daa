// Secret bytes: they do not print, do not serialise, and are zeroed when their scope ends.

import { inspect } from 'node:util'

/**
 * Takes ownership of `bytes`: the caller must keep no other reference, since disposal zeroes them. What V8 or
 * OpenSSL copied meanwhile is out of reach; this narrows the window, it does not close it.
 */
export function secretBytes(bytes: Uint8Array): SecretBytes {
  return new SecretBytesInMemory(bytes)
}

/** A copy of `bytes`, which stay the caller's. */
export function secretCopy(bytes: Uint8Array): SecretBytes {
  const copy = outsideHeap(bytes.length)
  copy.set(bytes)
  return secretBytes(copy)
}

/**
 * Zeros for a secret to be written into. V8 keeps arrays of up to 64 octets within its heap, and leaves a copy behind
 * whenever it moves one or hands it to native code; an ArrayBuffer stays where it is.
 */
export function outsideHeap(octets: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(octets))
}

export type SecretBytes = SecretBytesInMemory

const redacted = '[secret bytes]'

class SecretBytesInMemory implements Disposable {
  #bytes: Uint8Array | undefined

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /**
   * The bytes themselves, not a copy. Pass them to a primitive at once; never keep, log, encode or return them.
   *
   * @throws Error after disposal.
   */
  dangerouslyRevealBytes(): Uint8Array {
    if (this.#bytes === undefined) throw new Error('secret bytes were used after they were disposed of')
    return this.#bytes
  }

  [Symbol.dispose](): void {
    this.#bytes?.fill(0)
    this.#bytes = undefined
  }

  toString(): string {
    return redacted
  }

  toJSON(): string {
    return redacted
  }

  [inspect.custom](): string {
    return redacted
  }
}
