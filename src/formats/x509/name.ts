// Names of strangers: Name parsed (RFC 5280 §4.1.2.4), written as text (RFC 4514), compared (RFC 5280 §7.1).

import { toHex } from '../../bytes.ts'
import type { DerReader } from '../asn1/reader.ts'
import { decodeString } from '../asn1/strings.ts'
import { tags } from '../asn1/tags.ts'
import { attributeTypes } from './distinguished-name.ts'

export interface NameAttribute {
  /** Dotted object identifier. */
  readonly type: string
  /** DER of the value. */
  readonly der: Uint8Array
  /** Undefined when the value is no character string. */
  readonly text: string | undefined
}

export interface Name {
  /** DER of Name. */
  readonly der: Uint8Array
  /** In the order of the certificate. */
  readonly relativeNames: readonly (readonly NameAttribute[])[]
  /**
   * What RFC 5280 §7.1 compares, an element each relative name: equal when the names are equal, whatever
   * string type, case and spacing each of them uses.
   */
  readonly comparable: readonly string[]
}

/** Reads a Name. An RDN must have an attribute; a name may be empty (RFC 5280 §4.1.2.6). */
export function readName(reader: DerReader): Name {
  const offset = reader.offset
  const relativeNames: NameAttribute[][] = []
  const comparable: string[] = []
  const der = reader.element()
  if (der.tag !== tags.sequence) reader.fail('Name is not a SEQUENCE', offset)
  for (const inner = reader.reopen(der.content); !inner.atEnd; ) {
    const attributes = readRelativeName(inner)
    relativeNames.push(attributes)
    comparable.push(comparableOf(attributes))
  }
  return { der: der.raw, relativeNames, comparable }
}

/** Reads a RelativeDistinguishedName, also where it is implicitly tagged. */
export function readRelativeName(reader: DerReader, tag: number = tags.set): NameAttribute[] {
  const offset = reader.offset
  const attributes = reader.each(tag, (set) =>
    set.sequence((fields) => {
      const type = fields.oid()
      const value = fields.element()
      return { type, der: value.raw, text: decodeString(value.tag, value.content) }
    }),
  )
  if (attributes.length === 0) reader.fail('relative name is empty', offset)
  return attributes
}

/** RFC 5280 §7.1. */
export function equalNames(a: Name, b: Name): boolean {
  return a.comparable.length === b.comparable.length && startsWithName(a, b)
}

/** Whether `name` lies in the subtree that `base` spans (RFC 5280 §7.1, name constraints). */
export function startsWithName(name: Name, base: Name): boolean {
  if (base.comparable.length > name.comparable.length) return false
  for (let i = 0; i < base.comparable.length; i++) if (base.comparable[i] !== name.comparable[i]) return false
  return true
}

export function nameKey(name: Name): string {
  return name.comparable.join('\n')
}

const keywords = new Map<string, string>(
  Object.entries(attributeTypes).map(([keyword, facts]) => [facts.oid, keyword]),
)

/** RFC 4514 §2: the last relative name first; unknown attributes as dotted identifiers. */
export function formatDistinguishedName(name: Name): string {
  return name.relativeNames
    .map((attributes) => attributes.map(formatAttribute).join('+'))
    .reverse()
    .join(',')
}

function formatAttribute({ type, der, text }: NameAttribute): string {
  const keyword = keywords.get(type)
  if (text === undefined) return `${keyword ?? type}=#${toHex(der)}`
  return `${keyword ?? type}=${escapeValue(text)}`
}

/** RFC 4514 §2.4, and control and direction characters besides, which would make a name look like another. */
function escapeValue(text: string): string {
  return text
    .replace(/[",+;<>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/(?<=.) $/su, '\\ ')
    .replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu, (character) => {
      return [...new TextEncoder().encode(character)]
        .map((octet) => `\\${toHex(Uint8Array.of(octet))}`)
        .join('')
    })
}

/** The comparable form of one relative name. */
export function comparableOf(attributes: readonly NameAttribute[]): string {
  const parts = attributes.map(
    ({ type, der, text }) => `${type}=${text === undefined ? `\0${toHex(der)}` : prepare(text)}`,
  )
  // NUL occurs in no prepared text, so that no value can spell what stands between two others.
  return parts.length === 1 ? (parts[0] ?? '') : parts.sort().join('\0')
}

/** RFC 4518 string preparation: map, normalise, fold case, one space for many. */
function prepare(text: string): string {
  // Nearly every name: printable ASCII with single inner spaces.
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text.toLowerCase()
  return text
    .replace(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ')
    .replace(/\p{Cc}|\p{Cf}|\p{Variation_Selector}|\u034f|\ufffc/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .trim()
}
