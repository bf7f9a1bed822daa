// Signing by incremental update, ISO 32000-2 §12.8 and EN 319 142-1: every kind of file, never a rewrite.

import { createHash } from 'node:crypto'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { isServiceError } from '../../../src/errors.ts'
import { type ByteSource, bytesSource } from '../../../src/formats/byte-source.ts'
import { embedPdfSignature } from '../../../src/formats/pades/embed-pdf-signature.ts'
import {
  type PdfSignatureOptions,
  preparePdfSignature,
} from '../../../src/formats/pades/prepare-pdf-signature.ts'
import { openPdf } from '../../../src/formats/pdf/document.ts'
import { formFields } from '../../../src/formats/pdf/form-fields.ts'
import { pdfRef } from '../../../src/formats/pdf/objects.ts'
import { writeObject } from '../../../src/formats/pdf/write-object.ts'
import { readPdfSignatures } from '../../../src/validation/pdf/read-pdf-signatures.ts'
import {
  appendUpdate,
  basicBodies,
  formBodies,
  joinedSource,
  makeLargePdf,
  makePdf,
  pdfKinds,
  signInForm,
  sparsePdf,
  textOfBytes,
  tokenCms,
  writeTablePdf,
} from '../../fixtures/pdf.ts'

const options: PdfSignatureOptions = {
  subFilter: 'ETSI.CAdES.detached',
  reservedBytes: 2048,
  signingTime: new Date('2026-11-22T07:00:00Z'),
}

async function refusal(
  pdf: Uint8Array | ByteSource,
  changed: Partial<PdfSignatureOptions> = {},
): Promise<string> {
  try {
    await preparePdfSignature(pdf instanceof Uint8Array ? bytesSource(pdf) : pdf, { ...options, ...changed })
    return 'accepted'
  } catch (error) {
    return isServiceError(error) ? `${error.code}: ${error.message}` : `crashed: ${error}`
  }
}

describe('every kind of file', () => {
  test.each(pdfKinds)(
    '%s: the original octets are a prefix and the signature covers the whole file',
    async (kind) => {
      const original = makePdf(kind)
      const signed = await signInForm(original)
      expect(Buffer.from(signed.subarray(0, original.length)).equals(Buffer.from(original))).toBe(true)
      const reading = await readPdfSignatures(bytesSource(signed))
      expect(reading.signatures).toHaveLength(1)
      expect(reading.signatures[0]).toMatchObject({
        fieldName: 'Signature1',
        subFilter: 'ETSI.CAdES.detached',
        isDocumentTimestamp: false,
        contents: tokenCms,
        revision: 2,
        revisionCount: 2,
        coversWholeDocument: true,
        structureFaults: [],
        laterChanges: [],
        claimedSigningTime: options.signingTime,
      })
    },
  )

  test.each(pdfKinds)(
    '%s: ten signatures in sequence, each still covers its revision, each change is permitted',
    async (kind) => {
      let pdf = makePdf(kind)
      for (let i = 0; i < 10; i++) pdf = await signInForm(pdf)
      const reading = await readPdfSignatures(bytesSource(pdf))
      expect(reading.signatures.map((signature) => signature.fieldName)).toEqual(
        Array.from({ length: 10 }, (_, i) => `Signature${i + 1}`),
      )
      reading.signatures.forEach((signature, index) => {
        expect(signature.structureFaults).toEqual([])
        expect(signature.revision).toBe(index + 2)
        expect(signature.coversWholeDocument).toBe(index === 9)
        expect(signature.laterChanges.map((change) => `${change.kind} ${change.permitted}`)).toEqual(
          Array.from({ length: 9 - index }, () => 'signature_added true'),
        )
      })
    },
  )

  test('the cross-reference is of the kind that the file has', async () => {
    for (const kind of pdfKinds) {
      const document = await openPdf(bytesSource(await signInForm(makePdf(kind))))
      const [before, after] = document.revisions.map((revision) => revision.sections[0]?.kind)
      expect(after, kind).toBe(before === 'stream' ? 'stream' : 'table')
    }
  })

  test.each([true, false])('what pdf-lib writes, object streams: %s', async (useObjectStreams) => {
    const made = await PDFDocument.create()
    made.addPage().drawText('Made by pdf-lib')
    made.addPage()
    made.getForm().createTextField('Name').setText('somebody')
    const signed = await signInForm(await made.save({ useObjectStreams }))
    const reading = await readPdfSignatures(bytesSource(signed))
    expect(reading.signatures[0]).toMatchObject({ coversWholeDocument: true, structureFaults: [] })
  })
})

