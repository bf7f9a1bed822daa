// Which kind of document the bytes are, by their beginning (EN 319 142-1, 319 122-1, 319 132-1, 319 182-1, 319 162-1).

import { fromBase64 } from '../bytes.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import { looksLikeSignedData } from '../formats/cms/signed-data.ts'
import type { DocumentFormat } from './report.ts'

export type IdentifiedFormat =
  | { readonly kind: 'pdf' }
  /** DER or BER of ContentInfo, out of its PEM armour where it came in one. */
  | { readonly kind: 'cms'; readonly bytes: Uint8Array }
  /** SignedData of more than `cmsOctetsLimit`: its content has to come apart from it to be judged. */
  | { readonly kind: 'cms_too_large' }
  /** A signature format that is not judged yet. */
  | { readonly kind: 'unsupported'; readonly format: DocumentFormat }
  | { readonly kind: 'unknown' }

/** A PDF header may follow up to this many octets of anything (ISO 32000-1 Annex H.3.4.1). */
const headOctets = 1024

/** SignedData is held in memory; detached content is not, and may be of any size. */
export const cmsOctetsLimit = 64 << 20

/** Everything that is to be read whole to tell what it is. */
const textOctetsLimit = 1 << 20

export async function identifyFormat(document: ByteSource): Promise<IdentifiedFormat> {
  const head = await document.read(0, Math.min(document.size, headOctets))
  const text = new TextDecoder('latin1').decode(head)
  if (text.includes('%PDF-')) return { kind: 'pdf' }
  if (looksLikeSignedData(head)) {
    return document.size > cmsOctetsLimit
      ? { kind: 'cms_too_large' }
      : { kind: 'cms', bytes: await document.read(0, document.size) }
  }
  const armour = /-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA)-----/.exec(text)
  if (armour !== null && document.size <= cmsOctetsLimit) {
    const bytes = unarmoured(
      new TextDecoder('latin1').decode(await document.read(0, document.size)),
      armour[1] ?? '',
    )
    return bytes !== undefined && looksLikeSignedData(bytes) ? { kind: 'cms', bytes } : { kind: 'unknown' }
  }
  if (text.startsWith('PK\x03\x04')) {
    if (/mimetypeapplication\/vnd\.etsi\.asic-s\+zip/.test(text))
      return { kind: 'unsupported', format: 'ASiC-S' }
    // Containers without a mimetype are told by what is inside (EN 319 162-1 §4.4).
    const asic = /application\/vnd\.etsi\.asic-e\+zip/.test(text) || (await mentions(document, 'META-INF/'))
    return asic ? { kind: 'unsupported', format: 'ASiC-E' } : { kind: 'unknown' }
  }
  if (/^(\xef\xbb\xbf)?\s*</.test(text) || text.startsWith('\xff\xfe<') || text.startsWith('\xfe\xff')) {
    return (await mentions(document, 'http://www.w3.org/2000/09/xmldsig#'))
      ? { kind: 'unsupported', format: 'XAdES' }
      : { kind: 'unknown' }
  }
  if (/^\s*[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/.test(text) && /^\s*eyJ/.test(text)) {
    return { kind: 'unsupported', format: 'JAdES' }
  }
  if (/^(\xef\xbb\xbf)?\s*\{/.test(text)) {
    return (await mentions(document, '"signature'))
      ? { kind: 'unsupported', format: 'JAdES' }
      : { kind: 'unknown' }
  }
  return { kind: 'unknown' }
}

/** RFC 7468 §2, one block. */
function unarmoured(text: string, label: string): Uint8Array | undefined {
  const end = text.indexOf(`-----END ${label}-----`)
  const start = text.indexOf(`-----BEGIN ${label}-----`) + `-----BEGIN ${label}-----`.length
  return end < start ? undefined : fromBase64(text.slice(start, end).replace(/\s/g, ''))
}

async function mentions(document: ByteSource, words: string): Promise<boolean> {
  const text = new TextDecoder('latin1').decode(
    await document.read(0, Math.min(document.size, textOctetsLimit)),
  )
  return text.includes(words)
}
