// ds:Signature as a readonly value (XMLDSig 1.1 §4). Form alone: nothing is dereferenced, nothing is judged.

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import {
  base64Text,
  canonicalisationOf,
  digestMethodOf,
  type SignatureMethod,
  signatureMethodOf,
} from './algorithms.ts'
import type { Canonicalisation } from './canonicalise.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  isNamed,
  malformed,
  namespaces,
  notSupported,
  onlyElements,
  textOf,
  type XmlElement,
} from './tree.ts'

export interface XmlReference {
  readonly element: XmlElement
  readonly id: string | undefined
  /** Undefined where the application is to know what is meant. */
  readonly uri: string | undefined
  readonly type: string | undefined
  readonly transforms: readonly XmlElement[]
  readonly digestMethodUri: string
  /** Undefined for an algorithm that is not known. */
  readonly hash: HashAlgorithm | undefined
  /** Undefined when it is no base64. */
  readonly digestValue: Uint8Array | undefined
}

export interface XmlSignature {
  readonly element: XmlElement
  readonly id: string | undefined
  readonly signedInfo: XmlElement
  readonly canonicalisation: Canonicalisation
  readonly method: SignatureMethod
  readonly references: readonly XmlReference[]
  readonly signatureValueElement: XmlElement
  /** Undefined when it is no base64. */
  readonly signatureValue: Uint8Array | undefined
  readonly keyInfo: XmlElement | undefined
  readonly objects: readonly XmlElement[]
}

/** Containers of many files have a reference each. */
const referencesLimit = 1000
const transformsLimit = 8

/**
 * @param element ds:Signature.
 * @throws ServiceError `MALFORMED_DOCUMENT` where it departs from the schema; `LIMIT_EXCEEDED`; `UNSUPPORTED_FORMAT`.
 */
export function readXmlSignature(element: XmlElement): XmlSignature {
  const children = onlyElements(element)
  const [signedInfo, signatureValueElement, third] = children
  if (signedInfo === undefined || !isNamed(signedInfo, namespaces.dsig, 'SignedInfo'))
    throw malformed('Signature does not begin with SignedInfo')
  if (
    signatureValueElement === undefined ||
    !isNamed(signatureValueElement, namespaces.dsig, 'SignatureValue')
  )
    throw malformed('SignedInfo is not followed by SignatureValue')
  const keyInfo = third !== undefined && isNamed(third, namespaces.dsig, 'KeyInfo') ? third : undefined
  const objects = children.slice(keyInfo === undefined ? 2 : 3)
  for (const object of objects)
    if (!isNamed(object, namespaces.dsig, 'Object'))
      throw malformed(`Signature holds ${object.name} out of place`)

  const [canonicalizationMethod, signatureMethod, ...references] = onlyElements(signedInfo)
  if (
    canonicalizationMethod === undefined ||
    !isNamed(canonicalizationMethod, namespaces.dsig, 'CanonicalizationMethod')
  )
    throw malformed('SignedInfo does not begin with CanonicalizationMethod')
  if (signatureMethod === undefined || !isNamed(signatureMethod, namespaces.dsig, 'SignatureMethod'))
    throw malformed('CanonicalizationMethod is not followed by SignatureMethod')
  const canonicalisation = canonicalisationOf(canonicalizationMethod)
  if (canonicalisation === undefined)
    throw notSupported(`canonicalisation ${attributeOf(canonicalizationMethod, 'Algorithm')} of SignedInfo`)
  if (references.length === 0) throw malformed('SignedInfo has no Reference, so nothing is signed')
  return {
    element,
    id: attributeOf(element, 'Id'),
    signedInfo,
    canonicalisation,
    method: signatureMethodOf(signatureMethod),
    references: readReferences(references),
    signatureValueElement,
    signatureValue: base64Text(textOf(signatureValueElement)),
    keyInfo,
    objects,
  }
}

/** @throws ServiceError. */
export function readReferences(elements: readonly XmlElement[]): readonly XmlReference[] {
  if (elements.length > referencesLimit)
    throw malformedLimit(`${elements.length} references`, referencesLimit)
  return elements.map(readReference)
}

function readReference(element: XmlElement): XmlReference {
  if (!isNamed(element, namespaces.dsig, 'Reference'))
    throw malformed(`${element.name} stands where Reference is due`)
  const children = childElements(element)
  const first = children[0]
  const transforms = first !== undefined && isNamed(first, namespaces.dsig, 'Transforms') ? first : undefined
  const [digestMethod, digestValue, ...rest] = transforms === undefined ? children : children.slice(1)
  if (
    digestMethod === undefined ||
    digestValue === undefined ||
    rest.length > 0 ||
    !isNamed(digestMethod, namespaces.dsig, 'DigestMethod') ||
    !isNamed(digestValue, namespaces.dsig, 'DigestValue')
  )
    throw malformed('Reference has not exactly DigestMethod and DigestValue')
  const { uri, hash } = digestMethodOf(digestMethod)
  const listed = transforms === undefined ? [] : childElements(transforms)
  if (listed.length > transformsLimit) throw malformedLimit(`${listed.length} transforms`, transformsLimit)
  if (
    listed.length !==
    (transforms === undefined ? 0 : childrenNamed(transforms, namespaces.dsig, 'Transform').length)
  )
    throw malformed('Transforms holds something else than Transform')
  return {
    element,
    id: attributeOf(element, 'Id'),
    uri: attributeOf(element, 'URI'),
    type: attributeOf(element, 'Type'),
    transforms: listed,
    digestMethodUri: uri,
    hash,
    digestValue: base64Text(textOf(digestValue)),
  }
}

function malformedLimit(what: string, limit: number) {
  return notSupported(`${what}, of which ${limit} are looked at`)
}