describe('what is written', () => {
  test('digest and embedding agree with the ranges', async () => {
    const original = makePdf('form')
    const prepared = await preparePdfSignature(bytesSource(original), options)
    const whole = Buffer.concat([original, embedPdfSignature(prepared, tokenCms)])
    const [, firstLength, second, secondLength] = prepared.byteRange
    expect(prepared.contentsOffset).toBe(firstLength)
    expect(whole.subarray(firstLength, second).toString('latin1')).toMatch(/^<300302012a0+>$/)
    const expected = createHash('sha256')
      .update(whole.subarray(0, firstLength))
      .update(whole.subarray(second, second + secondLength))
      .digest()
    expect(Buffer.from(await prepared.digestSignedBytes('sha-256')).equals(expected)).toBe(true)
    const reading = await readPdfSignatures(bytesSource(whole))
    const digest = await reading.signatures[0]?.digestSignedBytes('sha-256')
    expect(Buffer.from(digest ?? []).equals(expected)).toBe(true)
  })

  test('texts in any script come back as they were given', async () => {
    const signed = await signInForm(makePdf('table'), {
      reason: 'Phê duyệt (lần 2)',
      location: 'Hà Nội',
      name: 'A \\ B',
    })
    const text = textOfBytes(signed)
    expect(text).toContain('/Name (A \\\\ B)')
    const reason = Buffer.from(`\ufeffPhê duyệt (lần 2)`, 'utf16le').swap16().toString('hex')
    expect(text).toContain(`/Reason <${reason}>`)
  })

  test('a document time-stamp has its type and no time of its own', async () => {
    const signed = await signInForm(makePdf('stream'), { subFilter: 'ETSI.RFC3161' })
    const reading = await readPdfSignatures(bytesSource(signed))
    expect(reading.signatures[0]).toMatchObject({
      isDocumentTimestamp: true,
      subFilter: 'ETSI.RFC3161',
      claimedSigningTime: null,
      structureFaults: [],
    })
  })

  test('existing form entries, fields and annotations stay', async () => {
    const signed = await signInForm(makePdf('form-indirect'))
    const document = await openPdf(bytesSource(signed))
    expect((await formFields(document)).map((field) => field.name)).toEqual([
      'Name',
      'Agreed',
      'Approval',
      'Signature1',
    ])
    expect(writeObject(await document.resolve(pdfRef(11)))).toBe(
      '<</Fields 13 0 R/SigFlags 3/NeedAppearances false/XFA []>>',
    )
    expect(writeObject(await document.resolve(pdfRef(12)))).toMatch(/^\[7 0 R 8 0 R 9 0 R \d+ 0 R\]$/)
  })

  test.each([
    ['a seed value that is required', '/SV<</Type/SV/SubFilter[/adbe.pkcs7.detached]/Ff 2>>'],
    ['a certificate that is required', '/SV<</Type/SV/Cert<</Type/SVCert/Ff 1/Subject[()]>>>>'],
    ['a certification', '/SV<</Type/SV/MDP<</P 2>>>>'],
    ['a lock of the whole document', '/Lock<</Action/All/P 1>>'],
  ])('an existing empty field is not filled where it demands %s', async (_, demand) => {
    const bodies = formBodies()
    bodies.set(9, `<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/Rect[0 0 0 0]/P 3 0 R${demand}>>`)
    expect(await refusal(writeTablePdf(bodies), { fieldName: 'Approval' })).toMatch(
      /^UNSUPPORTED_FORMAT: the field Approval demands more/,
    )
    const wishes = demand.replace(/Ff \d/, 'Ff 0').replace(/\/P \d/, '')
    bodies.set(9, `<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/Rect[0 0 0 0]/P 3 0 R${wishes}>>`)
    expect(await refusal(writeTablePdf(bodies), { fieldName: 'Approval' })).toBe('accepted')
  })

  test('an existing empty field is filled and its lock becomes a FieldMDP', async () => {
    const bodies = formBodies()
    bodies.set(
      9,
      '<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/Rect[150 20 250 60]/P 3 0 R/F 4/Lock<</Action/Include/Fields[(Name)]>>>>',
    )
    const signed = await signInForm(writeTablePdf(bodies), { fieldName: 'Approval' })
    const reading = await readPdfSignatures(bytesSource(signed))
    expect(reading.signatures).toHaveLength(1)
    expect(reading.signatures[0]).toMatchObject({
      fieldName: 'Approval',
      structureFaults: [],
      coversWholeDocument: true,
    })
    expect(textOfBytes(signed)).toContain('/TransformMethod /FieldMDP')
    const filled = appendUpdate(
      signed,
      new Map([[7, formBodies().get(7)?.replace('nobody', 'Mallory') ?? '']]),
    )
    const later = (await readPdfSignatures(bytesSource(filled))).signatures[0]?.laterChanges
    expect(later).toEqual([{ revision: 3, kind: 'form_field_filled', permitted: false }])
  })

  test('the field gets the name that was asked for, else the first that is free', async () => {
    const bodies = formBodies()
    bodies.set(7, '<</Type/Annot/Subtype/Widget/FT/Tx/T(Signature1)/Rect[20 20 120 40]/P 3 0 R>>')
    const signed = await signInForm(await signInForm(writeTablePdf(bodies), { fieldName: 'Leader' }))
    const reading = await readPdfSignatures(bytesSource(signed))
    expect(reading.signatures.map((signature) => signature.fieldName)).toEqual(['Leader', 'Signature2'])
  })

  test('the version and the ESIC extension are stated in an unsigned file and left alone in a signed one', async () => {
    const first = await signInForm(makePdf('table-1.3'))
    const second = await signInForm(first)
    const catalog = await (await openPdf(bytesSource(first))).catalog()
    expect(writeObject(catalog)).toContain(
      '/Version /1.7/Extensions <</ESIC <</BaseVersion /1.7/ExtensionLevel 1>>>>',
    )
    expect(textOfBytes(second.subarray(first.length))).not.toContain(
      '/Extensions <</ESIC <</BaseVersion /1.7/ExtensionLevel 5',
    )
  })
})

