// Transforms of a reference: from what its URI names to what its digest is over (XMLDSig 1.1 §4.4.3, §6.6). A closed list.

import { joinBytes } from '../../bytes.ts'
import { algorithmOf, base64Text, canonicalisationOf, defaultCanonicalisation } from './algorithms.ts'
import { type Canonicalisation, canonicalise, type OctetSink } from './canonicalise.ts'
import { type FilterStep, filtered, type NodeSet, textOfSet, wholeDocument } from './node-set.ts'
import { parseXml } from './parse.ts'
import {
  attributeOf,
  childElements,
  isNamed,
  malformed,
  namespaces,
  notSupported,
  textOf,
  type XmlElement,
} from './tree.ts'
import type { XmlWork } from './work.ts'
import { xpathCondition, xpathPaths } from './xpath.ts'

/** What a reference is over, on its way through the transforms. */
export type Data =
  | { readonly kind: 'nodes'; readonly set: NodeSet }
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  /** Nodes in a form that is fixed, not yet written out. */
  | { readonly kind: 'canonical'; readonly set: NodeSet; readonly method: Canonicalisation }

export interface Transformed {
  readonly data: Data
  /**
   * Nodes of the document whose every part the octets tell. Undefined when they come from elsewhere, or when something
   * of the nodes is not in the octets.
   */
  readonly nodes: NodeSet | undefined
}

/**
 * @param signature the ds:Signature that holds the reference.
 * @throws ServiceError `UNSUPPORTED_FORMAT` for a transform that is not in the list, XSLT among them; `MALFORMED_DOCUMENT`;
 *   `LIMIT_EXCEEDED`.
 */
export function transform(
  start: Data,
  transforms: readonly XmlElement[],
  signature: XmlElement,
  work: XmlWork,
): Transformed {
  let data = start
  let nodes = start.kind === 'nodes' ? start.set : undefined
  for (const element of transforms) {
    const uri = algorithmOf(element)
    const method = canonicalisationOf(element)
    // Octets are read as another document: of this one nothing is told any more.
    if (data.kind === 'octets') nodes = undefined
    if (method !== undefined) {
      data = { kind: 'canonical', set: nodesOf(data, work), method }
      continue
    }
    switch (uri) {
      case `${namespaces.dsig}base64`:
        if (nodes !== undefined && !isTextAlone(nodes)) nodes = undefined
        data = { kind: 'octets', octets: decoded(data, work) }
        break
      case `${namespaces.dsig}enveloped-signature`: {
        const set = nodesOf(data, work)
        // Only of a document that the signature is in (XMLDSig §6.6.4).
        if (nodes === undefined)
          throw malformed('enveloped-signature of something that does not envelop the signature')
        data = {
          kind: 'nodes',
          set: filtered(set, [{ operation: 'subtract', roots: new Set([signature]) }], work),
        }
        nodes = data.set
        break
      }
      case 'http://www.w3.org/TR/1999/REC-xpath-19991116':
      case namespaces.filter2: {
        const set = nodesOf(data, work)
        const steps = filterSteps(element, uri, set, signature, work)
        data = { kind: 'nodes', set: filtered(set, steps, work) }
        if (nodes !== undefined) nodes = data.set
        break
      }
      default:
        throw notSupported(`the transform ${uri}`)
    }
  }
  return { data, nodes }
}

/** Writes what the digest is over. `method`: for nodes that no transform has canonicalised. */
export function writeData(
  data: Data,
  work: XmlWork,
  sink: OctetSink,
  method: Canonicalisation = defaultCanonicalisation,
): void {
  if (data.kind === 'octets') {
    work.produce(data.octets.length)
    sink(data.octets)
  } else canonicalise(data.set, data.kind === 'canonical' ? data.method : method, work, sink)
}

function nodesOf(data: Data, work: XmlWork): NodeSet {
  if (data.kind === 'nodes') return data.set
  // Nodes, octets, nodes again: what would be read then is not the tree that is here.
  if (data.kind === 'canonical') throw notSupported('a transform of nodes after canonicalisation')
  // Parsing costs several times what digesting does, and each reference may ask for it.
  work.produce(8 * data.octets.length)
  const tree = parseXml(data.octets)
  work.visit(4 * tree.nodes)
  return wholeDocument(tree, true)
}

function decoded(data: Data, work: XmlWork): Uint8Array {
  if (data.kind === 'canonical') throw notSupported('base64 after canonicalisation')
  const text =
    data.kind === 'nodes' ? textOfSet(data.set, work) : new TextDecoder('latin1').decode(data.octets)
  work.produce(text.length)
  const octets = base64Text(text)
  if (octets === undefined) throw malformed('what is to be decoded is no base64')
  return octets
}

/** Of an element with base64 nothing but the text is signed: no attribute that says anything, no element inside. */
function isTextAlone({ tops, marks }: NodeSet): boolean {
  const [only, another] = tops
  return (
    only?.kind === 'element' &&
    another === undefined &&
    marks.size === 0 &&
    only.attributes.every(({ name }) => harmlessAttributes.has(name)) &&
    only.children.every(({ kind }) => kind === 'text' || kind === 'comment')
  )
}

const harmlessAttributes: ReadonlySet<string> = new Set(['Id', 'ID', 'id', 'MimeType', 'Encoding'])

function filterSteps(
  element: XmlElement,
  uri: string,
  set: NodeSet,
  signature: XmlElement,
  work: XmlWork,
): FilterStep[] {
  const context = { tree: set.tree, signature, work }
  const expressions = childElements(element)
  if (uri !== namespaces.filter2) {
    const [only, another] = expressions
    if (only === undefined || another !== undefined || !isNamed(only, namespaces.dsig, 'XPath'))
      throw malformed('an XPath transform has one XPath')
    return xpathCondition(only, textOf(only), context)
  }
  if (expressions.length === 0 || expressions.length > expressionsLimit)
    throw notSupported('that many XPath filters')
  return expressions.map((one): FilterStep => {
    const operation = attributeOf(one, 'Filter')
    if (!isNamed(one, namespaces.filter2, 'XPath')) throw malformed('an XPath filter has XPath elements')
    if (operation !== 'intersect' && operation !== 'subtract' && operation !== 'union')
      throw malformed('an XPath filter intersects, subtracts or unites')
    return { operation, roots: xpathPaths(one, textOf(one), context) }
  })
}

const expressionsLimit = 10

/** The octets of one element in `method`'s form. */
export function elementOctets(set: NodeSet, method: Canonicalisation, work: XmlWork): Uint8Array {
  const parts: Uint8Array[] = []
  canonicalise(set, method, work, (part) => {
    parts.push(part)
  })
  return joinBytes(parts)
}
