// What of an XML document its signatures cover: a signature that holds says nothing of the rest (signature wrapping).

import type { NodeSet } from '../../formats/xml/node-set.ts'
import {
  isInside,
  isNamed,
  namespaces,
  type XmlElement,
  type XmlNode,
  type XmlTree,
} from '../../formats/xml/tree.ts'
import type { XmlWork } from '../../formats/xml/work.ts'

/**
 * Parts of the document that say something, lie in none of `sets`, and are not part of a signature's own machinery.
 * Elements that only hold what is covered, or signatures, say nothing unless they have text or attributes.
 *
 * @param signatures every ds:Signature that gets a verdict of its own.
 * @param enough how many are worth naming; the search ends there.
 */
export function uncovered(
  tree: XmlTree,
  sets: readonly NodeSet[],
  signatures: ReadonlySet<XmlNode>,
  work: XmlWork,
  enough: number,
): readonly XmlNode[] {
  const starts = new Map<XmlNode, NodeSet[]>()
  // Elsewhere below something covered all is covered, so nobody needs to look.
  const changing = new Set<XmlNode>()
  for (const set of sets) {
    if (set.tree !== tree) continue
    for (const marked of set.marks.keys())
      for (let at = marked.parent; at !== undefined && !changing.has(at); at = at.parent) changing.add(at)
    const begins = [...set.tops, ...[...set.marks].flatMap(([node, kept]) => (kept ? [node] : []))]
    for (const node of begins) {
      const known = starts.get(node)
      if (known === undefined) starts.set(node, [set])
      else known.push(set)
    }
  }
  const found: XmlNode[] = []
  const none: readonly NodeSet[] = []

  /** @returns whether the subtree holds something covered, or a signature. */
  const visit = (node: XmlNode, outer: readonly NodeSet[]): boolean => {
    if (found.length >= enough) return true
    work.visit(1 + outer.length)
    let active = outer.length === 0 ? none : outer.filter(({ marks }) => marks.get(node) !== false)
    const begun = starts.get(node)
    if (begun !== undefined) active = [...new Set([...active, ...begun])]
    const covered = active.length > 0
    if (node.kind !== 'element') {
      if (!covered && speaks(node)) found.push(node)
      return covered
    }
    if (covered && !changing.has(node)) return true
    if (signatures.has(node)) {
      // SignedInfo and the value are judged elsewhere; objects are content like any other.
      if (!covered && node.attributes.some(isStatement)) found.push(node)
      for (const child of node.children)
        if (isNamed(child, namespaces.dsig, 'Object')) visitObject(child, active)
        else if (isNamed(child, namespaces.dsig, 'KeyInfo')) visitKeyInfo(child, active)
      return true
    }
    const before = found.length
    let holds = covered
    for (const child of node.children) holds = visit(child, active) || holds
    if (covered) return true
    if (!holds) {
      found.splice(before)
      found.push(node)
    } else if (node.attributes.some(isStatement)) found.push(node)
    return holds
  }

  /** Hints to the key are judged elsewhere; whatever else may stand among them is no hint. */
  const visitKeyInfo = (keyInfo: XmlNode, active: readonly NodeSet[]) => {
    if (keyInfo.kind !== 'element' || active.length > 0 || starts.has(keyInfo)) return
    for (const child of keyInfo.children)
      if (isNamed(child, namespaces.dsig, 'X509Data')) visitKeyInfo(child, active)
      else if (child.kind !== 'element' || !keyNamespaces.has(child.namespace)) visit(child, active)
  }

  const visitObject = (object: XmlNode, active: readonly NodeSet[]) => {
    if (object.kind !== 'element') return
    const begun = starts.get(object) ?? []
    const inside = [...new Set([...active, ...begun])]
    for (const child of object.children)
      if (!isNamed(child, namespaces.xades132, 'QualifyingProperties')) visit(child, inside)
  }

  for (const child of tree.children) visit(child, none)
  return found
}

const keyNamespaces: ReadonlySet<string> = new Set([
  namespaces.dsig,
  namespaces.dsig11,
  namespaces.dsigMore,
  'http://www.w3.org/2001/04/xmldsig-more#',
])

function speaks(node: XmlNode): boolean {
  return node.kind === 'instruction' || (node.kind === 'text' && /[^ \t\r\n]/.test(node.text))
}

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

/** Identifiers, `xml:…` and hints to a schema say nothing of the matter. */
function isStatement({ namespace, name }: { readonly namespace: string; readonly name: string }): boolean {
  if (namespace === namespaces.xml || namespace === schemaInstance) return false
  return !(namespace === '' && (name === 'Id' || name === 'ID' || name === 'id'))
}

/**
 * Whether `set` is over something of substance, rather than the signature's own properties and hints.
 *
 * @param own elements of the signature's machinery.
 */
export function isSubstance(set: NodeSet, own: readonly XmlElement[]): boolean {
  return set.tops.some(
    (top) =>
      top.kind === 'element' &&
      set.marks.get(top) !== false &&
      !own.some((element) => isInside(top, element)) &&
      !isNamed(top, namespaces.dsig, 'SignatureProperties') &&
      !isNamed(top, namespaces.dsig, 'SignatureProperty') &&
      !isEmptyObject(top),
  )
}

function isEmptyObject(element: XmlElement): boolean {
  return (
    isNamed(element, namespaces.dsig, 'Object') &&
    !element.children.some((child) => child.kind === 'element' || speaks(child))
  )
}

/** A name that a person finds in the document. */
export function labelOf(node: XmlNode): string {
  if (node.kind === 'instruction') return `<?${node.target}?>`
  if (node.kind !== 'element')
    return `text in ${node.parent === undefined ? 'the document' : labelOf(node.parent)}`
  const id = node.attributes.find(({ name }) => /^(Id|ID|id)$/.test(name))?.value
  return id === undefined ? node.name : `${node.name} (${id.slice(0, 60)})`
}
