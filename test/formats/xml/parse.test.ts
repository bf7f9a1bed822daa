// XML of strangers to one tree: what is refused, and that refusing costs little (XML 1.0, Namespaces in XML).

import fc from 'fast-check'
import { diag } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'
import {
  attributeOf,
  childElements,
  elementById,
  namespaceOf,
  textOf,
} from '../../../src/formats/xml/tree.ts'
import { processorTime } from '../../fixtures/processor-time.ts'

const parse = (text: string) => parseXml(utf8(text))

/** Code of the ServiceError; `accepted` where there was none. */
function code(bytes: Uint8Array): string {
  try {
    parseXml(bytes)
    return 'accepted'
  } catch (error) {
    if (isServiceError(error)) return error.code
    throw error
  }
}
const codeOf = (text: string) => code(utf8(text))

describe('parseXml', () => {
  it('gives elements, attributes, namespaces, text, comments and instructions in their order', () => {
    const tree = parse(
      '<?a b?><r xmlns="urn:d" xmlns:p="urn:p" k="1" p:k="2">x<![CDATA[<y>]]><!--c--><p:e/><?q?></r><!--z-->',
    )
    const { root } = tree
    expect(tree.children.map(({ kind }) => kind)).toEqual(['instruction', 'element', 'comment'])
    expect(root).toMatchObject({ name: 'r', prefix: '', namespace: 'urn:d', parent: undefined })
    expect(root.attributes).toEqual([
      { name: 'k', prefix: '', namespace: '', value: '1' },
      { name: 'k', prefix: 'p', namespace: 'urn:p', value: '2' },
    ])
    expect(root.children.map((child) => (child.kind === 'text' ? child.text : child.kind))).toEqual([
      'x',
      '<y>',
      'comment',
      'element',
      'instruction',
    ])
    expect(root.children.at(-1)).toMatchObject({ target: 'q', text: '' })
    const [inner] = childElements(root)
    expect(inner?.parent).toBe(root)
    expect(inner && namespaceOf(inner, 'p')).toBe('urn:p')
    expect(attributeOf(root, 'k')).toBe('1')
  })

  it('reads UTF-8 and UTF-16, with or without a mark, and says of other encodings that they are not read', () => {
    const wide = (text: string, little: boolean) =>
      Uint8Array.from(
        [...text].flatMap((c) =>
          little
            ? [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]
            : [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255],
        ),
      )
    const text = '<?xml version="1.0" encoding="UTF-16"?><a>Ủy ban</a>'
    for (const bytes of [
      utf8('<a>Ủy ban</a>'),
      concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), utf8('<a>Ủy ban</a>')),
      concatBytes(Uint8Array.of(0xff, 0xfe), wide(text, true)),
      concatBytes(Uint8Array.of(0xfe, 0xff), wide(text, false)),
      wide(text, true),
      wide(text, false),
    ])
      expect(textOf(parseXml(bytes).root)).toBe('Ủy ban')
    expect(codeOf('<?xml version="1.0" encoding="ISO-8859-1"?><a>ASCII</a>')).toBe('accepted')
    expect(codeOf('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>')).toBe('UNSUPPORTED_FORMAT')
    expect(codeOf('<?xml version="1.0" encoding="UTF-7"?><a/>')).toBe('UNSUPPORTED_FORMAT')
    expect(codeOf('<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>')).toBe('UNSUPPORTED_FORMAT')
    expect(codeOf('<?xml version="1.0" encoding="UTF-16"?><a/>')).toBe('MALFORMED_DOCUMENT')
    expect(code(Uint8Array.of(0x3c, 0x61, 0x3e, 0xc0, 0xaf, 0x3c, 0x2f, 0x61, 0x3e))).toBe(
      'MALFORMED_DOCUMENT',
    )
    expect(codeOf('<?xml version="1.1"?><a/>')).toBe('UNSUPPORTED_FORMAT')
  })

  it.each([
    ['a DTD', '<!DOCTYPE a><a/>'],
    [
      'a billion laughs',
      `<!DOCTYPE a [<!ENTITY l "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i} "&l;&l;&l;">`).join('')}]><a>&l29;</a>`,
    ],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><a/>'],
    ['attribute defaults', '<!DOCTYPE a [<!ATTLIST a Id ID "x">]><a/>'],
    ['a DTD after a comment', '<!-- x --><!DOCTYPE a><a/>'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(text)).toBe('UNSUPPORTED_FORMAT')
  })

  it('refuses a DTD in UTF-16 too', () => {
    const bytes = Uint8Array.from([...'<!DOCTYPE a><a/>'].flatMap((c) => [c.charCodeAt(0), 0]))
    expect(code(bytes)).toBe('UNSUPPORTED_FORMAT')
  })

  it.each([
    '',
    '<a',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&x;</a>',
    '<a x="1" x="2"/>',
    '<p:a/>',
    '<a>\u0001</a>',
    '<a b=c/>',
    'text',
    '<a xmlns:p="urn:a" xmlns:q="urn:a" p:x="1" q:x="2"/>',
  ])('refuses %j, which is not well-formed', (text) => {
    expect(codeOf(text)).toBe('MALFORMED_DOCUMENT')
  })

  it('includes nothing: XInclude is an element like any other', () => {
    const { root } = parse(
      '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></a>',
    )
    expect(childElements(root).map(({ name, children }) => [name, children.length])).toEqual([['include', 0]])
  })

  it('refuses a prefix that its parser loses', () => {
    expect(codeOf('<a xmlns:__proto__="urn:x"/>')).toBe('UNSUPPORTED_FORMAT')
  })

  it.each([
    ['100,000 elements deep', () => '<a>'.repeat(100_000) + '</a>'.repeat(100_000)],
    [
      '1,000,000 attributes in one element',
      () => `<a ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    ],
    ['1,000,000 attributes in many', () => `<r>${'<a b="" c="" d="" e=""/>'.repeat(250_000)}</r>`],
    ['a million elements', () => `<r>${'<a/>'.repeat(1_000_000)}</r>`],
    ['a million comments', () => `<r>${'<!---->'.repeat(1_000_000)}</r>`],
    ['100,000 processing instructions', () => `<r>${'<?p?>'.repeat(100_000)}</r>`],
    [
      'a flood of namespaces',
      () => `<r ${Array.from({ length: 100_000 }, (_, i) => `xmlns:n${i}="urn:${i}"`).join(' ')}/>`,
    ],
    ['32 MiB and an octet', () => `<r>${' '.repeat((32 << 20) - 6)}</r>`],
  ])('refuses %s within a second of work', (_, make) => {
    const bytes = utf8(make())
    const spentMs = processorTime()
    expect(code(bytes)).toBe('LIMIT_EXCEEDED')
    expect(spentMs()).toBeLessThan(1000)
  })

  it.each([
    [
      'many children and an instruction',
      () => `<r>${'<a/>'.repeat(80_000)}<?p?>${'<a/>'.repeat(10_000)}</r>`,
    ],
    [
      'many comments around the document element',
      () => `${'<!---->'.repeat(50_000)}<?p?><r/>${'<!---->'.repeat(40_000)}`,
    ],
    ['many texts in one element', () => `<r>${'a<!---->'.repeat(45_000)}</r>`],
    ['many sections', () => `<r>${'<![CDATA[a]]>'.repeat(90_000)}</r>`],
    [
      'many namespaces on many levels',
      () =>
        `${Array.from({ length: 190 }, (_, i) => `<a ${Array.from({ length: 400 }, (_, j) => `xmlns:n${i}.${j}="u:"`).join(' ')}>`).join('')}${'</a>'.repeat(190)}`,
    ],
    [
      'many attributes of one namespace',
      () =>
        `<r xmlns:n="u:">${`<a ${Array.from({ length: 490 }, (_, i) => `n:a${i}=""`).join(' ')}/>`.repeat(300)}</r>`,
    ],
    [
      'many character references',
      () => `<r a="${'&#10;'.repeat(1_000_000)}">${'&#10;'.repeat(1_000_000)}</r>`,
    ],
    ['one long name', () => `<${'a'.repeat(9_000_000)}/>`],
    ['one long comment', () => `<r><!--${'a'.repeat(9_000_000)}--></r>`],
    [
      'many identifiers',
      () => `<r>${Array.from({ length: 60_000 }, (_, i) => `<a Id="${i % 7}"/>`).join('')}</r>`,
    ],
  ])('reads %s in two seconds of work', (_, make) => {
    const bytes = utf8(make())
    const spentMs = processorTime()
    expect(code(bytes)).toBe('accepted')
    expect(spentMs()).toBeLessThan(2000)
  })

  it('names an element by any of its identifiers, and refuses an ambiguous one', () => {
    const tree = parse('<r><a Id="1"/><b ID="2"/><c id="3"/><d xml:id="4" Id="4"/><e Id="5"/><f id="5"/></r>')
    const name = (id: string) => elementById(tree, id)?.name
    expect(['1', '2', '3', '4', '6'].map(name)).toEqual(['a', 'b', 'c', 'd', undefined])
    expect(() => name('5')).toThrow('occurs more than once')
  })

  it('joins text around comments and refuses elements inside a value', () => {
    const text = (xml: string) => textOf(parse(xml).root)
    expect(text('<a>admin<!-- -->@example.org</a>')).toBe('admin@example.org')
    expect(() => text('<a>x<b/>y</a>')).toThrow('more than text')
    expect(() => text('<a>x<?p?>y</a>')).toThrow('more than text')
  })

  it('throws a ServiceError or nothing, whatever is changed', () => {
    const seed = utf8(
      '<?xml version="1.0"?><r xmlns:p="urn:p" a="1"><!--c--><p:e Id="x">t&amp;</p:e><![CDATA[d]]><?i j?></r>',
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(seed.length),
        (changes, cut) => {
          const bytes = seed.slice(0, cut === 0 ? seed.length : cut)
          for (const [at, octet] of changes) if (at < bytes.length) bytes[at] = octet
          code(bytes)
        },
      ),
      { numRuns: 2000, seed: 7 },
    )
  })

  it('gives all memory of its parser back, whether it succeeds or not', () => {
    diag.configure({ enabled: true })
    try {
      parse('<r><a b="c">d</a></r>')
      codeOf('<r><a b="c">d</a>')
      codeOf('<?xml version="1.1"?><r/>')
      expect(diag.report()).toEqual({})
    } finally {
      diag.configure({ enabled: false })
    }
  })
})
