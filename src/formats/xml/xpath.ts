// The few XPath expressions that signatures are filtered with (XMLDSig §6.6.3, XPath Filter 2.0), read and bounded: no
// general XPath, whose functions and predicates let a document cost what its sender likes.

import type { FilterStep } from './node-set.ts'
import {
  attributeOf,
  elementById,
  elementsIn,
  isNamed,
  namespaceOf,
  namespaces,
  notSupported,
  type XmlElement,
  type XmlTree,
} from './tree.ts'
import type { XmlWork } from './work.ts'

export interface XPathContext {
  readonly tree: XmlTree
  /** The signature whose reference is filtered: what `here()` lies in. */
  readonly signature: XmlElement
  readonly work: XmlWork
}

const expressionLimit = 500

/**
 * XPath 1.0 filtering: a condition that each node meets or not.
 *
 * @param element ds:XPath, whose namespaces bind the prefixes.
 * @throws ServiceError `UNSUPPORTED_FORMAT` for every form that is not among the known ones.
 */
export function xpathCondition(element: XmlElement, text: string, context: XPathContext): FilterStep[] {
  const expression = tidy(text)
  // XMLDSig §6.6.4 gives this as the meaning of the enveloped-signature transform.
  const enveloped =
    /^count\(ancestor-or-self::(\S+:)?Signature ?\| ?here\(\)\/ancestor::(\S+:)?Signature\[1\]\) ?> ?count\(ancestor-or-self::(\S+:)?Signature\)$/.exec(
      expression,
    )
  if (enveloped !== null) {
    for (const prefix of enveloped.slice(1)) requireDsig(element, prefix)
    return [{ operation: 'subtract', roots: new Set([context.signature]) }]
  }
  return expression.split(/ and (?![^'"]*['"][^'"]*$)/).map((part): FilterStep => {
    const negated = /^not ?\( ?(.*?) ?\)$/.exec(part)
    const inner = /^ancestor-or-self::(\*|[^\s[\]()|/*]+)(\[.*\])?$/.exec(negated?.[1] ?? part)
    if (inner === null) throw unknown(expression)
    const test = stepTest(element, `${inner[1]}${inner[2] ?? ''}`, expression)
    const roots = new Set(elementsOf(context).filter(test))
    return { operation: negated === null ? 'intersect' : 'subtract', roots }
  })
}

/** XPath Filter 2.0: paths, whose subtrees are intersected, subtracted or added. @throws ServiceError as above. */
export function xpathPaths(element: XmlElement, text: string, context: XPathContext): FilterStep['roots'] {
  const expression = tidy(text)
  if (expression === '/') return 'document'
  const found = new Set<XmlElement>()
  for (const path of expression.split(/ ?\| ?/))
    for (const one of onePath(element, path, context)) found.add(one)
  return found
}

function onePath(element: XmlElement, path: string, context: XPathContext): readonly XmlElement[] {
  const here = /^here\(\)\/ancestor::(\S+:)?Signature\[1\]$/.exec(path)
  if (here !== null) {
    requireDsig(element, here[1])
    return [context.signature]
  }
  const id = /^id\( ?(?:'([^']*)'|"([^"]*)") ?\)$/.exec(path)
  if (id !== null) {
    const found = elementById(context.tree, id[1] ?? id[2] ?? '')
    return found === undefined ? [] : [found]
  }
  const steps = [...path.matchAll(/(\/\/|\/descendant(?:-or-self)?::|\/)((?:[^/[\]]|\[@[^\]]*\])+)/g)]
  if (steps.length === 0 || steps.map(([whole]) => whole).join('') !== path || steps.length > 10)
    throw unknown(path)
  let current: readonly XmlElement[] | undefined
  for (const [, axis, step = ''] of steps) {
    const test = stepTest(element, step.trim(), path)
    const candidates: Iterable<XmlElement> =
      axis === '/'
        ? current === undefined
          ? [context.tree.root]
          : current.flatMap((parent) => parent.children.filter((child) => child.kind === 'element'))
        : current === undefined
          ? elementsOf(context)
          : new Set(current.flatMap((ancestor) => elementsBelow(ancestor, context)))
    current = [...candidates].filter(test)
    context.work.visit(current.length)
  }
  return current ?? []
}

/** A name test with at most one condition on an attribute. */
function stepTest(element: XmlElement, step: string, expression: string): (candidate: XmlElement) => boolean {
  const parts = /^(\*|(?:([\w.-]+):)?([\w.-]+))(?:\[ ?@([\w.-]+) ?= ?(?:'([^']*)'|"([^"]*)") ?\])?$/.exec(
    step,
  )
  if (parts === null) throw unknown(expression)
  const [, any, prefix, name = '', attribute, single, double] = parts
  const value = single ?? double ?? ''
  // In XPath 1.0 a name without prefix is in no namespace, whatever the default one is.
  const namespace = prefix === undefined ? '' : namespaceOf(element, prefix)
  if (namespace === undefined) throw unknown(expression)
  return (candidate) =>
    (any === '*' || isNamed(candidate, namespace, name)) &&
    (attribute === undefined || attributeOf(candidate, attribute) === value)
}

function elementsOf({ tree, work }: XPathContext): XmlElement[] {
  work.visit(tree.nodes)
  return elementsIn(tree.children)
}

function elementsBelow(ancestor: XmlElement, { work }: XPathContext): XmlElement[] {
  const found = elementsIn(ancestor.children)
  work.visit(found.length)
  return found
}

function requireDsig(element: XmlElement, prefix: string | undefined): void {
  const namespace = prefix === undefined ? '' : namespaceOf(element, prefix.slice(0, -1))
  if (namespace !== namespaces.dsig) throw unknown('here()')
}

function tidy(text: string): string {
  if (text.length > expressionLimit) throw notSupported('an XPath expression of that length')
  return text.trim().replace(/\s+/g, ' ')
}

function unknown(expression: string) {
  return notSupported(`the XPath expression ${expression.slice(0, 100)}`)
}
