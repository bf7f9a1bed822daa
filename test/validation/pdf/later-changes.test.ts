// What may happen to a signed PDF (ISO 32000-2 §12.8.2) and what may not: incremental saving, shadow attacks,
// attacks on certified documents, each as a file of its own.

import { describe, expect, test } from 'vitest'
import { isServiceError } from '../../../src/errors.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import { openPdf } from '../../../src/formats/pdf/document.ts'
import { entry, isName, isStream } from '../../../src/formats/pdf/objects.ts'
import { readPdfSignatures } from '../../../src/validation/pdf/read-pdf-signatures.ts'
import {
  appearanceBody,
  appendUpdate,
  basicBodies,
  formBodies,
  makePdf,
  octets,
  signInForm,
  streamBody,
  textOfBytes,
  writeStreamPdf,
  writeTablePdf,
} from '../../fixtures/pdf.ts'

/** The changes after the first signature, `!` behind what is not permitted. */
async function changesOf(pdf: Uint8Array): Promise<readonly string[]> {
  const [signature] = (await readPdfSignatures(bytesSource(pdf))).signatures
  expect(signature?.structureFaults).toEqual([])
  return signature?.laterChanges.map((change) => `${change.kind}${change.permitted ? '' : '!'}`) ?? []
}

/** The body of object `number` of the newest revision, to be changed a little. */
async function bodyOf(pdf: Uint8Array, number: number): Promise<string> {
  const place = await (await openPdf(bytesSource(pdf))).entryOf(number)
  if (place?.kind !== 'offset') throw new Error(`object ${number} is not in the fixture`)
  const text = textOfBytes(pdf).slice(place.offset)
  return text.slice(text.indexOf('obj') + 3, text.indexOf('endobj')).trim()
}

async function changed(
  pdf: Uint8Array,
  number: number,
  from: string | RegExp,
  to: string,
): Promise<[number, string]> {
  const body = await bodyOf(pdf, number)
  const replaced = body.replace(from, to)
  if (replaced === body) throw new Error(`object ${number} of the fixture has no ${from}: ${body}`)
  return [number, replaced]
}

const form = await signInForm(makePdf('form'))
const plain = await signInForm(makePdf('table'))

/** Certified with `level` by the signature's own reference, as PDF 2.0 allows without /Perms. */
function certified(level: 1 | 2 | 3): Promise<Uint8Array> {
  return withReference(
    makePdf('form'),
    `/Reference[<</TransformMethod/DocMDP/TransformParams<</P ${level}>>>>]`,
  )
}

/** Signs with `reference` in the signature dictionary, by way of the entry /Name, which has room for any text. */
async function withReference(pdf: Uint8Array, reference: string): Promise<Uint8Array> {
  const room = reference.length - '/Name ()'.length
  const signed = textOfBytes(await signInForm(pdf, { name: 'x'.repeat(room) }))
  return octets(signed.replace(`/Name (${'x'.repeat(room)})`, reference))
}

/** A revision whose trailer names no catalog (ISO 32000-2 table 15), and that frees object 4. */
function withoutCatalog(pdf: Uint8Array): Uint8Array {
  const text = textOfBytes(appendUpdate(pdf, new Map([[4, null]])))
  const last = text.lastIndexOf('/Root 1 0 R')
  return octets(text.slice(0, last) + text.slice(last + '/Root 1 0 R'.length))
}

