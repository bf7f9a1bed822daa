// Which files of a container the XML signatures of one file cover whole (EN 319 162-1 §4.4.3, XMLDSig 1.1 §4.4.3).

import { isServiceError } from '../../errors.ts'
import { canonicalisationOf } from '../../formats/xml/algorithms.ts'
import { parseXml } from '../../formats/xml/parse.ts'
import { readXmlSignature } from '../../formats/xml/signature.ts'
import { isNamed, namespaces, walk } from '../../formats/xml/tree.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'

/**
 * By form alone: whether the digests hold is for the verdict. A reference covers a file when nothing but canonicalisation
 * stands between the file and the digest; what a filter selects is not the file.
 *
 * @returns a set for each ds:Signature in document order, counter-signatures left out.
 * @throws ServiceError when the file is no XML.
 */
export function filesOfXmlSignatures(
  octets: Uint8Array,
  find: (uri: string) => ZipEntry | undefined,
): readonly ReadonlySet<ZipEntry>[] {
  const coverage: ReadonlySet<ZipEntry>[] = []
  for (const node of walk(parseXml(octets).children)) {
    if (node.kind !== 'element' || !isNamed(node, namespaces.dsig, 'Signature')) continue
    if (node.parent !== undefined && isNamed(node.parent, namespaces.xades132, 'CounterSignature')) continue
    const files = new Set<ZipEntry>()
    try {
      for (const { uri, transforms } of readXmlSignature(node).references) {
        const file = uri === undefined ? undefined : find(uri)
        if (file !== undefined && transforms.every((one) => canonicalisationOf(one) !== undefined))
          files.add(file)
      }
    } catch (error) {
      // What is wrong with the signature is in its verdict; it covers nothing.
      if (!isServiceError(error)) throw error
    }
    coverage.push(files)
  }
  return coverage
}