describe('large files', () => {
  test('a file of 300 MB is prepared and read in constant memory', async () => {
    const source = sparsePdf(300 << 20)
    const prepared = await preparePdfSignature(source, options)
    expect(prepared.appended.length).toBeLessThan(10_000)
    expect(source.largestRead()).toBeLessThanOrEqual(1 << 16)
    const signed = joinedSource(source, embedPdfSignature(prepared, tokenCms))
    const before = process.memoryUsage()
    const reading = await readPdfSignatures(signed)
    expect(reading.signatures[0]).toMatchObject({ coversWholeDocument: true, structureFaults: [] })
    const digest = await reading.signatures[0]?.digestSignedBytes('sha-256')
    expect(Buffer.from(digest ?? []).equals(await prepared.digestSignedBytes('sha-256'))).toBe(true)
    expect(source.largestRead()).toBeLessThanOrEqual(1 << 20)
    const after = process.memoryUsage()
    expect(after.rss - before.rss).toBeLessThan(200 << 20)
  })

  test('a large file signs as a small one does', async () => {
    const signed = await signInForm(makeLargePdf(9 << 20))
    const reading = await readPdfSignatures(bytesSource(signed))
    expect(reading.signatures[0]).toMatchObject({
      coversWholeDocument: true,
      structureFaults: [],
      revision: 2,
    })
  })
})

