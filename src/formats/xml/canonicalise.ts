// Canonical XML 1.0, 1.1 and Exclusive Canonical XML 1.0 over node sets, streamed (W3C xml-c14n, xml-c14n11, xml-exc-c14n).
// libxml2's canonicaliser gives the same octets (a property of the tests), but walks the whole document for each element,
// its time grows with the square of the namespaces in scope, and it overflows its stack: not for strangers' documents.

import { utf8 } from '../../bytes.ts'
import type { NodeSet } from './node-set.ts'
import {
  namespaces,
  notSupported,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
  type XmlTree,
} from './tree.ts'
import type { XmlWork } from './work.ts'

export interface Canonicalisation {
  readonly mode: 'inclusive' | 'inclusive11' | 'exclusive'
  readonly comments: boolean
  /** Exclusive alone: prefixes that are treated as in the inclusive form; the default namespace is the empty prefix. */
  readonly inclusivePrefixes: readonly string[]
}

export type OctetSink = (octets: Uint8Array) => void

/**
 * Writes the canonical form of `set`.
 *
 * @throws ServiceError `LIMIT_EXCEEDED`; `UNSUPPORTED_FORMAT` where the form is not defined or not supported.
 */
export function canonicalise(set: NodeSet, method: Canonicalisation, work: XmlWork, sink: OctetSink): void {
  if (set.tree.relativeNamespace !== undefined)
    throw notSupported(
      `canonical XML is not defined for the relative namespace ${set.tree.relativeNamespace}`,
    )
  const writer = new Writer(set, method, work, sink)
  for (const top of set.tops) writer.top(top)
  writer.flush()
}

const flushCharacters = 1 << 16

type Bindings = Map<string, string>

class Writer {
  readonly #set: NodeSet
  readonly #method: Canonicalisation
  readonly #comments: boolean
  readonly #work: XmlWork
  readonly #sink: OctetSink
  #parts: string[] = []
  #characters = 0
  #beforeRoot: ReadonlySet<XmlNode> | undefined
  /** Prefixes to URIs where the writer stands. */
  #scope: Bindings = new Map()
  /** What the output holds already where the writer stands. */
  readonly #rendered: Bindings = new Map()

  constructor(set: NodeSet, method: Canonicalisation, work: XmlWork, sink: OctetSink) {
    this.#set = set
    this.#method = method
    this.#comments = method.comments && set.comments
    this.#work = work
    this.#sink = sink
  }

