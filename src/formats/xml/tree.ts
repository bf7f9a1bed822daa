// One readonly tree of an XML document: what was canonicalised and what is read are the same objects (XPath data model).

import { ServiceError } from '../../errors.ts'

export interface XmlAttribute {
  /** Local name. */
  readonly name: string
  /** Empty when there is none. */
  readonly prefix: string
  /** Namespace URI; empty for an attribute without prefix. */
  readonly namespace: string
  readonly value: string
}

export interface XmlElement {
  readonly kind: 'element'
  /** Undefined for the document element. */
  readonly parent: XmlElement | undefined
  readonly name: string
  readonly prefix: string
  readonly namespace: string
  /** In the order of the document, without namespace declarations. */
  readonly attributes: readonly XmlAttribute[]
  /** Namespace declarations of this element: prefix (empty for the default) to URI (empty where it is undone). */
  readonly declarations: ReadonlyMap<string, string>
  readonly children: readonly XmlNode[]
}

export interface XmlText {
  readonly kind: 'text'
  readonly parent: XmlElement
  readonly text: string
}

export interface XmlComment {
  readonly kind: 'comment'
  readonly parent: XmlElement | undefined
  readonly text: string
}

export interface XmlInstruction {
  readonly kind: 'instruction'
  readonly parent: XmlElement | undefined
  readonly target: string
  readonly text: string
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction

export interface XmlTree {
  /** The document element, and the comments and instructions around it, in order. */
  readonly children: readonly XmlNode[]
  readonly root: XmlElement
  /** Elements by what any of their identifiers says: `Id`, `ID`, `id` and `xml:id`. There is no DTD to tell others. */
  readonly identified: ReadonlyMap<string, readonly XmlElement[]>
  /** Canonical XML is not defined over relative namespace URIs (C14N §1.3). */
  readonly relativeNamespace: string | undefined
  readonly nodes: number
}

export const namespaces = {
  xml: 'http://www.w3.org/XML/1998/namespace',
  dsig: 'http://www.w3.org/2000/09/xmldsig#',
  dsig11: 'http://www.w3.org/2009/xmldsig11#',
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  filter2: 'http://www.w3.org/2002/06/xmldsig-filter2',
  dsigMore: 'http://www.w3.org/2007/05/xmldsig-more#',
  xades132: 'http://uri.etsi.org/01903/v1.3.2#',
  xades141: 'http://uri.etsi.org/01903/v1.4.1#',
} as const

export function isElement(node: XmlNode): node is XmlElement {
  return node.kind === 'element'
}

export function isNamed(node: XmlNode, namespace: string, name: string): boolean {
  return node.kind === 'element' && node.name === name && node.namespace === namespace
}

export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter(isElement)
}

/**
 * Children of an element that has elements alone, as nearly all of XMLDSig and XAdES do: text between them would be read
 * by people and seen by no digest.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT` when there is anything else than elements, white space and comments.
 */
export function onlyElements(element: XmlElement): XmlElement[] {
  for (const child of element.children)
    if (child.kind === 'instruction' || (child.kind === 'text' && /[^ \t\r\n]/.test(child.text)))
      throw malformed(`${element.name} holds something between its elements`)
  return childElements(element)
}

export function childrenNamed(element: XmlElement, namespace: string, name: string): XmlElement[] {
  return childElements(element).filter((child) => isNamed(child, namespace, name))
}

/** @throws ServiceError `MALFORMED_DOCUMENT` when there are several. */
export function onlyChildNamed(element: XmlElement, namespace: string, name: string): XmlElement | undefined {
  const [first, second] = childrenNamed(element, namespace, name)
  if (second !== undefined) throw malformed(`${element.name} has more than one ${name}`)
  return first
}

/** Of an attribute without namespace. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace === '' && attribute.name === name)?.value
}

/**
 * Text of an element that holds nothing else. Comments within are passed over and the text on both sides of them is
 * joined, as canonicalisation does: cutting at a comment is how one identity became another.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT` when there are elements or instructions inside.
 */
export function textOf(element: XmlElement): string {
  let text = ''
  for (const child of element.children) {
    if (child.kind === 'text') text += child.text
    else if (child.kind !== 'comment') throw malformed(`${element.name} holds more than text`)
  }
  return text
}

export function isInside(node: XmlNode, ancestor: XmlElement): boolean {
  for (let at: XmlNode | undefined = node; at !== undefined; at = at.parent) if (at === ancestor) return true
  return false
}

/** Each node below `nodes` and they themselves, in document order. */
export function* walk(nodes: readonly XmlNode[]): Generator<XmlNode> {
  // No generator within a generator: at depth 200 each node would pass through 200 of them.
  const waiting = [...nodes].reverse()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node
    if (node.kind === 'element')
      for (let i = node.children.length - 1; i >= 0; i--) push(waiting, node.children[i])
  }
}

function push(waiting: XmlNode[], node: XmlNode | undefined): void {
  if (node !== undefined) waiting.push(node)
}

/** The elements below `nodes` and among them, in document order. */
export function elementsIn(nodes: readonly XmlNode[]): XmlElement[] {
  return [...walk(nodes)].filter(isElement)
}

/**
 * The one element that `id` names; undefined when none does.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT` when several do: which of them was signed would be anybody's choice.
 */
export function elementById(tree: XmlTree, id: string): XmlElement | undefined {
  const [first, second] = tree.identified.get(id) ?? []
  if (second !== undefined) throw malformed(`the identifier ${id} occurs more than once`)
  return first
}

/** URI of `prefix` where `element` stands. */
export function namespaceOf(element: XmlElement, prefix: string): string | undefined {
  if (prefix === 'xml') return namespaces.xml
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const uri = at.declarations.get(prefix)
    if (uri !== undefined) return uri === '' ? undefined : uri
  }
  return undefined
}

export function malformed(message: string): ServiceError {
  return new ServiceError('MALFORMED_DOCUMENT', message)
}

export function notSupported(message: string): ServiceError {
  return new ServiceError('UNSUPPORTED_FORMAT', message)
}
