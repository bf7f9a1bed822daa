// Signature wrapping and other attacks on XML signatures: what is read is what was signed, or the document does not pass.

import { describe, expect, it } from 'vitest'
import { toBase64, utf8 } from '../../../src/bytes.ts'
import { practicePki } from '../../fixtures/pki.ts'
import { processorTime } from '../../fixtures/processor-time.ts'
import {
  dsig,
  element,
  enveloped,
  exclusive,
  here,
  qualifyingProperties,
  read,
  sha256,
  sha256Uri,
  signedXml,
  verdicts,
} from './signed-xml.ts'

const pki = await practicePki()
const { signer } = pki
const properties = qualifyingProperties({ signer })

/** An element that was signed by its Id, beside its signature. */
const order = '<o:Order xmlns:o="urn:office" Id="x"><o:Amount>10</o:Amount></o:Order>'
const forged = '<o:Order xmlns:o="urn:office" Id="y"><o:Amount>10000</o:Amount></o:Order>'
const template = `<Envelope>${order}${here}</Envelope>`
const signed = signedXml({ signer, template, references: [element('x')], properties })
const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(signed)?.[0] ?? ''
const unsignedContent = 'intact SIG_CONSTRAINTS_FAILURE XML_UNSIGNED_CONTENT'
const ambiguous = 'undetermined FORMAT_FAILURE XML_SIGNATURE_MALFORMED'

const coverage = async (document: string) => {
  const { signatures } = await read(document)
  return signatures.map(({ coversWholeDocument }) => coversWholeDocument)
}