  top(node: XmlNode): void {
    if (node.kind === 'element') {
      this.#scope = scopeAbove(node)
      this.#element(node, true, false)
      return
    }
    if (node.parent !== undefined || node.kind === 'text') {
      this.#node(node, true, false)
      return
    }
    if (node.kind === 'comment' && !this.#comments) return
    // Around the document element each stands on a line of its own (C14N §2.3).
    this.#beforeRoot ??= nodesBeforeRoot(this.#set.tree)
    const first = this.#beforeRoot.has(node)
    if (!first) this.#write('\n')
    this.#node(node, true, false)
    if (first) this.#write('\n')
  }

  flush(): void {
    if (this.#characters === 0) return
    const octets = utf8(this.#parts.join(''))
    this.#parts = []
    this.#characters = 0
    this.#work.produce(octets.length)
    this.#sink(octets)
  }

  #write(text: string): void {
    this.#parts.push(text)
    this.#characters += text.length
    if (this.#characters > flushCharacters) this.flush()
  }

  #node(node: XmlNode, visible: boolean, parentWritten: boolean): void {
    if (node.kind === 'element') {
      this.#element(node, visible, parentWritten)
      return
    }
    this.#work.visit()
    if (!visible) return
    if (node.kind === 'text') this.#writeText(node.text)
    else if (node.kind === 'instruction')
      this.#write(node.text === '' ? `<?${node.target}?>` : `<?${node.target} ${node.text}?>`)
    else if (this.#comments) this.#write(`<!--${node.text}-->`)
  }

  /** A long text piece by piece, so that it is not held several times over. */
  #writeText(text: string): void {
    for (let at = 0; at < text.length; ) {
      let end = Math.min(text.length, at + flushCharacters)
      if (end < text.length && isSurrogate(text.charCodeAt(end)) && isSurrogate(text.charCodeAt(end - 1)))
        end--
      this.#write(escapeText(text.slice(at, end)))
      at = end
    }
  }

  #element(element: XmlElement, visible: boolean, parentWritten: boolean): void {
    this.#work.visit(1 + element.attributes.length + element.declarations.size)
    const undoScope = bind(this.#scope, element.declarations)
    let undoRendered: Bindings | undefined
    if (visible) {
      const shown = this.#namespacesOf(element, parentWritten)
      undoRendered = bind(this.#rendered, shown)
      this.#write(`<${qualified(element)}`)
      for (const [prefix, uri] of shown.size < 2 ? shown : [...shown].sort(([a], [b]) => compareText(a, b)))
        this.#write(` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`)
      for (const attribute of this.#attributesOf(element, parentWritten))
        this.#write(` ${qualified(attribute)}="${escapeAttribute(attribute.value)}"`)
      this.#write('>')
    }
    const { marks } = this.#set
    for (const child of element.children)
      this.#node(child, (marks.size === 0 ? undefined : marks.get(child)) ?? visible, visible)
    if (visible) this.#write(`</${qualified(element)}>`)
    if (undoRendered !== undefined) restore(this.#rendered, undoRendered)
    restore(this.#scope, undoScope)
  }

  /** Namespace declarations that the start tag gets. */
  #namespacesOf(element: XmlElement, parentWritten: boolean): Bindings {
    const changed = element.declarations.size > 0 || !parentWritten
    let shown = nothing
    const show = (prefix: string) => {
      const uri = this.#scope.get(prefix) ?? ''
      if (prefix === 'xml' || (this.#rendered.get(prefix) ?? '') === uri) return
      if (shown === nothing) shown = new Map()
      shown.set(prefix, uri)
    }
    if (this.#method.mode !== 'exclusive') {
      if (!parentWritten) {
        this.#work.visit(this.#scope.size)
        for (const prefix of this.#scope.keys()) show(prefix)
      } else if (changed) for (const prefix of element.declarations.keys()) show(prefix)
      return shown
    }
    show(element.prefix)
    for (const { prefix } of element.attributes) if (prefix !== '') show(prefix)
    if (changed) {
      this.#work.visit(this.#method.inclusivePrefixes.length)
      for (const prefix of this.#method.inclusivePrefixes) show(prefix)
    }
    return shown
  }

  #attributesOf(element: XmlElement, parentWritten: boolean): readonly XmlAttribute[] {
    const inherited =
      parentWritten || this.#method.mode === 'exclusive'
        ? []
        : inheritedAttributes(element, this.#method.mode)
    if (element.attributes.length + inherited.length < 2 && inherited.length === 0) return element.attributes
    return [...element.attributes, ...inherited].sort(
      (a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name),
    )
  }
}

/** Attributes `xml:…` of ancestors that are not written themselves (C14N 1.0 §2.4, C14N 1.1 §2.4). */
function inheritedAttributes(element: XmlElement, mode: 'inclusive' | 'inclusive11'): XmlAttribute[] {
  const found = new Map<string, XmlAttribute>()
  for (let at = element.parent; at !== undefined; at = at.parent) {
    for (const attribute of at.attributes) {
      if (attribute.namespace !== namespaces.xml || found.has(attribute.name)) continue
      if (mode === 'inclusive11') {
        // Version 1.1 joins URIs here; nobody signs so, and joining wrongly would be worse than not judging.
        if (attribute.name === 'base') throw notSupported('xml:base above the signed element with C14N 1.1')
        if (attribute.name !== 'lang' && attribute.name !== 'space') continue
      }
      found.set(attribute.name, attribute)
    }
  }
  return [...found.values()].filter(
    ({ name }) => !element.attributes.some((own) => own.namespace === namespaces.xml && own.name === name),
  )
}

function nodesBeforeRoot({ children, root }: XmlTree): ReadonlySet<XmlNode> {
  return new Set(children.slice(0, children.indexOf(root)))
}

function scopeAbove(element: XmlElement): Bindings {
  const scope: Bindings = new Map()
  for (let at = element.parent; at !== undefined; at = at.parent)
    for (const [prefix, uri] of at.declarations) if (!scope.has(prefix)) scope.set(prefix, uri)
  return scope
}

const nothing: Bindings = new Map()

/** @returns what `changes` replaced; empty for what had not been bound. */
function bind(bindings: Bindings, changes: ReadonlyMap<string, string>): Bindings {
  if (changes.size === 0) return nothing
  const before: Bindings = new Map()
  for (const [prefix, uri] of changes) {
    before.set(prefix, bindings.get(prefix) ?? '')
    bindings.set(prefix, uri)
  }
  return before
}

function restore(bindings: Bindings, before: Bindings): void {
  for (const [prefix, uri] of before) bindings.set(prefix, uri)
}

function qualified({ prefix, name }: { readonly prefix: string; readonly name: string }): string {
  return prefix === '' ? name : `${prefix}:${name}`
}

/** By code points, as C14N orders; JavaScript orders by UTF-16 units. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    const surrogates = isSurrogate(x) !== isSurrogate(y)
    // A surrogate stands for something above every other unit.
    return surrogates ? (isSurrogate(x) ? 1 : -1) : x - y
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (c) => textEscapes[c] ?? c) : text
}

function escapeAttribute(value: string): string {
  return /[&<"\t\n\r]/.test(value) ? value.replace(/[&<"\t\n\r]/g, (c) => attributeEscapes[c] ?? c) : value
}

const textEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
}
const attributeEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
