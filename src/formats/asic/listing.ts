// META-INF/manifest.xml of OpenDocument (EN 319 162-1 §4.4.3.1, OpenDocument 1.2 part 3): the files by the writer's list.

import { parseXml } from '../xml/parse.ts'
import { childrenNamed, isNamed, malformed } from '../xml/tree.ts'

const manifestNamespace = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'

/** Names of files, without folders. @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED`. */
export function parseListing(octets: Uint8Array): readonly string[] {
  const { root } = parseXml(octets)
  if (!isNamed(root, manifestNamespace, 'manifest')) throw malformed('manifest.xml is none of OpenDocument')
  return childrenNamed(root, manifestNamespace, 'file-entry')
    .map(
      ({ attributes }) =>
        attributes.find(({ namespace, name }) => namespace === manifestNamespace && name === 'full-path')
          ?.value ?? '',
    )
    .filter((path) => path !== '' && !path.endsWith('/'))
}
