// Distinguished names: from RFC 4514 strings to a readonly type and to DER (RFC 5280 §4.1.2.4, appendix A).

import { fromHex } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { tags } from '../asn1/tags.ts'
import {
  ia5String,
  isAscii,
  isPrintable,
  objectIdentifier,
  printableString,
  sequence,
  setOf,
  utf8String,
} from '../asn1/writer.ts'

/** How an attribute's value is encoded. */
export type NameEncoding = 'utf8' | 'printable' | 'ia5'

export interface AttributeTypeFacts {
  readonly oid: string
  readonly encoding: NameEncoding
  /** Upper bound in characters (RFC 5280 appendix A.1, X.520 annex C). */
  readonly maxCharacters: number
}

/** Attribute types by the keywords of RFC 4514 §3 and those in common use. Keywords compare without case. */
export const attributeTypes = {
  CN: { oid: oids.commonName, encoding: 'utf8', maxCharacters: 64 },
  L: { oid: oids.localityName, encoding: 'utf8', maxCharacters: 128 },
  ST: { oid: oids.stateOrProvinceName, encoding: 'utf8', maxCharacters: 128 },
  O: { oid: oids.organizationName, encoding: 'utf8', maxCharacters: 64 },
  OU: { oid: oids.organizationalUnitName, encoding: 'utf8', maxCharacters: 64 },
  C: { oid: oids.countryName, encoding: 'printable', maxCharacters: 2 },
  STREET: { oid: oids.streetAddress, encoding: 'utf8', maxCharacters: 128 },
  DC: { oid: oids.domainComponent, encoding: 'ia5', maxCharacters: 63 },
  UID: { oid: oids.userId, encoding: 'utf8', maxCharacters: 256 },
  serialNumber: { oid: oids.serialNumber, encoding: 'printable', maxCharacters: 64 },
  SN: { oid: oids.surname, encoding: 'utf8', maxCharacters: 32768 },
  GN: { oid: oids.givenName, encoding: 'utf8', maxCharacters: 32768 },
  title: { oid: oids.title, encoding: 'utf8', maxCharacters: 64 },
  pseudonym: { oid: oids.pseudonym, encoding: 'utf8', maxCharacters: 128 },
  dnQualifier: { oid: oids.dnQualifier, encoding: 'printable', maxCharacters: 64 },
  organizationIdentifier: { oid: oids.organizationIdentifier, encoding: 'utf8', maxCharacters: 256 },
  emailAddress: { oid: oids.emailAddress, encoding: 'ia5', maxCharacters: 255 },
} as const satisfies Record<string, AttributeTypeFacts>

export interface AttributeTypeAndValue {
  /** Dotted object identifier. */
  readonly type: string
  /** In Unicode normalisation form C. */
  readonly value: string
}

export type RelativeDistinguishedName = readonly AttributeTypeAndValue[]

/** In the order of the certificate: the country first, the common name last. */
export type DistinguishedName = readonly RelativeDistinguishedName[]

const maxNameCharacters = 2000
const maxRelativeNames = 32

/**
 * Reads a name such as `CN=Nguyễn Văn A,OU=Văn phòng,O=UBND,C=VN` (RFC 4514 §2: the last RDN is written first).
 * Values are brought to NFC, so that one person has one name whatever keyboard typed it.
 *
 * @throws ServiceError `INVALID_ARGUMENT` that names the attribute and the limit.
 */
export function parseDistinguishedName(text: string): DistinguishedName {
  if (text.length > maxNameCharacters) {
    throw refused(`has ${text.length} characters; ${maxNameCharacters} are allowed`)
  }
  if (text.trim() === '') throw refused('is empty')
  const parser: Parser = { text, at: 0 }
  const names: RelativeDistinguishedName[] = []
  for (;;) {
    names.push(readRelativeName(parser))
    if (names.length > maxRelativeNames) throw refused(`has more than ${maxRelativeNames} parts`)
    if (parser.at === text.length) break
    parser.at++
  }
  return names.reverse()
}

/** DER of Name: UTF8String, but PrintableString for C, serialNumber and dnQualifier, IA5String for DC and e-mail. */
export function encodeDistinguishedName(name: DistinguishedName): Uint8Array {
  return sequence(...name.map((relativeName) => setOf(relativeName.map(encodeAttribute))))
}

export function attributeFactsByOid(oid: string): AttributeTypeFacts | undefined {
  return factsByOid.get(oid)
}

interface Parser {
  readonly text: string
  at: number
}

const keywords = new Map<string, AttributeTypeFacts>(
  Object.entries(attributeTypes).map(([keyword, facts]) => [keyword.toLowerCase(), facts]),
)
for (const [alias, facts] of [
  ['commonname', attributeTypes.CN],
  ['s', attributeTypes.ST],
  ['surname', attributeTypes.SN],
  ['givenname', attributeTypes.GN],
  ['e', attributeTypes.emailAddress],
  ['email', attributeTypes.emailAddress],
] as const) {
  keywords.set(alias, facts)
}
const factsByOid = new Map<string, AttributeTypeFacts>(
  Object.values(attributeTypes).map((facts) => [facts.oid, facts]),
)