describe('a revision at the end without a catalog', () => {
  const damaged = expect.objectContaining({ code: 'MALFORMED_PDF' })

  test('is octets behind the signed document, which nothing permits', async () => {
    expect(await changesOf(withoutCatalog(plain))).toEqual(['trailing_data_added!'])
    expect(await changesOf(withoutCatalog(withoutCatalog(plain)))).toEqual(['trailing_data_added!'])
  })

  test('makes a file without a signature before it a damaged one', async () => {
    await expect(readPdfSignatures(bytesSource(withoutCatalog(makePdf('table'))))).rejects.toThrow(damaged)
  })

  test('cannot be what a signature says that it covers', async () => {
    const file = textOfBytes(withoutCatalog(plain))
    const more = file.replace(
      /(\/ByteRange ?\[ ?0 +\d+ +)(\d+)( +)(\d+)( *)/,
      (all: string, start: string, second: string) =>
        `${start}${second} ${file.length - Number(second)}`.padEnd(all.length),
    )
    expect(more).toHaveLength(file.length)
    expect(more).not.toBe(file)
    await expect(readPdfSignatures(bytesSource(octets(more)))).rejects.toThrow(damaged)
  })

  test('makes the file a damaged one when a further revision has a catalog again', async () => {
    const again = appendUpdate(withoutCatalog(plain), new Map())
    await expect(readPdfSignatures(bytesSource(again))).rejects.toThrow(damaged)
  })
})

describe('permitted', () => {
  test('another signature, a time-stamp, a security store', async () => {
    const second = await signInForm(form)
    const stamped = await signInForm(second, { subFilter: 'ETSI.RFC3161' })
    expect(await changesOf(stamped)).toEqual(['signature_added', 'document_timestamp_added'])
    const stored = appendUpdate(
      stamped,
      new Map([
        await changed(
          stamped,
          1,
          '/AcroForm',
          '/DSS<</Certs[50 0 R]/VRI<</0123456789ABCDEF0123456789ABCDEF01234567<</Cert[50 0 R]>>>>>>/AcroForm',
        ),
        [50, streamBody('certificate')],
      ]),
    )
    expect(await changesOf(stored)).toEqual([
      'signature_added',
      'document_timestamp_added',
      'security_store_added',
    ])
  })

  test('filling a field with its appearance', async () => {
    const value = await changed(form, 7, '(nobody)', '(Alice)')
    const filled = appendUpdate(
      form,
      new Map([
        [7, value[1].replace('10 0 R', '50 0 R')],
        [50, appearanceBody('Alice')],
      ]),
    )
    expect(await changesOf(filled)).toEqual(['form_field_filled'])
    // The appearance is overwritten in its place.
    const overwritten = appendUpdate(form, new Map([value, [10, appearanceBody('Alice')]]))
    expect(await changesOf(overwritten)).toEqual(['form_field_filled'])
  })

  test('ticking a box', async () => {
    const ticked = appendUpdate(form, new Map([await changed(form, 8, '/V/Off/AS/Off', '/V/Yes/AS/Yes')]))
    expect(await changesOf(ticked)).toEqual(['form_field_filled'])
  })

  test('metadata, and a revision that changes nothing', async () => {
    const info = appendUpdate(plain, new Map([[6, '<</Title(Other)>>']]))
    expect(await changesOf(info)).toEqual(['metadata_changed'])
    const metadata = appendUpdate(
      plain,
      new Map([
        await changed(plain, 1, '/Type', '/Metadata 50 0 R/Type'),
        [50, streamBody('<x/>', '/Type/Metadata/Subtype/XML')],
      ]),
    )
    expect(await changesOf(metadata)).toEqual(['metadata_changed'])
    expect(await changesOf(appendUpdate(plain, new Map([[4, await bodyOf(plain, 4)]])))).toEqual([
      'revision_without_effect',
    ])
    expect(await changesOf(appendUpdate(plain, new Map()))).toEqual(['revision_without_effect'])
    expect(await changesOf(appendUpdate(plain, new Map([[50, '(nobody refers to this)']])))).toEqual([
      'object_orphaned',
    ])
  })

  test('annotations, where the certification says P3', async () => {
    for (const level of [1, 2, 3] as const) {
      const pdf = await certified(level)
      const annotated = appendUpdate(
        pdf,
        new Map([
          await changed(pdf, 3, '9 0 R', '9 0 R 50 0 R'),
          [50, '<</Type/Annot/Subtype/FreeText/Rect[0 0 300 200]/Contents(Pay Mallory)>>'],
        ]),
      )
      expect(await changesOf(annotated)).toEqual([level === 3 ? 'annotation_added' : 'annotation_added!'])
    }
  })
})

describe('fields without a value of their own', () => {
  /** Signed with an object 8 of this kind over the whole page; then that object is replaced. */
  async function after(before: string, now: string): Promise<readonly string[]> {
    const widget = '/Type/Annot/Subtype/Widget/T(Agreed)/Rect[0 0 300 200]/P 3 0 R/F 4'
    const bodies = formBodies().set(8, `<<${widget}${before}>>`)
    const pdf = appendUpdate(
      await signInForm(writeTablePdf(bodies)),
      new Map([
        [8, `<<${widget}${now}>>`],
        [50, appearanceBody('Pay 100 to Mallory')],
      ]),
    )
    return changesOf(pdf)
  }

  test.each([
    [
      'a push button',
      '/FT/Btn/Ff 65536',
      '/V/Yes/AP<</N 50 0 R>>',
      ['form_field_changed!', 'field_appearance_changed!'],
    ],
    [
      'the state of a push button',
      '/FT/Btn/Ff 65536',
      '/AS/Yes/AP<</N<</Yes 50 0 R>>>>',
      ['field_appearance_changed!'],
    ],
    [
      'a field without type',
      '',
      '/V(x)/AP<</N 50 0 R>>',
      ['form_field_changed!', 'field_appearance_changed!'],
    ],
    [
      'the state of a text field',
      '/FT/Tx/V(x)',
      '/AS/Yes/AP<</N<</Yes 50 0 R>>>>',
      ['field_appearance_changed!'],
    ],
  ])('%s cannot be filled to cover a page', async (_, before, now, expected) => {
    expect(await after(before, before + now)).toEqual(expected)
  })

  test('a push button is one by what it inherits, too', async () => {
    const bodies = formBodies()
    bodies.set(8, '<</FT/Btn/Ff 65536/T(Agreed)/Kids[20 0 R]>>')
    const kid = '/T(a)/Type/Annot/Subtype/Widget/Parent 8 0 R/Rect[0 0 300 200]/P 3 0 R/F 4'
    bodies.set(20, `<<${kid}>>`)
    const pdf = await signInForm(writeTablePdf(bodies))
    const filled = appendUpdate(
      pdf,
      new Map([
        [20, `<<${kid}/V/Yes/AP<</N 50 0 R>>>>`],
        [50, appearanceBody('Pay 100 to Mallory')],
      ]),
    )
    expect(await changesOf(filled)).toEqual(['form_field_changed!', 'field_appearance_changed!'])
  })
})

describe('terms of the signatures', () => {
  test('P1 forbids filling and signing, but neither time-stamps nor a security store', async () => {
    const pdf = await certified(1)
    const filled = appendUpdate(pdf, new Map([await changed(pdf, 7, '(nobody)', '(Alice)')]))
    expect(await changesOf(filled)).toEqual(['form_field_filled!'])
    expect(await changesOf(await signInForm(pdf, { subFilter: 'ETSI.RFC3161' }))).toEqual([
      'document_timestamp_added',
    ])
    await expect(signInForm(pdf)).rejects.toThrow(/no changes allowed/)
  })

  test('P2 permits filling and signing', async () => {
    const pdf = await certified(2)
    const filled = appendUpdate(pdf, new Map([await changed(pdf, 7, '(nobody)', '(Alice)')]))
    expect(await changesOf(filled)).toEqual(['form_field_filled'])
    expect(await changesOf(await signInForm(pdf))).toEqual(['signature_added'])
  })

  test.each([
    ['<</Action/Include/Fields[(Name)]>>', 'form_field_filled!'],
    ['<</Action/Include/Fields[(Nam)]>>', 'form_field_filled'],
    ['<</Action/Exclude/Fields[(Name)]>>', 'form_field_filled'],
    ['<</Action/Exclude/Fields[(Agreed)]>>', 'form_field_filled!'],
    ['<</Action/All>>', 'form_field_filled!'],
    ['<</Action/Nonsense>>', 'form_field_filled!'],
  ])('FieldMDP %s', async (parameters, expected) => {
    const pdf = await withReference(
      makePdf('form'),
      `/Reference[<</TransformMethod/FieldMDP/TransformParams${parameters}>>]`,
    )
    const filled = appendUpdate(pdf, new Map([await changed(pdf, 7, '(nobody)', '(Alice)')]))
    expect(await changesOf(filled)).toEqual([expected])
  })
})

describe('incremental saving: an update without a signature', () => {
  test('other content on the page', async () => {
    const inPlace = appendUpdate(
      plain,
      new Map([[4, streamBody('BT /F1 18 Tf 20 100 Td (Pay 999 to Mallory) Tj ET')]]),
    )
    expect(await changesOf(inPlace)).toEqual(['page_content_changed!'])
    const pointed = appendUpdate(
      plain,
      new Map([await changed(plain, 3, '/Contents 4 0 R', '/Contents 50 0 R'), [50, streamBody('')]]),
    )
    expect(await changesOf(pointed)).toEqual(['page_content_changed!'])
  })

  test('another page, other page boxes, other resources', async () => {
    const pages = await changed(plain, 2, '[3 0 R]', '[3 0 R 50 0 R]')
    const added = appendUpdate(plain, new Map([pages, [50, await bodyOf(plain, 3)]]))
    expect(await changesOf(added)).toEqual(['page_tree_changed!'])
    const cropped = appendUpdate(
      plain,
      new Map([await changed(plain, 3, '/MediaBox [0 0 300 200]', '/MediaBox [0 0 30 20]')]),
    )
    expect(await changesOf(cropped)).toEqual(['page_changed!'])
    const font = appendUpdate(plain, new Map([[5, '<</Type/Font/Subtype/Type3>>']]))
    expect(await changesOf(font)).toEqual(['page_resources_changed!'])
  })

  test('an action when the document opens', async () => {
    const acting = appendUpdate(
      plain,
      new Map([await changed(plain, 1, '/Type', '/OpenAction<</S/JavaScript/JS(app.alert())>>/Type')]),
    )
    expect(await changesOf(acting)).toEqual(['document_action_changed!'])
  })

  test('another catalog', async () => {
    const other = appendUpdate(plain, new Map([[50, await bodyOf(plain, 1)]]), { root: 50 })
    expect(await changesOf(other)).toContain('catalog_replaced!')
  })

  test('an annotation over the page, with or without a signature after it', async () => {
    const annotated = appendUpdate(
      form,
      new Map([
        await changed(form, 3, '9 0 R', '9 0 R 50 0 R'),
        [50, '<</Type/Annot/Subtype/FreeText/Rect[0 0 300 200]>>'],
      ]),
    )
    expect(await changesOf(annotated)).toEqual(['annotation_added!'])
    expect(await changesOf(await signInForm(annotated))).toEqual(['annotation_added!', 'signature_added'])
  })

  test('taking the field of the signature away', async () => {
    const removed = appendUpdate(form, new Map([await changed(form, 1, / \d+ 0 R\](?=\/DA)/, ']')]))
    expect(await changesOf(removed)).toContain('form_field_removed!')
  })

  test('an object that no cross-reference lists, for readers that search for objects', async () => {
    const raw = '4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n'
    expect(await changesOf(appendUpdate(plain, new Map([[6, '<<>>']]), { raw }))).toEqual([
      'unlisted_data_added!',
      'metadata_changed',
    ])
    expect(await changesOf(appendUpdate(plain, new Map([[6, '<<>>']]), { raw: '% a remark\n' }))).toEqual([
      'metadata_changed',
    ])
  })

  test('another widget for a field that exists', async () => {
    const widened = appendUpdate(
      form,
      new Map([
        await changed(form, 7, '/T(', '/Kids[50 0 R]/T('),
        [50, '<</Type/Annot/Subtype/Widget/Rect[0 0 300 200]>>'],
      ]),
    )
    expect(await changesOf(widened)).toEqual(['form_field_changed!'])
  })

  test('a key twice in what was written anew', async () => {
    const twice = appendUpdate(
      plain,
      new Map([
        await changed(plain, 3, '/Contents 4 0 R', '/Contents 4 0 R/Contents 50 0 R'),
        [50, streamBody('')],
      ]),
    )
    expect((await changesOf(twice)).some((change) => change.endsWith('!'))).toBe(true)
  })
})

