// GeneralName as strangers write it (RFC 5280 §4.2.1.6).

import type { DerReader } from '../asn1/reader.ts'
import { decodeAscii } from '../asn1/strings.ts'
import { contextConstructed, contextPrimitive } from '../asn1/tags.ts'
import { type Name, readName } from './name.ts'

export type ParsedGeneralName =
  | { readonly kind: 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier'; readonly text: string }
  | { readonly kind: 'directoryName'; readonly name: Name }
  /** 4 or 16 octets; twice as many in name constraints. */
  | { readonly kind: 'iPAddress'; readonly octets: Uint8Array }
  | { readonly kind: 'registeredID'; readonly oid: string }
  | { readonly kind: 'otherName'; readonly typeId: string; readonly value: Uint8Array }
  | { readonly kind: 'x400Address' | 'ediPartyName'; readonly der: Uint8Array }

export function readGeneralName(reader: DerReader): ParsedGeneralName {
  switch (reader.peek()) {
    case contextConstructed(0):
      return reader.inside(contextConstructed(0), (fields) => ({
        kind: 'otherName' as const,
        typeId: fields.oid(),
        value: fields.raw(contextConstructed(0)),
      }))
    case contextPrimitive(1):
      return { kind: 'rfc822Name', text: readText(reader, 1) }
    case contextPrimitive(2):
      return { kind: 'dNSName', text: readText(reader, 2) }
    case contextConstructed(3):
      return { kind: 'x400Address', der: reader.raw(contextConstructed(3)) }
    case contextConstructed(4):
      return reader.inside(contextConstructed(4), (inner) => ({
        kind: 'directoryName' as const,
        name: readName(inner),
      }))
    case contextConstructed(5):
      return { kind: 'ediPartyName', der: reader.raw(contextConstructed(5)) }
    case contextPrimitive(6):
      return { kind: 'uniformResourceIdentifier', text: readText(reader, 6) }
    case contextPrimitive(7):
      return { kind: 'iPAddress', octets: reader.octetString(contextPrimitive(7)) }
    case contextPrimitive(8):
      return { kind: 'registeredID', oid: reader.oid(contextPrimitive(8)) }
    default:
      return reader.fail('GeneralName has an unknown choice')
  }
}

function readText(reader: DerReader, number: number): string {
  const offset = reader.offset
  const text = decodeAscii(reader.content(contextPrimitive(number)))
  return text ?? reader.fail('IA5String holds an octet that is not ASCII', offset)
}
