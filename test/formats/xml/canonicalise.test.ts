// Canonical XML 1.0, 1.1 and exclusive: the examples of the specifications, and libxml2 as second opinion.

import fc from 'fast-check'
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import { type Canonicalisation, canonicalise } from '../../../src/formats/xml/canonicalise.ts'
import { filtered, type NodeSet, subtree, wholeDocument } from '../../../src/formats/xml/node-set.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'
import { elementsIn, type XmlElement, type XmlTree } from '../../../src/formats/xml/tree.ts'
import { XmlWork } from '../../../src/formats/xml/work.ts'
import { processorTime } from '../../fixtures/processor-time.ts'

const inclusive: Canonicalisation = { mode: 'inclusive', comments: false, inclusivePrefixes: [] }
const exclusive: Canonicalisation = { ...inclusive, mode: 'exclusive' }

function octets(set: NodeSet, method: Canonicalisation, work = new XmlWork()): string {
  const parts: Uint8Array[] = []
  canonicalise(set, method, work, (part) => parts.push(part))
  return new TextDecoder().decode(concatBytes(...parts))
}

const whole = (text: string, method: Canonicalisation) =>
  octets(wholeDocument(parseXml(utf8(text)), true), method)

function find(tree: XmlTree, name: string): XmlElement {
  for (const element of elementsIn(tree.children)) if (element.name === name) return element
  throw new Error(`no ${name}`)
}

