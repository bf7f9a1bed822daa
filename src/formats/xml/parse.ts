// Bytes of a stranger to one readonly tree: libxml2 judges the form (XML 1.0, Namespaces), and is gone when this returns.

import * as libxml2 from 'libxml2-wasm'
import { ServiceError } from '../../errors.ts'
import { decodeXml } from './decode.ts'
import { scanXml } from './scan.ts'
import {
  malformed,
  namespaces,
  notSupported,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
  type XmlTree,
} from './tree.ts'
import { type XmlLimits, xmlLimits } from './work.ts'

/**
 * Parses a document without DTD: no entities but the five, nothing loaded, nothing included, nothing repaired.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT` when it is not well-formed; `LIMIT_EXCEEDED`; `UNSUPPORTED_FORMAT` for a
 *   DTD, an encoding or a version that is not read.
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits = xmlLimits): XmlTree {
  if (bytes.length > limits.octets)
    throw new ServiceError('LIMIT_EXCEEDED', `the XML document has more than ${limits.octets} octets`)
  const text = decodeXml(bytes)
  scanXml(text, limits)
  const document = parsed(text)
  try {
    if (document.dtd !== null) throw notSupported('the XML document has a document type declaration')
    if (document.version !== '1.0') throw notSupported(`XML ${document.version} is not read, XML 1.0 is`)
    return new Builder(limits).build(document)
  } finally {
    document.dispose()
  }
}

const { ParseOption } = libxml2
// HUGE lifts the limit of 10 MB for a text; what it lifts besides was bounded by the scan.
const options =
  ParseOption.XML_PARSE_HUGE |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_IGNORE_ENC |
  ParseOption.XML_PARSE_SKIP_IDS

function parsed(text: Uint8Array): libxml2.XmlDocument {
  try {
    return libxml2.XmlDocument.fromBuffer(text, { option: options, encoding: 'UTF-8' })
  } catch (error) {
    if (!(error instanceof libxml2.XmlError)) throw error
    const [first] = error.message.split('\n')
    throw malformed(`the XML document is not well-formed: ${first?.slice(0, 200)}`)
  }
}

interface OpenElement extends XmlElement {
  readonly children: XmlNode[]
}

class Builder {
  readonly #limits: XmlLimits
  readonly #identified = new Map<string, XmlElement[]>()
  #relativeNamespace: string | undefined
  #nodes = 0

  constructor(limits: XmlLimits) {
    this.#limits = limits
  }

  build(document: libxml2.XmlDocument): XmlTree {
    const children: XmlNode[] = []
    for (const node of fromFirst(document.root)) {
      const built = this.#node(node, undefined)
      if (built !== undefined) children.push(built)
    }
    const root = children.find((child) => child.kind === 'element')
    if (root === undefined) throw malformed('the XML document has no element')
    return {
      children,
      root,
      identified: this.#identified,
      relativeNamespace: this.#relativeNamespace,
      nodes: this.#nodes,
    }
  }

  #node(node: libxml2.XmlNode, parent: OpenElement | undefined): XmlNode | undefined {
    this.#nodes++
    if (this.#nodes > this.#limits.nodes)
      throw new ServiceError('LIMIT_EXCEEDED', `the XML document has more than ${this.#limits.nodes} nodes`)
    if (node instanceof libxml2.XmlElement) return this.#element(node, parent)
    if (node instanceof libxml2.XmlText || node instanceof libxml2.XmlCData)
      return parent === undefined ? undefined : { kind: 'text', parent, text: node.content }
    if (node instanceof libxml2.XmlComment) return { kind: 'comment', parent, text: node.content }
    if (node instanceof libxml2.XmlEntityReference) throw malformed('the XML document refers to an entity')
    // What remains among children are processing instructions; the library names their class nowhere.
    const target = node.eval('name()')
    if (typeof target !== 'string' || target === '')
      throw notSupported('the XML document holds an unknown node')
    return { kind: 'instruction', parent, target, text: node.content }
  }

  #element(node: libxml2.XmlElement, parent: OpenElement | undefined): XmlElement {
    const element: OpenElement = {
      kind: 'element',
      parent,
      name: node.name,
      prefix: node.prefix,
      namespace: node.namespaceUri,
      attributes: node.attrs.map(attribute),
      declarations: this.#declarations(node),
      children: [],
    }
    this.#identify(element)
    for (
      let child: libxml2.XmlNode | null = node.firstChild;
      child !== null;
      child = sibling(child, 'next')
    ) {
      const built = this.#node(child, element)
      if (built !== undefined) element.children.push(built)
    }
    return element
  }

  #declarations(node: libxml2.XmlElement): ReadonlyMap<string, string> {
    const entries = Object.entries(node.nsDeclarations)
    if (entries.length === 0) return noDeclarations
    const declarations = new Map(entries)
    for (const uri of declarations.values())
      if (uri !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)) this.#relativeNamespace ??= uri
    return declarations
  }

  #identify(element: XmlElement): void {
    for (const { namespace, name, value } of element.attributes) {
      const identifies =
        (namespace === '' && (name === 'Id' || name === 'ID' || name === 'id')) ||
        (namespace === namespaces.xml && name === 'id')
      if (!identifies) continue
      const known = this.#identified.get(value)
      if (known === undefined) this.#identified.set(value, [element])
      else if (known.at(-1) !== element) known.push(element)
    }
  }
}

const noDeclarations: ReadonlyMap<string, string> = new Map()

function attribute(node: libxml2.XmlAttribute): XmlAttribute {
  return { name: node.name, prefix: node.prefix, namespace: node.namespaceUri, value: node.value }
}

/**
 * The library gives processing instructions no way to their siblings, so that of the others is used on them. Its XPath
 * would find them too, but sorts what it finds in a time that grows with the square of their number.
 */
function sibling(node: libxml2.XmlNode, direction: 'next' | 'prev'): libxml2.XmlNode | null {
  const found: unknown = Reflect.get(libxml2.XmlTreeNode.prototype, direction, node)
  return found instanceof libxml2.XmlNode ? found : null
}

/** The document element and what stands around it. */
function* fromFirst(root: libxml2.XmlNode): Generator<libxml2.XmlNode> {
  let first = root
  for (let at = sibling(root, 'prev'); at !== null; at = sibling(at, 'prev')) first = at
  for (let at: libxml2.XmlNode | null = first; at !== null; at = sibling(at, 'next')) yield at
}
