// Sets of nodes as XML signatures select them: subtrees, without some subtrees, filtered (XPath 1.0 §5, XPath Filter 2.0).

import type { XmlElement, XmlNode, XmlTree } from './tree.ts'
import type { XmlWork } from './work.ts'

/** Attributes and namespaces go with their element, in every filter that is supported. */
export interface NodeSet {
  readonly tree: XmlTree
  /** Nodes of the set without an ancestor in it, in document order. */
  readonly tops: readonly XmlNode[]
  /** Below the tops: nodes at which membership changes, and to what. */
  readonly marks: ReadonlyMap<XmlNode, boolean>
  /** Whether comments belong to the set. */
  readonly comments: boolean
}

const noMarks: ReadonlyMap<XmlNode, boolean> = new Map()

export function wholeDocument(tree: XmlTree, comments: boolean): NodeSet {
  return { tree, tops: tree.children, marks: noMarks, comments }
}

export function subtree(tree: XmlTree, element: XmlElement, comments: boolean): NodeSet {
  return { tree, tops: [element], marks: noMarks, comments }
}

/** One step of a filter: nodes in the subtrees of `roots`; all nodes where `roots` is `document`. */
export interface FilterStep {
  readonly operation: 'intersect' | 'subtract' | 'union'
  readonly roots: ReadonlySet<XmlElement> | 'document'
}

/** What of `set` the steps leave, starting from all nodes (XPath Filter 2.0 §3.4). */
export function filtered(set: NodeSet, steps: readonly FilterStep[], work: XmlWork): NodeSet {
  const tops: XmlNode[] = []
  const marks = new Map<XmlNode, boolean>()

  const visit = (
    node: XmlNode,
    outerMember: boolean,
    outerInside: readonly boolean[],
    parentKept: boolean,
    below: boolean,
  ) => {
    work.visit()
    const member = set.marks.get(node) ?? outerMember
    const inside = node.kind === 'element' ? entered(steps, outerInside, node) : outerInside
    const kept = member && passes(steps, inside)
    if (!below && kept) tops.push(node)
    else if (below && kept !== parentKept) marks.set(node, kept)
    if (node.kind !== 'element') return
    for (const child of node.children) visit(child, member, inside, kept, below || kept)
  }
  for (const top of set.tops) {
    let inside: readonly boolean[] = steps.map(({ roots }) => roots === 'document')
    for (let at = top.parent; at !== undefined; at = at.parent) inside = entered(steps, inside, at)
    visit(top, true, inside, false, false)
  }
  return { tree: set.tree, tops, marks, comments: set.comments }
}

/** For each step whether one is inside its subtrees, once `element` is entered. */
function entered(
  steps: readonly FilterStep[],
  inside: readonly boolean[],
  element: XmlElement,
): readonly boolean[] {
  return steps.some(({ roots }, i) => inside[i] !== true && contains(roots, element))
    ? steps.map(({ roots }, i) => inside[i] === true || contains(roots, element))
    : inside
}

function contains(roots: FilterStep['roots'], node: XmlElement): boolean {
  return roots === 'document' || roots.has(node)
}

function passes(steps: readonly FilterStep[], within: readonly boolean[]): boolean {
  let kept = true
  for (const [i, { operation }] of steps.entries()) {
    const inside = within[i] === true
    if (operation === 'intersect') kept &&= inside
    else if (operation === 'subtract') kept &&= !inside
    else kept ||= inside
  }
  return kept
}

/** The text of the set, joined: its string-value, as the base64 transform takes it (XMLDSig §6.6.2). */
export function textOfSet(set: NodeSet, work: XmlWork): string {
  const parts: string[] = []
  const visit = (node: XmlNode, visible: boolean) => {
    work.visit()
    if (node.kind === 'text' && visible) parts.push(node.text)
    if (node.kind === 'element')
      for (const child of node.children) visit(child, set.marks.get(child) ?? visible)
  }
  for (const top of set.tops) visit(top, true)
  return parts.join('')
}
