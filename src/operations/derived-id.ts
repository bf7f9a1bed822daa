// Identifiers that whoever makes the same thing computes alike, on every host and after a crash (RFC 9562 §5.8).

import { hash } from 'node:crypto'

/** @param text what names the thing, and nothing else. @returns a UUID of version 8. */
export function derivedId(text: string): string {
  const hex = hash('sha256', text, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
