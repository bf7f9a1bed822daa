// PDF objects as readonly values, ISO 32000-2 §7.3, with the places that signatures need.

import { ServiceError } from '../../errors.ts'

export interface PdfName {
  readonly kind: 'name'
  /** Decoded octets, one character each, without the slash. */
  readonly value: string
}

export interface PdfString {
  readonly kind: 'string'
  readonly bytes: Uint8Array
  readonly hex: boolean
  /** Offsets of the token in the file, delimiters included; -1 inside an object stream. */
  readonly start: number
  readonly end: number
}

export interface PdfArray {
  readonly kind: 'array'
  readonly items: readonly PdfObject[]
}

export interface PdfDict {
  readonly kind: 'dict'
  readonly entries: ReadonlyMap<string, PdfObject>
  /** Readers disagree on which of two equal keys counts, so whoever judges must know that there were two. */
  readonly duplicateKey: string | undefined
}

export interface PdfStream {
  readonly kind: 'stream'
  readonly dict: PdfDict
  /** Offset of the first octet of the data in the file. */
  readonly dataStart: number
}

export interface PdfRef {
  readonly kind: 'ref'
  readonly number: number
  readonly generation: number
}

export type PdfObject =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfArray
  | PdfDict
  | PdfStream
  | PdfRef

export const pdfLimits = {
  /** Arrays and dictionaries within each other. */
  nesting: 100,
  /** Octets of one object, stream data not counted. */
  objectOctets: 16 << 20,
  /** ISO 32000-1 annex C. */
  objectNumber: 8_388_607,
  xrefSections: 1024,
  /** Objects that one reading may look at, the same one again included: work, not memory. */
  steps: 2_000_000,
  /** Pieces of one cross-reference table. */
  subsections: 100_000,
  /** Decoded octets of one cross-reference or object stream, and of all that one reading decodes. */
  decodedStreamOctets: 64 << 20,
  decodedTotalOctets: 256 << 20,
  /** Objects that one object stream may hold. */
  objectStreamObjects: 200_000,
} as const

export function malformedPdf(what: string, offset?: number): ServiceError {
  return new ServiceError(
    'MALFORMED_PDF',
    offset === undefined || offset < 0 ? what : `${what} (offset ${offset})`,
  )
}

export function pdfLimitExceeded(what: string): ServiceError {
  return new ServiceError('LIMIT_EXCEEDED', what)
}

export function isDict(object: PdfObject | undefined): object is PdfDict {
  return typeof object === 'object' && object !== null && object.kind === 'dict'
}

export function isStream(object: PdfObject | undefined): object is PdfStream {
  return typeof object === 'object' && object !== null && object.kind === 'stream'
}

export function isArray(object: PdfObject | undefined): object is PdfArray {
  return typeof object === 'object' && object !== null && object.kind === 'array'
}

export function isRef(object: PdfObject | undefined): object is PdfRef {
  return typeof object === 'object' && object !== null && object.kind === 'ref'
}

export function isString(object: PdfObject | undefined): object is PdfString {
  return typeof object === 'object' && object !== null && object.kind === 'string'
}

/** True for a name, and for this name when `value` is given. */
export function isName(object: PdfObject | undefined, value?: string): object is PdfName {
  return (
    typeof object === 'object' &&
    object !== null &&
    object.kind === 'name' &&
    (value === undefined || object.value === value)
  )
}

export function isInteger(object: PdfObject | undefined): object is number {
  return typeof object === 'number' && Number.isSafeInteger(object)
}

/** The value of `key`; null when absent, which ISO 32000-2 §7.3.7 makes the same. */
export function entry(dict: PdfDict, key: string): PdfObject {
  return dict.entries.get(key) ?? null
}

export function pdfName(value: string): PdfName {
  return { kind: 'name', value }
}

export function pdfRef(number: number, generation = 0): PdfRef {
  return { kind: 'ref', number, generation }
}

export function pdfArray(items: readonly PdfObject[]): PdfArray {
  return { kind: 'array', items }
}

export function pdfDict(entries: Iterable<readonly [string, PdfObject]>): PdfDict {
  return { kind: 'dict', entries: new Map(entries), duplicateKey: undefined }
}

function pdfString(bytes: Uint8Array): PdfString {
  return { kind: 'string', bytes, hex: false, start: -1, end: -1 }
}

/** A text string (ISO 32000-2 §7.9.2.2): ASCII as it is, anything else as UTF-16BE with its mark. */
export function pdfText(text: string): PdfString {
  const ascii = /^[\x20-\x7e]*$/.test(text)
  const bytes = new Uint8Array(ascii ? text.length : 2 + 2 * text.length)
  if (ascii) {
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  } else {
    bytes[0] = 0xfe
    bytes[1] = 0xff
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      bytes[2 + 2 * i] = unit >> 8
      bytes[3 + 2 * i] = unit & 0xff
    }
  }
  return pdfString(bytes)
}

/** Reads a text string: UTF-16BE or UTF-8 by its mark, else one octet a character (PDFDocEncoding's Latin part). */
export function textOf(string: PdfString): string {
  const { bytes } = string
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2))
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder().decode(bytes.subarray(3))
  return latin1(bytes)
}

/** One character an octet. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const octet of bytes) text += String.fromCharCode(octet)
  return text
}
