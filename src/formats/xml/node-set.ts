// Sets of nodes as XML signatures select them: subtrees, without some subtrees, filtered (XPath 1.0 §5, XPath Filter 2.0).

import { isInside, type XmlElement, type XmlNode, type XmlTree } from './tree.ts'
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
  const before = new Set<XmlNode>(set.tops)

  const visit = (
    node: XmlNode,
    inSet: boolean,
    inside: readonly boolean[],
    parentKept: boolean,
    below: boolean,
  ) => {
    work.visit()
    const member = set.marks.get(node) ?? (inSet || before.has(node))
    const within =
      node.kind === 'element' && steps.some(({ roots }, i) => inside[i] !== true && contains(roots, node))
        ? steps.map(({ roots }, i) => inside[i] === true || contains(roots, node))
        : inside
    const kept = member && passes(steps, within)
    if (!below && kept) tops.push(node)
    else if (below && kept !== parentKept) marks.set(node, kept)
    if (node.kind !== 'element') return
    for (const child of node.children) visit(child, member, within, kept, below || kept)
  }
  const start = steps.map(({ roots }) => roots === 'document')
  for (const child of set.tree.children) visit(child, false, start, false, false)
  return { tree: set.tree, tops, marks, comments: set.comments }
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

/** Whether `node` itself is in `set`. */
export function isMember(set: NodeSet, node: XmlNode): boolean {
  for (let at: XmlNode | undefined = node; at !== undefined; at = at.parent) {
    const mark = set.marks.get(at)
    if (mark !== undefined) return mark
    if (set.tops.includes(at)) return true
  }
  return false
}

/** Subtrees that lie in `set` but for those that `marks` take out. */
export function takenOut(set: NodeSet, below: XmlElement): XmlNode[] {
  return [...set.marks].flatMap(([node, kept]) => (!kept && isInside(node, below) ? [node] : []))
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
