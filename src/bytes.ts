// Bytes: the few operations on Uint8Array that every room needs, in Node and in a browser.

const hexDigits = '0123456789abcdef'

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return joinBytes(parts)
}

/** As `concatBytes`, of more parts than a function takes as arguments. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/**
 * Gives the memory of `bytes` back at once, if it is all theirs: what is large and short-lived need not wait for the
 * collector, which would go through the whole heap for it. Call it only on bytes that you own: nobody sees an octet of it any more.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) buffer.transfer(0)
}

/** Compares public bytes. Not constant-time: secrets are compared with `timingSafeEqual`. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Lexicographic order, shorter first when one is a prefix of the other. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Lower-case hexadecimal, two digits an octet. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const octet of bytes) text += (hexDigits[octet >> 4] ?? '') + (hexDigits[octet & 15] ?? '')
  return text
}

/** @returns undefined when `text` is not an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64()
}

/** Strict Base64 (RFC 4648 §4: padded, no white space). @returns undefined when `text` is anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const octets = base64Octets(text)
  if (octets === undefined) return undefined
  try {
    const bytes = Uint8Array.fromBase64(text, strictly)
    // The decoder skips white space, which then is missing from what it gives.
    return bytes.length === octets ? bytes : undefined
  } catch {
    return undefined
  }
}

const strictly = { lastChunkHandling: 'strict' } as const

/** How many octets `text` holds if it is strict Base64; undefined when it cannot be. */
export function base64Octets(text: string): number | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return (text.length / 4) * 3 - padding
}

const poolOctets = 1 << 16
let pool = new Uint8Array(0)
let poolUsed = 0

/**
 * As `fromBase64`, for many short texts: what they hold shares one piece of memory, since making and sweeping one for
 * each costs several times what decoding it does. Not for what is handed over with its memory, and not for secrets,
 * which are to be overwritten one by one.
 */
export function fromShortBase64(text: string): Uint8Array | undefined {
  const octets = base64Octets(text)
  if (octets === undefined || octets > poolOctets / 16) return fromBase64(text)
  if (poolUsed + octets > pool.length) {
    pool = new Uint8Array(poolOctets)
    poolUsed = 0
  }
  const bytes = pool.subarray(poolUsed, poolUsed + octets)
  try {
    const { read, written } = bytes.setFromBase64(text, strictly)
    if (read !== text.length || written !== octets) return undefined
  } catch {
    return undefined
  }
  poolUsed += octets
  return bytes
}

/** Base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
}

const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}
