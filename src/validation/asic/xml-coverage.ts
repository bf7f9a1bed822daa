// Which files of a container the XML signatures of one file cover whole (EN 319 162-1 §4.4.3, XMLDSig 1.1 §4.4.3).

import { isServiceError } from '../../errors.ts'
import { canonicalisationOf } from '../../formats/xml/algorithms.ts'
import { parseXml } from '../../formats/xml/parse.ts'
import { readXmlSignature } from '../../formats/xml/signature.ts'
import { childElements, isNamed, namespaces, type XmlElement } from '../../formats/xml/tree.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'

type Find = (uri: string) => ZipEntry | undefined

/**
 * By form alone: whether the digests hold is for the verdict. A reference covers a file when nothing but canonicalisation
 * stands between the file and the digest; what a filter selects is not the file.
 *
 * @returns a set for each ds:Signature in document order, counter-signatures left out.
 * @throws ServiceError when the file is no XML.
 */
export function filesOfXmlSignatures(octets: Uint8Array, find: Find): readonly ReadonlySet<ZipEntry>[] {
  return signaturesIn(parseXml(octets).root).map((signature) => filesOf(signature, find))
}

/** Depth is bounded by the parser. */
function signaturesIn(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = []
  const visit = (one: XmlElement) => {
    const counters = one.parent !== undefined && isNamed(one.parent, namespaces.xades132, 'CounterSignature')
    if (isNamed(one, namespaces.dsig, 'Signature') && !counters) found.push(one)
    for (const child of childElements(one)) visit(child)
  }
  visit(element)
  return found
}

function filesOf(signature: XmlElement, find: Find): ReadonlySet<ZipEntry> {
  const files = new Set<ZipEntry>()
  try {
    for (const { uri, transforms } of readXmlSignature(signature).references) {
      const file = uri === undefined ? undefined : find(uri)
      const whole = transforms.every((one) => canonicalisationOf(one) !== undefined)
      if (file !== undefined && whole) files.add(file)
    }
  } catch (error) {
    // What is wrong with the signature is in its verdict; it covers nothing.
    if (!isServiceError(error)) throw error
    return new Set()
  }
  return files
}