describe('a signature over one element', () => {
  it('holds, and says that it covers no more than that', async () => {
    expect(await verdicts(signed)).toEqual(['intact ok'])
    expect(await coverage(signed)).toEqual([false])
    const [one] = (await read(signed)).signatures
    expect(one?.reasons).toContainEqual({
      code: 'XML_COVERS_PART',
      text: 'The signature covers only a part of what was given: element Order (x).',
    })
  })

  it.each([
    ['a forged copy before it', `<Envelope>${forged}${order}${signature}</Envelope>`],
    ['a forged copy after it', `<Envelope>${order}${signature}${forged}</Envelope>`],
    ['text beside it', `<Envelope>10000${order}${signature}</Envelope>`],
    ['an attribute of its parent', `<Envelope amount="10000">${order}${signature}</Envelope>`],
    ['an empty element beside it', `<Envelope><Approved/>${order}${signature}</Envelope>`],
    [
      'an instruction that may change what is shown',
      `<?xml-stylesheet href="x.xsl"?><Envelope>${order}${signature}</Envelope>`,
    ],
    [
      'the signed element under another parent',
      `<Envelope>${forged}<Old>${order}</Old>${signature}</Envelope>`,
    ],
    [
      'the signed element in an Object of its signature',
      `<Envelope>${forged}${signature.replace('</ds:KeyInfo>', `</ds:KeyInfo><ds:Object>${order}</ds:Object>`)}</Envelope>`,
    ],
    [
      'a forged Object in the signature',
      `<Envelope>${order}${signature.replace('</ds:KeyInfo>', `</ds:KeyInfo><ds:Object>${forged}</ds:Object>`)}</Envelope>`,
    ],
    [
      'a forged copy among the hints to the key',
      `<Envelope>${order}${signature.replace('</ds:KeyInfo>', `${forged}</ds:KeyInfo>`)}</Envelope>`,
    ],
    [
      'a forged copy among its certificates',
      `<Envelope>${order}${signature.replace('</ds:X509Data>', `${forged}</ds:X509Data>`)}</Envelope>`,
    ],
    [
      'text among the hints to the key',
      `<Envelope>${order}${signature.replace('</ds:KeyInfo>', '10000</ds:KeyInfo>')}</Envelope>`,
    ],
    [
      'an attribute of the signature',
      `<Envelope>${order}${signature.replace('<ds:Signature ', '<ds:Signature amount="10000" ')}</Envelope>`,
    ],
    ['the whole signed document in another one', `<Forged><Amount>10000</Amount>${signed}</Forged>`],
    [
      'the signature within the forged content',
      `<Envelope>${forged.replace('</o:Order>', `${signature}</o:Order>`)}${order}</Envelope>`,
    ],
  ])('does not make %s pass', async (_, document) => {
    expect(await verdicts(document)).toEqual([unsignedContent])
    expect(await coverage(document)).toEqual([false])
  })

  it.each([
    ['the same Id', forged.replace('"y"', '"x"')],
    ['the same id in another spelling', forged.replace('Id="y"', 'id="x"')],
    ['the same xml:id', forged.replace('Id="y"', 'xml:id="x"')],
    ['the same ID, deep inside', `<a><b>${forged.replace('Id="y"', 'ID="x"')}</b></a>`],
  ])('is refused when a sibling has %s', async (_, sibling) => {
    expect(await verdicts(`<Envelope>${sibling}${order}${signature}</Envelope>`)).toEqual([ambiguous])
    expect(await verdicts(`<Envelope>${order}${signature}${sibling}</Envelope>`)).toEqual([ambiguous])
  })

  it('is refused when its signed properties are there twice', async () => {
    const copy = /<xades:SignedProperties .*<\/xades:SignedProperties>/s.exec(signature)?.[0] ?? ''
    const inside = copy.replace(
      '<xades:SignedProperties ',
      '<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ',
    )
    expect(await verdicts(signed.replace('</Envelope>', `${inside}</Envelope>`))).toEqual([ambiguous])
  })

  it('tells nothing of wrappers that say nothing themselves', async () => {
    const wrapped = `<Envelope xml:lang="vi" Id="e"><Signed> ${order} </Signed><Signatures>${signature}</Signatures></Envelope>`
    expect(await verdicts(wrapped)).toEqual(['intact ok'])
    expect(await coverage(wrapped)).toEqual([false])
  })

  it('passes beside what another signature covers', async () => {
    const second = signedXml({
      signer: pki.tsa,
      id: 'T',
      template: `<Envelope>${order}${signature}${forged}${here}</Envelope>`,
      references: [element('y')],
      properties: qualifyingProperties({ signer: pki.tsa, id: 'T' }),
    })
    expect(await verdicts(second)).toEqual(['intact ok', 'intact ok'])
    expect(await verdicts(second.replace('10000', '20000'))).toEqual([
      unsignedContent,
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
  })
})

describe('forged content anywhere', () => {
  const payloads = [
    forged,
    order.replace('10<', '10000<'),
    '10000',
    '<Amount>10000</Amount>',
    '<![CDATA[10000]]>',
    '&#49;0000',
    '<?show 10000?>',
    '<Amount value="10000"/>',
    `<ds:Object xmlns:ds="${dsig}">${forged}</ds:Object>`,
    `<ds:Signature xmlns:ds="${dsig}"><ds:Object>${forged}</ds:Object></ds:Signature>`,
  ]
  /** Parts of a signature that are unsigned by design and content of nobody's: hints to the key, unsigned properties. */
  const unsignedParts = ['ds:KeyInfo', 'xades:UnsignedProperties', 'ds:SignatureValue']

  it.each([
    ['one element', template, () => element('x')],
    ['the whole document', template, () => enveloped(template)],
    ['an object inside', here, () => element('o')],
  ])('never passes beside a signature over %s', async (_, holder, reference) => {
    const document = signedXml({
      signer,
      template: holder,
      references: [reference()],
      objects: holder === here ? `<ds:Object Id="o">${order}</ds:Object>` : '',
      properties,
    })
    const zones = unsignedParts.map(
      (name) => [document.indexOf(`<${name}`), document.indexOf(`</${name}>`)] as const,
    )
    // One after each tag, and so between any two nodes; and before the whole.
    const places = [0, ...[...document.matchAll(/>/g)].map(({ index }) => index + 1)]
    let refused = 0
    for (const place of places) {
      if (zones.some(([start, end]) => place > start && place <= end)) continue
      for (const payload of payloads) {
        const attacked = document.slice(0, place) + payload + document.slice(place)
        const found = await verdicts(attacked).catch(() => ['refused'])
        expect([attacked, found.every((one) => one === 'intact ok')]).toEqual([attacked, false])
        refused++
      }
    }
    expect(refused).toBeGreaterThan(300)
  })

  it('is passed over in comments, which nobody reads', async () => {
    const commented = signed.replace('</Envelope>', '<!-- 10000 --></Envelope>')
    expect(await verdicts(commented)).toEqual(['intact ok'])
  })
})

describe('a signature over nothing', () => {
  it('holds for nothing: its own properties, its key, an empty Object, an empty document', async () => {
    const nothing = 'intact SIG_CONSTRAINTS_FAILURE XML_NOTHING_SIGNED'
    const own = signedXml({ signer, template: `<Envelope>${here}</Envelope>`, references: [], properties })
    expect(await verdicts(own)).toEqual([nothing])
    const empty = signedXml({
      signer,
      references: [element('o')],
      objects: '<ds:Object Id="o"/>',
      properties,
    })
    expect(await verdicts(empty)).toEqual([nothing])
    const document = signedXml({
      signer,
      references: [{ uri: '', transforms: [`${dsig}enveloped-signature`], octets: () => utf8('') }],
    })
    expect(await verdicts(document)).toEqual([nothing])
    expect(await coverage(document)).toEqual([false])
  })

  it('is refused without references', async () => {
    expect(await verdicts(signedXml({ signer, references: [] }))).toEqual([ambiguous])
  })

  it('is refused when it refers to itself', async () => {
    const whole = { uri: '', octets: () => utf8('x') }
    expect(await verdicts(signedXml({ signer, template, references: [whole] }))).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
    const info = { uri: '#S', transforms: [exclusive], octets: () => utf8('x') }
    expect(await verdicts(signedXml({ signer, template, references: [info] }))).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
  })
})

const xslt = `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/"><x/></xsl:template></xsl:stylesheet></ds:Transform>`
const xpath = (expression: string) =>
  `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath xmlns:o="urn:office">${expression}</ds:XPath></ds:Transform>`
const filter2 = (...steps: (readonly [string, string])[]) =>
  `<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">${steps.map(([kind, path]) => `<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" xmlns:o="urn:office" Filter="${kind}">${path}</f:XPath>`).join('')}</ds:Transform>`

describe('transforms', () => {
  const over = (transforms: readonly string[], octets = utf8('x')) =>
    signedXml({ signer, template, references: [{ uri: '', transforms, octets: () => octets }], properties })
  const notSupported = 'undetermined CUSTOM XML_NOT_SUPPORTED'

  it.each([
    ['XSLT', [xslt]],
    ['an unknown one', ['urn:x']],
    ['Decrypt', ['http://www.w3.org/2002/07/decrypt#XML']],
    ['an XPath that is always true', [xpath('true()')]],
    ['an XPath function', [xpath("contains(., 'x')")]],
    ['an XPath variable', [xpath('$x')]],
    ['an XPath with a numeric predicate', [xpath('ancestor-or-self::o:Order[1]')]],
    ['an XPath bomb', [xpath(`${'//*[count('.repeat(50)}1${')>0]'.repeat(50)}`)]],
    ['a long XPath', [xpath(`ancestor-or-self::${'a'.repeat(10_000)}`)]],
    ['an XPath with an unbound prefix', [xpath('ancestor-or-self::zz:Order')]],
    ['nine transforms', Array.from({ length: 9 }, () => exclusive)],
    ['nodes, octets and nodes again', [exclusive, `${dsig}enveloped-signature`]],
    ['base64 after canonicalisation', [exclusive, `${dsig}base64`]],
  ])('are from a closed list: %s is not judged', async (_, transforms) => {
    expect(await verdicts(over(transforms))).toEqual([notSupported])
  })

  it('filter by the XPath expressions that signatures use', async () => {
    const all = utf8(`<Envelope>${order}</Envelope>`)
    const one = utf8(order)
    for (const [transforms, octets] of [
      [[xpath('not(ancestor-or-self::ds:Signature)'), exclusive], all],
      [
        [
          xpath(
            'count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) &gt; count(ancestor-or-self::ds:Signature)',
          ),
          exclusive,
        ],
        all,
      ],
      [[xpath("not(ancestor-or-self::*[@Id='S'])"), exclusive], all],
      [[xpath("ancestor-or-self::o:Order[@Id='x'] and not(ancestor-or-self::ds:Signature)"), exclusive], one],
      [[filter2(['subtract', '/descendant::ds:Signature']), exclusive], all],
      [[filter2(['subtract', '//ds:Signature']), exclusive], all],
      [[filter2(['subtract', 'here()/ancestor::ds:Signature[1]']), exclusive], all],
      [[filter2(['intersect', "id('x')"]), exclusive], one],
      [[filter2(['intersect', '/Envelope/o:Order']), exclusive], one],
      [[filter2(['intersect', "//*[@Id='x']"], ['subtract', '//ds:Signature']), exclusive], one],
      [[filter2(['subtract', '/'], ['union', '//o:Order']), exclusive], one],
    ] as const)
      expect([transforms, await verdicts(over(transforms, octets))]).toEqual([transforms, ['intact ok']])
  })

  it('that leave something out leave it unsigned', async () => {
    const part = over(
      [filter2(['subtract', '//o:Amount | //ds:Signature']), exclusive],
      utf8('<Envelope><o:Order xmlns:o="urn:office" Id="x"></o:Order></Envelope>'),
    )
    expect(await verdicts(part)).toEqual([unsignedContent])
    expect(await verdicts(part.replace('<o:Amount>10<', '<o:Amount>10000<'))).toEqual([unsignedContent])
    expect(await coverage(part)).toEqual([false])
  })

  it('do not let base64 hide the elements around it', async () => {
    const value = toBase64(utf8('10'))
    const document = signedXml({
      signer,
      template: `<Envelope><Amount Id="b" currency="VND">${value}</Amount>${here}</Envelope>`,
      references: [{ uri: '#b', transforms: [`${dsig}base64`], octets: () => utf8('10') }],
      properties,
    })
    expect(await verdicts(document.replace('VND', 'USD'))).toEqual([
      'intact SIG_CONSTRAINTS_FAILURE XML_NOTHING_SIGNED',
    ])
  })
})

describe('work', () => {
  const within = async (milliseconds: number, document: string) => {
    const spentMs = processorTime()
    const found = await verdicts(document)
    expect(spentMs()).toBeLessThan(milliseconds)
    return found
  }

  it('is refused for more than a thousand references', async () => {
    const many = signedXml({ signer, template, references: [element('x')] }).replace(
      /<ds:Reference .*<\/ds:Reference>/s,
      (reference) => reference.repeat(1001),
    )
    expect(await within(2000, many)).toEqual(['undetermined CUSTOM XML_NOT_SUPPORTED'])
  })

  /** `document` with its one reference many times. */
  const repeated = (document: string, times: number) =>
    document.replace(/<ds:Reference .*<\/ds:Reference>/s, (reference) => reference.repeat(times))
  const refused = async (document: string) => {
    const spentMs = processorTime()
    await expect(verdicts(document)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    expect(spentMs()).toBeLessThan(3000)
  }

  it('is refused for a thousand references to a large document', async () => {
    const large = `<Envelope>${'<a b="c"/>'.repeat(50_000)}${here}</Envelope>`
    const reference = { uri: '', transforms: [`${dsig}enveloped-signature`], octets: () => utf8('x') }
    await refused(repeated(signedXml({ signer, template: large, references: [reference] }), 1000))
  })

  it('is refused for filters over a large document', async () => {
    const large = `<Envelope>${'<a b="c"/>'.repeat(50_000)}${here}</Envelope>`
    const step = ['intersect', '//a | //a | //a | //a'] as const
    const transforms = [filter2(step, step, step, step, step, step)]
    const reference = { uri: '', transforms, octets: () => utf8('x') }
    await refused(repeated(signedXml({ signer, template: large, references: [reference] }), 50))
  })

  it('is bounded for many signatures: a hundred are judged, and the rest is told', async () => {
    const one = signedXml({ signer, references: [element('o')], objects: '<ds:Object Id="o">x</ds:Object>' })
    const { signatures, reasons, atLeast } = await read(`<r>${one.repeat(101)}</r>`)
    expect([signatures.length, atLeast, reasons[0]?.code]).toEqual([
      100,
      'INDETERMINATE',
      'TOO_MANY_SIGNATURES',
    ])
  })

  it('is enough for a hundred signatures over a hundred parts of one document', async () => {
    const transforms = [`${dsig}enveloped-signature`, exclusive]
    const rows = '<row><a>1</a><b>2</b></row>'.repeat(50)
    const parts = Array.from({ length: 100 }, (_, i) => {
      const part = `<part xmlns="" Id="i${i}">${rows}</part>`
      return signedXml({
        signer,
        id: `S${i}`,
        template: part.replace('</part>', `${here}</part>`),
        references: [{ uri: `#i${i}`, transforms, octets: () => utf8(part.replace(' xmlns=""', '')) }],
        properties: qualifyingProperties({ signer, id: `S${i}` }),
      })
    })
    const found = await within(6000, `<batch>${parts.join('')}</batch>`)
    expect(new Set(found)).toEqual(new Set(['intact ok']))
    const forged = `<batch>${parts.join('')}<part>${rows}</part></batch>`
    expect(new Set(await verdicts(forged))).toEqual(new Set([unsignedContent]))
  })

  it('is bounded for a key with fifty thousand certificates', async () => {
    const certificate = `<ds:X509Certificate>${toBase64(signer.certificate.subarray(0, 60))}</ds:X509Certificate>`
    const many = signed.replace('<ds:X509Data>', `<ds:X509Data>${certificate.repeat(50_000)}`)
    expect(await within(3000, many)).toEqual([
      'undetermined NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_NOT_THE_NAMED',
    ])
  })

  it('takes a large base64 object in its stride', async () => {
    const octets = new Uint8Array(4 << 20).fill(65)
    const objects = `<ds:Object Id="o">${toBase64(octets)}</ds:Object>`
    const reference = { uri: '#o', transforms: [`${dsig}base64`], octets: () => octets }
    expect(await within(4000, signedXml({ signer, references: [reference], objects, properties }))).toEqual([
      'intact ok',
    ])
  })
})

describe('forms', () => {
  const plain = signedXml({ signer, template, references: [enveloped(template)] })

  it.each([
    ['two SignedInfo', /(<ds:SignedInfo>.*<\/ds:SignedInfo>)/s, '$1$1'],
    ['two SignatureValue', /(<ds:SignatureValue .*<\/ds:SignatureValue>)/s, '$1$1'],
    ['two KeyInfo', /(<ds:KeyInfo>.*<\/ds:KeyInfo>)/s, '$1$1'],
    ['something foreign', /<\/ds:KeyInfo>/, '</ds:KeyInfo><x/>'],
    ['no SignatureMethod', /<ds:SignatureMethod [^>]*>/, ''],
    ['a Reference without DigestValue', /<ds:DigestValue>[^<]*<\/ds:DigestValue>/, ''],
    ['a Reference with two DigestValues', /(<ds:DigestValue>[^<]*<\/ds:DigestValue>)/, '$1$1'],
    ['elements inside the value', /<ds:DigestValue>/, '<ds:DigestValue><x/>'],
    ['a method without Algorithm', /<ds:SignatureMethod [^>]*>/, '<ds:SignatureMethod/>'],
  ])('are strict: %s is refused', async (_, pattern, replacement) => {
    expect(await verdicts(plain.replace(pattern, replacement))).toEqual([ambiguous])
  })

  it.each([
    [
      'parameters of the digest',
      '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>',
      '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"><x/></ds:DigestMethod>',
    ],
    [
      'an HMAC output length',
      /<ds:SignatureMethod Algorithm="([^"]*)"\/>/,
      '<ds:SignatureMethod Algorithm="$1"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>',
    ],
    [
      'an unknown canonicalisation',
      `<ds:CanonicalizationMethod Algorithm="${exclusive}"/>`,
      '<ds:CanonicalizationMethod Algorithm="urn:x"/>',
    ],
  ])('have no room for %s', async (_, pattern, replacement) => {
    expect(await verdicts(plain.replace(pattern, replacement))).toEqual([
      'undetermined CUSTOM XML_NOT_SUPPORTED',
    ])
  })

  it('do not let a manifest that nobody signed speak', async () => {
    const manifest = `<ds:Object><ds:Manifest Id="m"><ds:Reference URI="#y"><ds:DigestMethod Algorithm="${sha256Uri}"/><ds:DigestValue>${sha256(utf8('x'))}</ds:DigestValue></ds:Reference></ds:Manifest></ds:Object>`
    const document = signed.replace('</ds:KeyInfo>', `</ds:KeyInfo>${manifest}`)
    expect(await verdicts(document)).toEqual([unsignedContent])
  })
})
