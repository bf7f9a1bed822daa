// Which kind of document the bytes are, by their beginning (EN 319 142-1, 319 122-1, 319 132-1, 319 182-1, 319 162-1).

import { concatBytes, fromBase64 } from '../bytes.ts'
import { berToDer } from '../formats/asn1/ber-to-der.ts'
import { type ByteSource, chunksOf } from '../formats/byte-source.ts'
import { looksLikeSignedData, parseSignedData } from '../formats/cms/signed-data.ts'
import { zipLimits } from '../formats/zip/limits.ts'

export type IdentifiedFormat =
  | { readonly kind: 'pdf' }
  /** DER or BER of ContentInfo, out of its PEM armour where it came in one, and whether that stands amid other text. */
  | { readonly kind: 'cms'; readonly bytes: Uint8Array; readonly isAmidText: boolean }
  /** SignedData of more than `cmsOctetsLimit`: its content has to come apart from it to be judged. */
  | { readonly kind: 'cms_too_large' }
  /** JWS in one of its serialisations. */
  | { readonly kind: 'json' }
  /** XML that speaks of XMLDSig. */
  | { readonly kind: 'xml' }
  /** A ZIP that looks like an ASiC container. */
  | { readonly kind: 'zip'; readonly format: 'ASiC-S' | 'ASiC-E' }
  | { readonly kind: 'unknown' }

/** A PDF header may follow up to this many octets of anything (ISO 32000-1 Annex H.3.4.1). */
const headOctets = 1024

/** SignedData is held in memory; detached content is not, and may be of any size. */
export const cmsOctetsLimit = 64 << 20

/** How far is looked for the words that tell what a text is. */
const textOctetsLimit = 64 << 20

export async function identifyFormat(document: ByteSource): Promise<IdentifiedFormat> {
  const head = await document.read(0, Math.min(document.size, headOctets))
  const text = new TextDecoder('latin1').decode(head)
  // Before PDF, whose header may follow anything: the first file of a container may be one, uncompressed.
  if (text.startsWith('PK\x03\x04') && (await isContainer(document, text))) {
    return {
      kind: 'zip',
      format: text.includes('mimetypeapplication/vnd.etsi.asic-s+zip') ? 'ASiC-S' : 'ASiC-E',
    }
  }
  if (looksLikeSignedData(head)) {
    if (document.size > cmsOctetsLimit) return { kind: 'cms_too_large' }
    const bytes = await document.read(0, document.size)
    if (!text.includes('%PDF-') || showsWhatWasSigned(bytes)) return { kind: 'cms', bytes, isAmidText: false }
  }
  if (text.includes('%PDF-')) return { kind: 'pdf' }
  const armour = /-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA)-----/.exec(text)
  if (armour !== null && document.size <= cmsOctetsLimit) {
    const found = unarmoured(
      new TextDecoder('latin1').decode(await document.read(0, document.size)),
      armour[1] ?? '',
    )
    return found !== undefined && looksLikeSignedData(found.bytes)
      ? { kind: 'cms', ...found }
      : { kind: 'unknown' }
  }
  // Two octets a character: what it speaks of is for its parser to find.
  if (/^(\xff\xfe<|\xfe\xff)/.test(text)) return { kind: 'xml' }
  if (/^(\xef\xbb\xbf)?\s*</.test(text)) {
    return (await mentions(document, 'http://www.w3.org/2000/09/xmldsig#'))
      ? { kind: 'xml' }
      : { kind: 'unknown' }
  }
  if (looksLikeCompactJws(text)) return { kind: 'json' }
  if (/^(\xef\xbb\xbf)?\s*\{/.test(text)) {
    return (await mentions(document, '"signature')) ? { kind: 'json' } : { kind: 'unknown' }
  }
  return { kind: 'unknown' }
}

/**
 * Of SignedData in which a reader of PDF would find a file: whether that is the signed content, with nothing around it
 * that could pass for another header, objects or a later revision. Otherwise who opens the file sees what nobody signed.
 */
function showsWhatWasSigned(bytes: Uint8Array): boolean {
  try {
    const der = berToDer('SignedData', bytes)
    const { eContent } = parseSignedData(der)
    if (eContent === undefined || eContent.buffer !== der.buffer) return false
    const start = eContent.byteOffset - der.byteOffset
    const around = concatBytes(der.subarray(0, start), der.subarray(start + eContent.length))
    return !/%PDF-|startxref|trailer|obj/.test(new TextDecoder('latin1').decode(around))
  } catch {
    // What cannot be read as SignedData is read as the PDF that it also claims to be.
    return false
  }
}

/** Without a mimetype a container is told by the names in its directory, at the end (EN 319 162-1 §4.4). */
async function isContainer(document: ByteSource, head: string): Promise<boolean> {
  if (/application\/vnd\.etsi\.asic-[es]\+zip/.test(head)) return true
  const directoryOctets = Math.min(document.size, zipLimits.directoryOctets)
  return mentions(document, 'META-INF/', document.size - directoryOctets, document.size)
}

/** RFC 7468 §2, one block; what explains it, or passes for what was signed, may stand around it. */
function unarmoured(
  text: string,
  label: string,
): { readonly bytes: Uint8Array; readonly isAmidText: boolean } | undefined {
  const [opening, closing] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`]
  const end = text.indexOf(closing)
  const start = text.indexOf(opening) + opening.length
  const bytes = end < start ? undefined : fromBase64(text.slice(start, end).replace(/\s/g, ''))
  if (bytes === undefined) return undefined
  const around = text.slice(0, start - opening.length) + text.slice(end + closing.length)
  return { bytes, isAmidText: around.replace('\xef\xbb\xbf', '').trim() !== '' }
}

/** A protected header is an object, so its Base64url begins like that of a brace and a quote or white space. */
function looksLikeCompactJws(head: string): boolean {
  return /^\s*(eyJ|eyA|ewo|ewk|ew0)[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*)?)?\s*$/.test(head)
}

/** Whether the octets hold `words`, which are ASCII; piece by piece, with overlaps. */
async function mentions(
  document: ByteSource,
  words: string,
  start = 0,
  end = Math.min(document.size, textOctetsLimit),
): Promise<boolean> {
  const decoder = new TextDecoder('latin1')
  let before = ''
  for await (const chunk of chunksOf(document, start, end)) {
    const text = before + decoder.decode(chunk)
    if (text.includes(words)) return true
    before = text.slice(1 - words.length)
  }
  return false
}