function readRelativeName(parser: Parser): RelativeDistinguishedName {
  const attributes: AttributeTypeAndValue[] = []
  for (;;) {
    attributes.push(readAttribute(parser))
    if (parser.text[parser.at] !== '+') return attributes
    parser.at++
  }
}

function readAttribute(parser: Parser): AttributeTypeAndValue {
  const equals = parser.text.indexOf('=', parser.at)
  const keyword = parser.text.slice(parser.at, equals < 0 ? undefined : equals).trim()
  if (equals < 0) throw refused(`has "${shown(keyword)}" without an equals sign`)
  const type = /^[0-2](\.(0|[1-9][0-9]{0,38})){1,20}$/.test(keyword)
    ? keyword
    : keywords.get(keyword.toLowerCase())?.oid
  if (type === undefined) throw refused(`has the unknown attribute "${shown(keyword)}"`)
  parser.at = equals + 1
  while (parser.text[parser.at] === ' ') parser.at++
  const value = (
    parser.text[parser.at] === '#' ? readHexValue(parser) : readStringValue(parser, keyword)
  ).normalize('NFC')
  checkValue(keyword, attributeFactsByOid(type), value)
  return { type, value }
}

function checkValue(keyword: string, facts: AttributeTypeFacts | undefined, value: string): void {
  const characters = [...value].length
  const limit = facts?.maxCharacters ?? 256
  if (value.trim() === '') throw refused(`has an empty ${shown(keyword)}`)
  if (characters > limit) {
    throw refused(`has a ${shown(keyword)} of ${characters} characters; X.520 allows ${limit}`)
  }
  // Control characters hide or reorder what a reader of the certificate sees.
  if (/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value)) {
    throw refused(`has a control character in ${shown(keyword)}`)
  }
  if (facts?.encoding === 'printable' && !isPrintable(value)) {
    throw refused(`has a ${shown(keyword)} outside the alphabet of PrintableString`)
  }
  if (facts?.encoding === 'ia5' && !isAscii(value)) throw refused(`has a ${shown(keyword)} that is not ASCII`)
  if (facts === attributeTypes.C && !/^[A-Z]{2}$/.test(value)) {
    throw refused(`has a C of "${shown(value)}"; ISO 3166 has two capital letters`)
  }
}

/** RFC 4514 §3: up to an unescaped `,` or `+`; blanks at the end do not belong to the value. */
function readStringValue(parser: Parser, keyword: string): string {
  const { text } = parser
  const octets: number[] = []
  const flushed: string[] = []
  let kept = 0
  const flush = () => {
    if (octets.length === 0) return
    try {
      flushed.push(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(octets)))
    } catch {
      throw refused(`has escaped octets in ${shown(keyword)} that are no UTF-8`)
    }
    octets.length = 0
  }
  while (parser.at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(parser.at) ?? 0)
    if (character === ',' || character === '+') break
    if (character === '\\') {
      const next = text.slice(parser.at + 1, parser.at + 3)
      if (/^[0-9a-fA-F]{2}$/.test(next)) {
        octets.push(Number.parseInt(next, 16))
        parser.at += 3
      } else if (/^[ "#+,;<=>\\]/.test(next)) {
        flush()
        flushed.push(next.charAt(0))
        parser.at += 2
      } else throw refused(`has a wrong escape in ${shown(keyword)}`)
      kept = flushed.length + (octets.length > 0 ? 1 : 0)
      continue
    }
    if ('";<>\0'.includes(character))
      throw refused(`has an unescaped ${JSON.stringify(character)} in ${shown(keyword)}`)
    flush()
    flushed.push(character)
    parser.at += character.length
    if (character !== ' ') kept = flushed.length
  }
  flush()
  return flushed.slice(0, kept).join('')
}

/** RFC 4514 §2.4: `#` and the hexadecimal BER of the value; here only of short character strings. */
function readHexValue(parser: Parser): string {
  const end = parser.text.slice(parser.at).search(/[,+]/)
  const hex = parser.text.slice(parser.at + 1, end < 0 ? undefined : parser.at + end).trimEnd()
  parser.at = end < 0 ? parser.text.length : parser.at + end
  const der = fromHex(hex)
  const [tag = 0, first = 0] = der ?? []
  const head = first < 0x80 ? 2 : 3
  const length = first < 0x80 ? first : first === 0x81 ? der?.[2] : undefined
  const isText = tag === tags.utf8String || tag === tags.printableString || tag === tags.ia5String
  if (der === undefined || !isText || length !== der.length - head) {
    throw refused('has a # value that is no UTF8String, PrintableString or IA5String of at most 255 octets')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(der.subarray(head))
  } catch {
    throw refused('has a # value that is no UTF-8')
  }
}

function encodeAttribute({ type, value }: AttributeTypeAndValue): Uint8Array {
  const encoding = attributeFactsByOid(type)?.encoding ?? 'utf8'
  const encode = { utf8: utf8String, printable: printableString, ia5: ia5String }[encoding]
  return sequence(objectIdentifier(type), encode(value))
}

function refused(why: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `distinguished name ${why}`)
}

function shown(text: string): string {
  return text.slice(0, 40)
}