describe('canonicalise', () => {
  it('writes start tags as C14N §3.3 does', () => {
    const text =
      '<doc>\n   <e1   />\n   <e3   name = "elem3"   id="elem3"   />\n   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I\'m"\n      xmlns:b="http://www.ietf.org"\n      xmlns:a="http://www.w3.org"\n      xmlns="http://example.org"/>\n   <e6 xmlns="" xmlns:a="http://www.w3.org">\n      <e7 xmlns="http://www.ietf.org"><e8 xmlns="" xmlns:a="http://www.w3.org"><e9 xmlns="" xmlns:a="http://www.ietf.org"/></e8></e7>\n   </e6>\n</doc>'
    expect(whole(text, inclusive)).toBe(
      '<doc>\n   <e1></e1>\n   <e3 id="elem3" name="elem3"></e3>\n   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I\'m" attr2="all" b:attr="sorted" a:attr="out"></e5>\n   <e6 xmlns:a="http://www.w3.org">\n      <e7 xmlns="http://www.ietf.org"><e8 xmlns=""><e9 xmlns:a="http://www.ietf.org"></e9></e8></e7>\n   </e6>\n</doc>',
    )
  })

  it('writes characters as C14N §3.4 does', () => {
    const text =
      '<doc>\r\n<text>First line&#x0d;&#10;Second line</text><value>&#x32;</value><c><![CDATA[value>"0" && value<"10"]]></c><n a=\' &#x20;&#13;&#xa;&#9; \'/></doc>'
    expect(whole(text, inclusive)).toBe(
      '<doc>\n<text>First line&#xD;\nSecond line</text><value>2</value><c>value&gt;"0" &amp;&amp; value&lt;"10"</c><n a="  &#xD;&#xA;&#x9; "></n></doc>',
    )
  })

  it('puts instructions and comments around the document element on lines of their own', () => {
    const text = '<?a b?>\n<!--c--> <d/> <!--e-->\n<?f?>'
    expect(whole(text, { ...inclusive, comments: true })).toBe('<?a b?>\n<!--c-->\n<d></d>\n<!--e-->\n<?f?>')
    expect(whole(text, inclusive)).toBe('<?a b?>\n<d></d>\n<?f?>')
  })

  it('takes namespaces and xml: attributes of ancestors along, or not (exclusive C14N §2.2)', () => {
    const tree = parseXml(
      utf8(
        '<a xmlns:n="urn:n" xmlns="urn:d" xml:lang="vi" xml:id="i"><n:b><n:c xml:space="preserve"/></n:b></a>',
      ),
    )
    const set = subtree(tree, find(tree, 'c'), false)
    expect(octets(set, inclusive)).toBe(
      '<n:c xmlns="urn:d" xmlns:n="urn:n" xml:id="i" xml:lang="vi" xml:space="preserve"></n:c>',
    )
    expect(octets(set, { ...inclusive, mode: 'inclusive11' })).toBe(
      '<n:c xmlns="urn:d" xmlns:n="urn:n" xml:lang="vi" xml:space="preserve"></n:c>',
    )
    expect(octets(set, exclusive)).toBe('<n:c xmlns:n="urn:n" xml:space="preserve"></n:c>')
    expect(octets(set, { ...exclusive, inclusivePrefixes: [''] })).toBe(
      '<n:c xmlns="urn:d" xmlns:n="urn:n" xml:space="preserve"></n:c>',
    )
  })

  it('refuses what is not defined: relative namespaces, and xml:base above with version 1.1', () => {
    expect(() => whole('<a xmlns="relative"/>', inclusive)).toThrow('relative namespace')
    const tree = parseXml(utf8('<a xml:base="http://x/"><b/></a>'))
    const set = subtree(tree, find(tree, 'b'), false)
    expect(() => octets(set, { ...inclusive, mode: 'inclusive11' })).toThrow('xml:base')
  })

  it('orders by code points, not by UTF-16 units', () => {
    expect(whole('<a \u{10000}="1" \uf900="2"/>', inclusive)).toBe('<a \uf900="2" \u{10000}="1"></a>')
  })

  it('stays linear under a thousand namespaces and ten thousand elements', () => {
    const declarations = Array.from({ length: 490 }, (_, i) => `xmlns:n${i}="urn:${i}"`).join(' ')
    const text = `<r ${declarations}>${'<n1:a n2:b="1"/>'.repeat(50_000)}</r>`
    for (const method of [inclusive, exclusive]) {
      const spentMs = processorTime()
      whole(text, method)
      expect(spentMs()).toBeLessThan(2000)
    }
  })

  it('stays linear with a hundred thousand comments around the document element', () => {
    const text = `${'<!---->'.repeat(50_000)}<r/>${'<!---->'.repeat(50_000)}`
    const spentMs = processorTime()
    expect(whole(text, { ...inclusive, comments: true }).length).toBe(100_000 * 8 + 7)
    expect(spentMs()).toBeLessThan(2000)
  })

  it('ends when the work is used up', () => {
    const tree = parseXml(utf8(`<r>${'<a/>'.repeat(100_000)}</r>`))
    const work = new XmlWork()
    expect(() => {
      for (let i = 0; i < 100; i++) octets(wholeDocument(tree, false), exclusive, work)
    }).toThrow('nodes to canonicalise')
  })
})

const name = fc.constantFrom('a', 'b', 'c')
const prefix = fc.constantFrom('', 'p', 'q', 'xml')
const uri = fc.constantFrom('urn:1', 'urn:2', 'urn:3')
const text = fc.string({
  unit: fc.constantFrom('x', ' ', '\n', '&amp;', '&lt;', '&gt;', '&#13;', '&#9;', '"', 'é', '𝒳', ']'),
})
const leaf = fc.oneof(
  text,
  text.map((inner) => `<!--${inner.replaceAll('-', '')}-->`),
  fc.constantFrom('<?p?>', '<?p q  r?>', '<![CDATA[<&>]]>'),
)

interface Made {
  readonly xml: string
}

