// ASiCManifest (EN 319 162-1 annex A.4): what one signature or time-stamp of a container is over, by names and digests.

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import { base64Text, digestMethodOf } from '../xml/algorithms.ts'
import { parseXml } from '../xml/parse.ts'
import {
  attributeOf,
  childElements,
  isNamed,
  malformed,
  namespaces,
  textOf,
  type XmlElement,
} from '../xml/tree.ts'

const asicNamespace = 'http://uri.etsi.org/02918/v1.2.1#'

export interface AsicManifest {
  /** URI of the signature, time-stamp token or evidence record that is over this manifest. */
  readonly sigReference: string
  readonly dataObjects: readonly DataObjectReference[]
  /** It has an extension that has to be understood, and none is. */
  readonly hasCriticalExtension: boolean
}

export interface DataObjectReference {
  readonly uri: string
  readonly rootfile: boolean
  /** Undefined for an algorithm that is not known. */
  readonly hash: HashAlgorithm | undefined
  readonly digest: Uint8Array
}

/** Data objects of one manifest: as many as a container may have entries. */
const dataObjectsLimit = 10_000
export const manifestOctetsLimit = 8 << 20

/** @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED`. */
export function parseAsicManifest(octets: Uint8Array): AsicManifest {
  const { root } = parseXml(octets)
  if (!isNamed(root, asicNamespace, 'ASiCManifest')) throw malformed('the manifest is no ASiCManifest')
  const [sigReference, ...rest] = childElements(root)
  if (sigReference === undefined || !isNamed(sigReference, asicNamespace, 'SigReference')) {
    throw malformed('the manifest does not begin with SigReference')
  }
  const last = rest.at(-1)
  const extensions =
    last !== undefined && isNamed(last, asicNamespace, 'ASiCManifestExtensions') ? last : undefined
  const dataObjects = extensions === undefined ? rest : rest.slice(0, -1)
  if (dataObjects.length === 0) throw malformed('the manifest refers to no data object')
  if (dataObjects.length > dataObjectsLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the manifest refers to ${dataObjects.length} data objects; at most ${dataObjectsLimit} are read`,
    )
  }
  return {
    sigReference: uriOf(sigReference),
    dataObjects: dataObjects.map(readDataObject),
    hasCriticalExtension:
      isCritical(extensions) || dataObjects.some((one) => childElements(one).some(isCriticalList)),
  }
}

function readDataObject(element: XmlElement): DataObjectReference {
  if (!isNamed(element, asicNamespace, 'DataObjectReference')) {
    throw malformed(`the manifest holds ${element.name} out of place`)
  }
  const [method, value, extensions, more] = childElements(element)
  if (
    method === undefined ||
    value === undefined ||
    !isNamed(method, namespaces.dsig, 'DigestMethod') ||
    !isNamed(value, namespaces.dsig, 'DigestValue') ||
    (extensions !== undefined && !isCriticalList(extensions) && !isExtensionList(extensions)) ||
    more !== undefined
  ) {
    throw malformed('a DataObjectReference has not exactly one DigestMethod and DigestValue')
  }
  const digest = base64Text(textOf(value))
  if (digest === undefined) throw malformed('a DigestValue of the manifest is no Base64')
  return {
    uri: uriOf(element),
    rootfile: ['true', '1'].includes(attributeOf(element, 'Rootfile') ?? ''),
    hash: digestMethodOf(method).hash,
    digest,
  }
}

function uriOf(element: XmlElement): string {
  const uri = attributeOf(element, 'URI')
  if (uri === undefined || uri === '') throw malformed(`${element.name} of the manifest has no URI`)
  return uri
}

function isExtensionList(element: XmlElement): boolean {
  return isNamed(element, asicNamespace, 'DataObjectReferenceExtensions')
}

function isCriticalList(element: XmlElement): boolean {
  return isExtensionList(element) && isCritical(element)
}

function isCritical(list: XmlElement | undefined): boolean {
  return (
    list !== undefined &&
    childElements(list).some((extension) => attributeOf(extension, 'Critical') !== 'false')
  )
}
