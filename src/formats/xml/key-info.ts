// ds:KeyInfo: certificates and bare keys that may help to find the signer (XMLDSig 1.1 §4.5). Hints, never trusted.

import { bitString, integer, nullValue, objectIdentifier, sequence } from '../asn1/writer.ts'
import { base64Text } from './algorithms.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  isNamed,
  namespaces,
  onlyChildNamed,
  textOf,
  type XmlElement,
} from './tree.ts'

export interface KeyInfo {
  /** DER, as far as it is base64. */
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  /** DER of SubjectPublicKeyInfo. */
  readonly keys: readonly Uint8Array[]
}

const entriesLimit = 500

/** @throws ServiceError `MALFORMED_DOCUMENT`. */
export function readKeyInfo(keyInfo: XmlElement | undefined): KeyInfo {
  const certificates: Uint8Array[] = []
  const crls: Uint8Array[] = []
  const keys: Uint8Array[] = []
  const entries = keyInfo === undefined ? [] : childElements(keyInfo).slice(0, entriesLimit)
  for (const entry of entries) {
    if (isNamed(entry, namespaces.dsig, 'X509Data')) {
      for (const item of childElements(entry).slice(0, entriesLimit)) {
        if (item.namespace !== namespaces.dsig) continue
        const octets =
          item.name === 'X509Certificate' || item.name === 'X509CRL' ? base64Text(textOf(item)) : undefined
        if (octets !== undefined) (item.name === 'X509CRL' ? crls : certificates).push(octets)
      }
    } else if (isNamed(entry, namespaces.dsig, 'KeyValue')) {
      for (const value of childElements(entry).slice(0, 1)) {
        const key = keyOf(value)
        if (key !== undefined) keys.push(key)
      }
    }
  }
  return { certificates, crls, keys }
}

function keyOf(value: XmlElement): Uint8Array | undefined {
  if (isNamed(value, namespaces.dsig, 'RSAKeyValue')) {
    const [modulus, exponent] = [number(value, 'Modulus'), number(value, 'Exponent')]
    if (modulus === undefined || exponent === undefined) return undefined
    return sequence(
      sequence(objectIdentifier('1.2.840.113549.1.1.1'), nullValue()),
      bitString(sequence(integer(modulus), integer(exponent))),
    )
  }
  if (isNamed(value, namespaces.dsig, 'DSAKeyValue')) {
    const [p, q, g, y] = ['P', 'Q', 'G', 'Y'].map((name) => number(value, name))
    if (p === undefined || q === undefined || g === undefined || y === undefined) return undefined
    return sequence(
      sequence(objectIdentifier('1.2.840.10040.4.1'), sequence(integer(p), integer(q), integer(g))),
      bitString(integer(y)),
    )
  }
  if (isNamed(value, namespaces.dsig11, 'ECKeyValue')) {
    const curve = onlyChildNamed(value, namespaces.dsig11, 'NamedCurve')
    const uri = curve === undefined ? '' : (attributeOf(curve, 'URI') ?? '')
    const [point] = childrenNamed(value, namespaces.dsig11, 'PublicKey')
    const octets = point === undefined ? undefined : base64Text(textOf(point))
    if (octets === undefined || !/^urn:oid:[0-2]\.\d{1,2}(\.\d{1,9}){1,15}$/.test(uri)) return undefined
    return sequence(
      sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier(uri.slice('urn:oid:'.length))),
      bitString(octets),
    )
  }
  return undefined
}

/** ds:CryptoBinary, positive. */
function number(parent: XmlElement, name: string): Uint8Array | undefined {
  const element = onlyChildNamed(parent, namespaces.dsig, name)
  const octets = element === undefined ? undefined : base64Text(textOf(element))
  if (octets === undefined || octets.length === 0 || octets.length > 2048) return undefined
  return octets
}

/**
 * The value of an XML signature as the rest of the house has it: ECDSA and DSA are r and s side by side there (XMLDSig 1.1
 * §6.4.1, §6.4.3), DER here. @returns undefined for another length than the two halves can have.
 */
export function ecdsaValue(value: Uint8Array): Uint8Array | undefined {
  if (value.length === 0 || value.length % 2 !== 0 || value.length > 132) return undefined
  const half = value.length / 2
  return sequence(integer(value.subarray(0, half)), integer(value.subarray(half)))
}