describe('refused', () => {
  test('an encrypted file', async () => {
    expect(await refusal(writeTablePdf(basicBodies(), { trailer: '/Encrypt<</V 1>>' }))).toBe(
      'ENCRYPTED_PDF: the PDF is encrypted',
    )
  })

  test('a damaged file', async () => {
    expect(await refusal(makePdf('table').slice(0, -20))).toMatch(/^MALFORMED_PDF/)
    expect(await refusal(Uint8Array.of(1, 2, 3))).toMatch(/^MALFORMED_PDF/)
  })

  test('a file without pages', async () => {
    const bodies = basicBodies()
    bodies.set(2, '<</Type/Pages/Kids[]/Count 0>>')
    expect(await refusal(writeTablePdf(bodies))).toBe('MALFORMED_PDF: the PDF has no page')
  })

  test('a page tree in a circle', async () => {
    const bodies = basicBodies()
    bodies.set(2, '<</Type/Pages/Kids[2 0 R]/Count 1>>')
    expect(await refusal(writeTablePdf(bodies))).toMatch(
      /MALFORMED_PDF: page tree node 2 stands in the tree twice/,
    )
  })

  test('a page that would have to be rewritten and has a key twice', async () => {
    const bodies = basicBodies()
    bodies.set(3, '<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]/Contents 4 0 R/Contents 5 0 R>>')
    expect(await refusal(writeTablePdf(bodies))).toMatch(/MALFORMED_PDF: .* has the key Contents twice/)
  })

  test('a file certified with “no changes allowed”, except for a time-stamp', async () => {
    const bodies = formBodies()
    bodies.set(
      1,
      '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]/SigFlags 3>>/Perms<</DocMDP 11 0 R>>>>',
    )
    bodies.set(9, '<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/Rect[0 0 0 0]/V 11 0 R>>')
    bodies.set(
      11,
      '<</Type/Sig/Filter/A/Reference[<</TransformMethod/DocMDP/TransformParams<</P 1/V/1.2>>>>]>>',
    )
    const certified = writeTablePdf(bodies)
    expect(await refusal(certified)).toMatch(
      /DOCUMENT_LOCKED: the PDF is certified with “no changes allowed”/,
    )
    expect(await refusal(certified, { subFilter: 'ETSI.RFC3161' })).toBe('accepted')
    bodies.set(
      11,
      '<</Type/Sig/Filter/A/Reference[<</TransformMethod/DocMDP/TransformParams<</P 2/V/1.2>>>>]>>',
    )
    expect(await refusal(writeTablePdf(bodies))).toBe('accepted')
  })

  test('a field that an earlier signature locks', async () => {
    const bodies = formBodies()
    bodies.set(
      9,
      '<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/Rect[0 0 0 0]/P 3 0 R/Lock<</Action/Include/Fields[(Leader)]>>>>',
    )
    const signed = await signInForm(writeTablePdf(bodies), { fieldName: 'Approval' })
    expect(await refusal(signed, { fieldName: 'Leader' })).toBe(
      'DOCUMENT_LOCKED: an earlier signature of the PDF locks the field Leader (FieldMDP)',
    )
    expect(await refusal(signed, { fieldName: 'Clerk' })).toBe('accepted')
  })

  test('a form whose pages are made when it is opened', async () => {
    const bodies = formBodies()
    bodies.set(1, '<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[9 0 R]/XFA 4 0 R>>>>')
    expect(await refusal(writeTablePdf(bodies))).toMatch(/UNSUPPORTED_FORMAT: the PDF is a dynamic XFA form/)
    bodies.set(1, '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]/XFA 4 0 R>>>>')
    expect(await refusal(writeTablePdf(bodies))).toBe('accepted')
  })

  test('options that do not fit', async () => {
    const form = makePdf('form')
    expect(await refusal(form, { reservedBytes: 100 })).toMatch(/INVALID_ARGUMENT: reservedBytes is 100/)
    expect(await refusal(form, { fieldName: 'a.b' })).toMatch(
      /INVALID_ARGUMENT: fieldName names no field of the PDF/,
    )
    expect(await refusal(form, { fieldName: 'Name' })).toMatch(
      /INVALID_ARGUMENT: the field Name is no signature field/,
    )
    const signed = await signInForm(form, { fieldName: 'Approval' })
    expect(await refusal(signed, { fieldName: 'Approval' })).toMatch(/the field Approval is signed already/)
  })

  test('a signature larger than what was reserved', async () => {
    const prepared = await preparePdfSignature(bytesSource(makePdf('table')), options)
    expect(() => embedPdfSignature(prepared, new Uint8Array(2049))).toThrow(
      'the signature has 2049 octets; 2048 were reserved in the PDF',
    )
    expect(embedPdfSignature(prepared, new Uint8Array(2048)).length).toBe(prepared.appended.length)
  })
})