/** Elements whose prefixes are all declared at the root, and redeclared at random below. */
const tree = fc.letrec<{ element: string; node: string }>((tie) => ({
  node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('element')),
  element: fc
    .record({
      name,
      prefix: fc.constantFrom('', 'p', 'q'),
      declared: fc.uniqueArray(fc.tuple(fc.constantFrom('', 'p', 'q', 'r'), uri), {
        selector: ([one]) => one,
        maxLength: 3,
      }),
      undone: fc.boolean(),
      attributes: fc.uniqueArray(fc.tuple(prefix, name, fc.constantFrom('1', 'a b', '&#10;', '&quot;')), {
        // Two prefixes may stand for one namespace, where the same name twice would not be well-formed.
        selector: ([at, one]) => (at === 'p' || at === 'q' ? `pq:${one}` : `${at}:${one}`),
        maxLength: 3,
      }),
      children: fc.array(tie('node'), { maxLength: 3 }),
    })
    .map(({ name: local, prefix: at, declared, undone, attributes, children }) => {
      const qualified = at === '' ? local : `${at}:${local}`
      const namespaces = declared
        .map(([one, value]) => (one === '' ? ` xmlns="${undone ? '' : value}"` : ` xmlns:${one}="${value}"`))
        .join('')
      const list = attributes
        .map(
          ([one, key, value]) =>
            ` ${one === '' ? key : one === 'xml' ? `xml:${key === 'a' ? 'lang' : `x${key}`}` : `${one}:${key}`}="${value}"`,
        )
        .join('')
      return `<${qualified}${namespaces}${list}>${children.join('')}</${qualified}>`
    }),
}))

const made: fc.Arbitrary<Made> = fc
  .tuple(
    fc.constantFrom('', '<?s t?>', '<!--u-->'),
    tree.element,
    tree.element,
    fc.constantFrom('', '<!--v-->', '<?w?>'),
  )
  .map(([before, one, other, after]) => ({
    xml: `${before}<root xmlns:p="urn:1" xmlns:q="urn:2" xml:lang="vi">${one}${other}</root>${after}`,
  }))

const modes = [
  ['inclusive', XmlC14NMode.XML_C14N_1_0],
  ['exclusive', XmlC14NMode.XML_C14N_EXCLUSIVE_1_0],
  ['inclusive11', XmlC14NMode.XML_C14N_1_1],
] as const

describe('canonicalise and libxml2', () => {
  it('give the same octets for documents, for elements, and for documents without an element', () => {
    fc.assert(
      fc.property(
        made,
        fc.boolean(),
        fc.nat(20),
        fc.constantFrom([], ['q'], ['', 'r']),
        ({ xml }, comments, pick, prefixes) => {
          const ours = parseXml(utf8(xml))
          const theirs = XmlDocument.fromString(xml)
          try {
            const elements = elementsIn(ours.children)
            const found = theirs.find('//*')
            const index = pick % elements.length
            const [element, node] = [elements[index], found[index]]
            if (element === undefined || node === undefined) throw new Error('there is a root')
            for (const [mode, theirMode] of modes) {
              const method: Canonicalisation = {
                mode,
                comments,
                inclusivePrefixes: mode === 'exclusive' ? prefixes : [],
              }
              const options = {
                mode: theirMode,
                withComments: comments,
                ...(mode === 'exclusive'
                  ? { inclusiveNamespacePrefixes: prefixes.map((one) => (one === '' ? '#default' : one)) }
                  : {}),
              }
              expect(octets(wholeDocument(ours, true), method)).toBe(theirs.canonicalizeToString(options))
              expect(octets(subtree(ours, element, true), method)).toBe(node.canonicalizeToString(options))
              if (index === 0) continue
              const rest = filtered(
                wholeDocument(ours, true),
                [{ operation: 'subtract', roots: new Set([element]) }],
                new XmlWork(),
              )
              const isVisible = (one: { isSameNode(other: typeof node): boolean }) => !one.isSameNode(node)
              expect(octets(rest, method)).toBe(theirs.canonicalizeToString({ ...options, isVisible }))
            }
          } finally {
            theirs.dispose()
          }
        },
      ),
      { numRuns: 400, seed: 11 },
    )
  })
})