describe('shadow attacks: the signer saw what the attacker prepared', () => {
  test('hide: an overlay is freed or emptied', async () => {
    const bodies = formBodies()
    bodies.set(3, (bodies.get(3) ?? '').replace('/Font<<', '/XObject<</Over 11 0 R>>/Font<<'))
    bodies.set(11, streamBody('1 1 1 rg 0 0 300 200 re f', '/Type/XObject/Subtype/Form/BBox[0 0 300 200]'))
    const signed = await signInForm(writeTablePdf(bodies))
    expect(await changesOf(appendUpdate(signed, new Map([[11, null]])))).toEqual(['page_resources_changed!'])
    expect(await changesOf(appendUpdate(signed, new Map([[11, streamBody('', '/Subtype/Form')]])))).toEqual([
      'page_resources_changed!',
    ])
  })

  test('replace: the looks of a field change without its value', async () => {
    const looks = appendUpdate(form, new Map([[10, appearanceBody('Mallory')]]))
    expect((await changesOf(looks)).every((change) => change.endsWith('!'))).toBe(true)
    const pointed = appendUpdate(
      form,
      new Map([await changed(form, 7, '10 0 R', '50 0 R'), [50, appearanceBody('Mallory')]]),
    )
    expect(await changesOf(pointed)).toEqual(['field_appearance_changed!'])
  })

  test('replace: viewers are told to draw values instead of appearances', async () => {
    const regenerated = appendUpdate(
      form,
      new Map([await changed(form, 1, '/DA', '/NeedAppearances true/DA')]),
    )
    expect(await changesOf(regenerated)).toEqual(['form_changed!'])
  })

  test('replace: a font that the form lends to everything', async () => {
    const font = appendUpdate(form, new Map([[5, '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>']]))
    expect((await changesOf(font)).some((change) => change.endsWith('!'))).toBe(true)
  })

  test('hide and replace: a font that a signed value without an appearance waits for', async () => {
    const digits = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[48/nine/eight]>>>>'
    const withFont = async (bodies: Map<number, string>) => {
      const signed = await signInForm(writeTablePdf(bodies))
      const grown = await changed(signed, 1, '/F1 5 0 R>>', '/F1 5 0 R/F9 50 0 R>>')
      return changesOf(appendUpdate(signed, new Map([grown, [50, digits]])))
    }
    const bodies = formBodies()
    const shown = bodies.get(7) ?? ''
    const unshown = shown.replace('/AP<</N 10 0 R>>', '')
    bodies.set(7, `${unshown.slice(0, -2)}/DA(0 g /F9 12 Tf)>>`)
    expect(await withFont(bodies)).toContain('form_field_changed!')
    bodies.set(7, unshown).set(1, (bodies.get(1) ?? '').replace('/DA(/F1 12', '/DA(/F9 12'))
    expect(await withFont(bodies)).toContain('form_field_changed!')
    // Who has an appearance, or names another font, does not wait for it.
    expect(await withFont(formBodies().set(7, unshown))).toEqual(['form_resources_changed'])
    bodies.set(7, shown)
    expect(await withFont(bodies)).toEqual(['form_resources_changed'])
  })

  test('hide and replace: a dangling reference is filled', async () => {
    const bodies = basicBodies()
    bodies.set(3, (bodies.get(3) ?? '').replace('/Contents 4 0 R', '/Contents[4 0 R 40 0 R]'))
    const signed = await signInForm(writeTablePdf(bodies))
    const filled = appendUpdate(signed, new Map([[40, streamBody('(Pay Mallory) Tj')]]))
    expect(await changesOf(filled)).toEqual(['dangling_reference_filled!'])
  })

  test('hide and replace: an unused object takes its turn', async () => {
    const bodies = basicBodies()
    bodies.set(7, '<</Type/Catalog/Pages 8 0 R>>')
    bodies.set(8, '<</Type/Pages/Kids[]/Count 0>>')
    const signed = await signInForm(writeTablePdf(bodies))
    expect(await changesOf(appendUpdate(signed, new Map(), { root: 7 }))).toContain('catalog_replaced!')
    expect(
      await changesOf(appendUpdate(signed, new Map([[8, '<</Type/Pages/Kids[3 0 R]/Count 1>>']]))),
    ).toEqual(['unused_object_replaced!'])
  })

  test('a field that is also a node of the page tree, or the state of layers', async () => {
    const bodies = (root: string, node: string) =>
      basicBodies()
        .set(1, `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${node}]>>>>`)
        .set(2, root)
        .set(3, '<</Type/Page/T(a)/Parent 2 0 R/Contents 4 0 R>>')
    const tree = '/Count 2/MediaBox[0 0 300 200]/Resources<</Font<</F1 5 0 R>>>>'
    const page: [number, string] = [50, '<</Type/Page/FT/Sig/T(b)/Parent 2 0 R/Contents 51 0 R>>']
    const content: [number, string] = [51, streamBody('BT /F1 18 Tf 20 100 Td (Pay 999 to Mallory) Tj ET')]
    const flat = await signInForm(writeTablePdf(bodies(`<</Type/Pages/T(f)/Kids[3 0 R]${tree}>>`, '2 0 R')))
    const longer = await changed(flat, 2, '[3 0 R]', '[3 0 R 50 0 R]')
    expect(await changesOf(appendUpdate(flat, new Map([longer, page, content])))).toContain(
      'page_tree_changed!',
    )
    const nested = bodies(`<</Type/Pages/Kids[20 0 R]${tree}>>`, '20 0 R')
    nested.set(20, '<</Type/Pages/T(f)/Parent 2 0 R/Kids[3 0 R]/Count 2>>')
    const deep = await signInForm(writeTablePdf(nested))
    const deeper: [number, string] = [20, '<</Type/Pages/T(f)/Parent 2 0 R/Kids[3 0 R 50 0 R]/Count 2>>']
    expect(await changesOf(appendUpdate(deep, new Map([deeper, page, content])))).toContain('page_changed!')

    const layered = formBodies().set(30, '<</Type/OCG/Name(terms)/Usage<</View<</ViewState/OFF>>>>>>')
    layered.set(
      1,
      (layered.get(1) ?? '').replace('/AcroForm', '/OCProperties<</OCGs[30 0 R]/D 8 0 R>>/AcroForm'),
    )
    const pdf = await signInForm(writeTablePdf(layered))
    const states = '/AS[<</Event/View/Category[/View]/OCGs[30 0 R]>>]'
    expect(await changesOf(appendUpdate(pdf, new Map([await changed(pdf, 8, '/AS/Off', states)])))).toContain(
      'catalog_changed!',
    )
  })

  test('hide and replace: what an object stream is decoded with', async () => {
    const compressed = { predicted: false, compressed: [5], entries: '/DecodeParms 20 0 R' }
    const parameters = '<</Predictor 1>>'
    const without = await signInForm(writeStreamPdf(basicBodies(), compressed))
    const filled = appendUpdate(without, new Map([[20, '<</Predictor 12/Columns 40>>']]))
    expect(await changesOf(filled)).toEqual(['dangling_reference_filled!'])
    const bodies = basicBodies().set(20, parameters)
    const freed = appendUpdate(await signInForm(writeStreamPdf(bodies, compressed)), new Map([[20, null]]))
    expect(await changesOf(freed)).toEqual(['object_stream_replaced!'])
  })

  test('an object whose place lies beyond the signed revision is not one of it', async () => {
    const place = 9000
    const text = textOfBytes(writeTablePdf(basicBodies()))
    const row = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n`
    const signed = await signInForm(octets(text.replace(row(text.indexOf('4 0 obj')), row(place))))
    const padded = octets(`${textOfBytes(signed).padEnd(place - 1)}\n`)
    const late = `4 0 obj\n${streamBody('(Pay Mallory) Tj')}\nendobj\n`
    const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(textOfBytes(signed))?.[1]
    const attacked = octets(
      `${textOfBytes(padded)}${late}xref\n0 1\n0000000000 65535 f\r\n4 1\n${row(place)}\r\n` +
        `trailer\n<</Size 20/Root 1 0 R/Info 6 0 R/Prev ${previous}>>\nstartxref\n${place + late.length}\n%%EOF\n`,
    )
    await expect(readPdfSignatures(bytesSource(attacked))).rejects.toThrow(
      'reaches beyond the end of revision 2',
    )
  })

  test('a stream of the signed revision does not reach over its end', async () => {
    const bodies = basicBodies()
    bodies.set(4, (bodies.get(4) ?? '').replace(/Length \d+/, 'Length 4000'))
    const signed = await signInForm(writeTablePdf(bodies))
    const text = textOfBytes(signed)
    const end = text.indexOf('stream\n', text.indexOf('4 0 obj')) + 7 + 4000
    // A new stream around the place makes the new octets listed ones.
    const head = '50 0 obj\n<</Length 00000>>\nstream\n'
    const length = end - signed.length - head.length
    const attacked = appendUpdate(
      signed,
      new Map([
        [50, `<</Length ${String(length).padStart(5, '0')}>>\nstream\n${' '.repeat(length)}\nendstream`],
      ]),
    )
    await expect(readPdfSignatures(bytesSource(attacked))).rejects.toThrow(
      'reaches beyond the end of revision 2',
    )
  })

  test('hide: a trailer whose /Size leaves objects out', async () => {
    const text = textOfBytes(appendUpdate(plain, new Map()))
    const at = text.lastIndexOf('/Size ')
    const attacked = octets(text.slice(0, at) + text.slice(at).replace(/Size \d+/, 'Size 4'))
    expect(await changesOf(attacked)).toEqual(['objects_hidden!'])
  })

  test('hide: a table that frees what the stream of the hybrid keeps', async () => {
    const place = (await openPdf(bytesSource(plain))).entryOf(4)
    const entry = await place
    if (entry?.kind !== 'offset') throw new Error('the content of the fixture is compressed')
    const size = plain.length
    const data = [1, entry.offset >> 8, entry.offset & 255, 0]
      .map((octet) => String.fromCharCode(octet))
      .join('')
    const stream = `60 0 obj\n${streamBody(data, '/Type/XRef/Size 61/W[1 2 1]/Index[4 1]/Root 1 0 R')}\nendobj\n`
    const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(textOfBytes(plain))?.[1]
    const attacked = octets(
      `${textOfBytes(plain)}${stream}xref\n0 1\n0000000000 65535 f\r\n4 1\n0000000000 00001 f\r\n` +
        `trailer\n<</Size 61/Root 1 0 R/Info 6 0 R/Prev ${previous}/XRefStm ${size}>>\n` +
        `startxref\n${size + stream.length}\n%%EOF\n`,
    )
    expect(await changesOf(attacked)).toEqual(['page_content_changed!'])
  })

  test.each(['page', 'node of the page tree', 'annotation'])(
    'a form field that is also a resource of a %s is not filled, but drawn with',
    async (holder) => {
      const bodies = formBodies()
      const field = (value: number) =>
        `<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/V ${value} 0 R/Rect[20 20 120 40]/P 3 0 R/F 4/AP<</N 10 0 R>>>>`
      const into = (number: number) =>
        bodies.set(number, (bodies.get(number) ?? '').replace(/>>$/, '/Resources<</XObject 7 0 R>>>>'))
      const page = (bodies.get(3) ?? '').replace(/\/Resources<<.*?>>>>/, '')
      bodies.set(3, page).set(7, field(10))
      if (holder === 'page') into(3)
      else if (holder === 'annotation') {
        bodies.set(3, page.replace('9 0 R]', '9 0 R 11 0 R]'))
        bodies.set(11, '<</Type/Annot/Subtype/Stamp/Rect[0 0 300 200]/AP<</N 14 0 R>>>>')
        bodies.set(14, streamBody('/V Do', '/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject 7 0 R>>'))
      } else into(2)
      const signed = await signInForm(writeTablePdf(bodies))
      const filled = appendUpdate(
        signed,
        new Map([
          [7, field(50)],
          [50, appearanceBody('Pay Mallory')],
        ]),
      )
      const changes = await changesOf(filled)
      expect(changes).toContain('form_field_filled')
      expect(changes).toContain(
        holder === 'annotation' ? 'annotation_resources_changed!' : 'page_resources_changed!',
      )
    },
  )

  test('a permitted change cannot carry a forbidden one along', async () => {
    const both = appendUpdate(
      form,
      new Map([await changed(form, 7, '(nobody)', '(Alice)'), [4, streamBody('(Pay Mallory) Tj')]]),
    )
    expect([...(await changesOf(both))].sort()).toEqual(['form_field_filled', 'page_content_changed!'])
  })

  test('an appearance that is also the content of the page is the content of the page', async () => {
    const bodies = formBodies()
    bodies.set(3, (bodies.get(3) ?? '').replace('/Contents 4 0 R', '/Contents[4 0 R 10 0 R]'))
    const signed = await signInForm(writeTablePdf(bodies))
    const filled = appendUpdate(
      signed,
      new Map([await changed(signed, 7, '(nobody)', '(Alice)'), [10, appearanceBody('Pay Mallory')]]),
    )
    expect([...(await changesOf(filled))].sort()).toEqual(['form_field_filled', 'page_content_changed!'])
  })

  test('a security store that is also the content of the page', async () => {
    const bodies = basicBodies()
    bodies.set(1, '<</Type/Catalog/Pages 2 0 R/DSS<</Certs 8 0 R>>>>')
    bodies.set(3, (bodies.get(3) ?? '').replace('/Contents 4 0 R', '/Contents 8 0 R'))
    bodies.set(8, '[4 0 R]')
    const signed = await signInForm(writeTablePdf(bodies))
    const grown = appendUpdate(
      signed,
      new Map([
        [8, '[4 0 R 50 0 R]'],
        [50, streamBody('(Pay Mallory) Tj')],
      ]),
    )
    expect([...(await changesOf(grown))].sort()).toEqual(['page_content_changed!', 'security_store_added'])
  })
})

describe('attacks on certified files (EAA, SSA)', () => {
  test('a signature that was valid elsewhere is shown at a new place', async () => {
    const value = /\/V (\d+) 0 R/.exec(await bodyOf(form, 12))?.[1]
    const recycled = appendUpdate(
      form,
      new Map([
        await changed(form, 1, /\](?=\/DA)/, ' 50 0 R]'),
        await changed(form, 3, '/Annots [', '/Annots [50 0 R '),
        [50, `<</Type/Annot/Subtype/Widget/FT/Sig/T(Again)/V ${value} 0 R/Rect[0 0 300 200]>>`],
      ]),
    )
    expect(await changesOf(recycled)).toContain('signature_recycled!')
  })

  test('a new text field, or an empty signature field that draws', async () => {
    const withField = async (field: string): Promise<readonly string[]> =>
      changesOf(
        appendUpdate(
          form,
          new Map([
            await changed(form, 1, /\](?=\/DA)/, ' 50 0 R]'),
            await changed(form, 3, '/Annots [', '/Annots [50 0 R '),
            [50, field],
            [51, appearanceBody('Pay Mallory')],
          ]),
        ),
      )
    expect(await withField('<</Type/Annot/Subtype/Widget/FT/Tx/T(More)/Rect[0 0 300 200]>>')).toContain(
      'form_field_added!',
    )
    expect(
      await withField('<</Type/Annot/Subtype/Widget/FT/Sig/T(More)/Rect[0 0 300 200]/AP<</N 51 0 R>>>>'),
    ).toContain('form_field_added!')
    expect(
      await withField(
        '<</Type/Annot/Subtype/Widget/FT/Sig/T(More)/Rect[0 0 9 9]/AA<</E<</S/JavaScript/JS(x)>>>>>>',
      ),
    ).toContain('form_field_added!')
    const empty = '/Type/Annot/Subtype/Widget/FT/Sig/T(More)'
    // Poppler draws a background for a field without appearance.
    expect(await withField(`<<${empty}/Rect[0 0 300 200]/MK<</BG[1 1 1]>>>>`)).toContain('form_field_added!')
    for (const harmless of ['/Rect[0 0 9 9]', '/Rect[0 0 9 9]/MK<</R 90>>', '/Rect[0 0 0 0]/MK<</BG[1]>>']) {
      expect(await withField(`<<${empty}${harmless}>>`)).toEqual(['signature_field_added'])
    }
  })

  test('a time-stamp, by its type or its filter, that shows something', async () => {
    const bodies = formBodies()
    bodies.set(9, (bodies.get(9) ?? '').replace('[150 20 250 60]', '[0 0 300 200]'))
    const signed = await signInForm(writeTablePdf(bodies))
    const stamped = await signInForm(signed, {
      subFilter: 'ETSI.RFC3161',
      fieldName: 'Approval',
    })
    expect(await changesOf(stamped)).toEqual(['visible_timestamp_added!'])
    const asSignature = octets(textOfBytes(stamped).replace('/Type /DocTimeStamp', '/Type /Sig         '))
    expect(await changesOf(asSignature)).toEqual(['visible_timestamp_added!'])
  })

  test('a signed field is moved, or its looks are replaced', async () => {
    const bodies = formBodies()
    bodies.set(9, (bodies.get(9) ?? '').replace('/F 4', '/F 4/AP<</N 10 0 R>>'))
    const signed = await signInForm(writeTablePdf(bodies), { fieldName: 'Approval' })
    const moved = appendUpdate(
      signed,
      new Map([await changed(signed, 9, '/Rect [150 20 250 60]', '/Rect [0 0 300 200]')]),
    )
    expect(await changesOf(moved)).toEqual(['form_field_changed!'])
    const redrawn = appendUpdate(
      signed,
      new Map([await changed(signed, 9, '10 0 R', '50 0 R'), [50, appearanceBody('Void')]]),
    )
    expect(await changesOf(redrawn)).toEqual(['field_appearance_changed!'])
  })

  test('the signature dictionary itself is overwritten', async () => {
    const value = Number(/\/V (\d+) 0 R/.exec(await bodyOf(form, 12))?.[1])
    const overwritten = appendUpdate(
      form,
      new Map([[value, (await bodyOf(form, value)).replace('20261122', '20201122')]]),
    )
    const { signatures } = await readPdfSignatures(bytesSource(overwritten))
    expect(signatures.some((signature) => signature.laterChanges.some((change) => !change.permitted))).toBe(
      true,
    )
  })
})

describe('whatever object is replaced by whatever', () => {
  const replacements = [
    'null',
    '7',
    '<<>>',
    '[4 0 R 5 0 R]',
    '<</Type/Page/Contents 4 0 R>>',
    streamBody('(Pay Mallory) Tj'),
  ]

  test.each(['table', 'form', 'form-indirect', 'object-streams', 'hybrid', 'nested-pages'] as const)(
    '%s: nobody calls it permitted',
    async (kind) => {
      const signed = await signInForm(makePdf(kind))
      const document = await openPdf(bytesSource(signed))
      for (let number = 1; number < 30; number++) {
        const value = await document.resolve({ kind: 'ref', number, generation: 0 })
        // The information dictionary may change; a cross-reference stream is no object that anything refers to.
        const isXref = isStream(value) && isName(entry(value.dict, 'Type'), 'XRef')
        if (value === null || number === 6 || isXref) continue
        for (const replacement of [null, ...replacements]) {
          const update = appendUpdate(signed, new Map([[number, replacement]]))
          expect(await accepts(update), `object ${number} becomes ${replacement}`).toBe(false)
        }
      }
    },
  )

  async function accepts(pdf: Uint8Array): Promise<boolean> {
    try {
      const { signatures } = await readPdfSignatures(bytesSource(pdf))
      return signatures.every(
        (one) => one.structureFaults.length === 0 && one.laterChanges.every((change) => change.permitted),
      )
    } catch (error) {
      if (isServiceError(error)) return false
      throw error
    }
  }
})
