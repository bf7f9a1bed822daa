// Revisions and objects by following startxref, ISO 32000-2 §7.5; what is damaged is refused and never rebuilt.

import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isServiceError } from '../../../src/errors.ts'
import { type ByteSource, bytesSource } from '../../../src/formats/byte-source.ts'
import { openPdf } from '../../../src/formats/pdf/document.ts'
import { formFields } from '../../../src/formats/pdf/form-fields.ts'
import { entry, isStream, pdfRef } from '../../../src/formats/pdf/objects.ts'
import { writeObject } from '../../../src/formats/pdf/write-object.ts'
import {
  appendUpdate,
  basicBodies,
  formBodies,
  makePdf,
  octets,
  overwrite,
  pdfKinds,
  sparsePdf,
  streamBody,
  textOfBytes,
  writeTablePdf,
} from '../../fixtures/pdf.ts'

async function refusal(pdf: Uint8Array, read: (pdf: Uint8Array) => Promise<unknown> = open): Promise<string> {
  try {
    await read(pdf)
    return 'accepted'
  } catch (error) {
    return isServiceError(error) ? `${error.code}: ${error.message}` : `crashed: ${error}`
  }
}

async function open(pdf: Uint8Array): Promise<void> {
  const document = await openPdf(bytesSource(pdf))
  await document.catalog()
}

describe('every kind of file', () => {
  test.each(pdfKinds)('%s: one revision, and the page says what it says', async (kind) => {
    const document = await openPdf(bytesSource(makePdf(kind)))
    expect(document.revisions).toHaveLength(1)
    const page = await document.resolve(pdfRef(3))
    expect(writeObject(page)).toContain('/MediaBox [0 0 300 200]')
    const content = await document.resolve(pdfRef(4))
    if (!isStream(content)) throw new Error('the content is no stream')
    expect(textOfBytes(await document.decodedStream(content))).toContain('Pay 100 to Alice')
    expect(writeObject(await document.resolve(pdfRef(6)))).toContain('An order')
  })

  test.each(pdfKinds)('%s reads the same through windows as whole', async (kind) => {
    const pdf = makePdf(kind)
    const document = await openPdf(paddedSource(pdf, 9 << 20))
    expect(writeObject(await document.resolve(pdfRef(3)))).toContain('/MediaBox [0 0 300 200]')
  })

  test('an update shows the new value in the new revision and the old one in the old', async () => {
    const first = makePdf('table')
    const second = appendUpdate(first, new Map([[6, '<</Title(New)>>']]))
    const document = await openPdf(bytesSource(second))
    expect(document.revisions.map((revision) => revision.end)).toEqual([first.length, second.length])
    expect(writeObject(await document.resolve(pdfRef(6), 1))).toContain('An order')
    expect(writeObject(await document.resolve(pdfRef(6), 2))).toBe('<</Title (New)>>')
  })

  test('a freed object is null from then on', async () => {
    const pdf = appendUpdate(makePdf('table'), new Map([[6, null]]))
    const document = await openPdf(bytesSource(pdf))
    expect(await document.resolve(pdfRef(6))).toBeNull()
    expect(await document.resolve(pdfRef(6), 1)).not.toBeNull()
  })

  test('fields are known by their full names', async () => {
    const bodies = formBodies()
    bodies.set(1, '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[11 0 R]>>>>')
    bodies.set(11, '<</T(office)/Kids[7 0 R 9 0 R]>>')
    const document = await openPdf(bytesSource(writeTablePdf(bodies)))
    const fields = await formFields(document)
    expect(fields.map((field) => `${field.name} ${field.type} ${field.terminal}`)).toEqual([
      'office null false',
      'office.Name Tx true',
      'office.Approval Sig true',
    ])
  })

  test('a file of 5 GB is opened by reading a few kilobytes of it', async () => {
    const source = sparsePdf(5 * 2 ** 30)
    const document = await openPdf(source)
    expect(entry(document.newest.trailer, 'Size')).toBe(8)
    expect(source.largestRead()).toBeLessThanOrEqual(1 << 16)
  })
})

describe('refused, with the reason', () => {
  test('what is no PDF', async () => {
    expect(await refusal(octets('hello'))).toBe(
      'MALFORMED_PDF: the file is no PDF: %PDF- is missing from its first 1024 octets',
    )
    expect(await refusal(new Uint8Array())).toContain('MALFORMED_PDF')
  })

  test('a file that was cut off', async () => {
    expect(await refusal(makePdf('table').slice(0, -30))).toContain('the file is damaged or cut off')
  })

  test('a startxref that leads nowhere', async () => {
    const pdf = makePdf('table')
    const startxref = /startxref\n(\d+)/.exec(textOfBytes(pdf))?.[1] ?? ''
    expect(await refusal(overwrite(pdf, startxref, '9'.repeat(startxref.length)))).toMatch(
      /MALFORMED_PDF.*outside the file/,
    )
    expect(await refusal(overwrite(pdf, startxref, String(Number(startxref) - 10)))).toContain(
      'MALFORMED_PDF',
    )
  })

  test('an entry that leads to another object', async () => {
    const pdf = makePdf('table')
    const text = textOfBytes(pdf)
    const place = (number: number): string => String(text.indexOf(`\n${number} 0 obj`) + 1).padStart(10, '0')
    expect(await refusal(overwrite(pdf, place(1), place(2)))).toBe(
      `MALFORMED_PDF: the cross-reference says object 1 0, the file says 2 0 (offset ${Number(place(2))})`,
    )
  })

  test('an encrypted file', async () => {
    const pdf = writeTablePdf(basicBodies(), { trailer: '/Encrypt<</Filter/Standard/V 1>>' })
    expect(await refusal(pdf)).toBe('ENCRYPTED_PDF: the PDF is encrypted')
  })

  test('a circle of cross-reference sections', async () => {
    const pdf = appendUpdate(makePdf('table'), new Map([[6, '<<>>']]))
    const text = textOfBytes(pdf)
    const last = /startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1] ?? ''
    const previous = /\/Prev (\d+)/.exec(text)?.[1] ?? ''
    expect(
      await refusal(
        overwrite(
          pdf,
          `/Prev ${previous}`,
          `/Prev ${last.padStart(previous.length, '0')}`.slice(0, 6 + previous.length),
        ),
      ),
    ).toMatch(/MALFORMED_PDF/)
  })

  test('more sections than anybody writes', async () => {
    let pdf = makePdf('table')
    const chunks = 1100
    for (let i = 0; i < chunks; i++) pdf = appendUpdate(pdf, new Map())
    expect(await refusal(pdf)).toBe('LIMIT_EXCEEDED: the PDF has more than 1024 cross-reference sections')
  })

  test('an object that one table lists twice', async () => {
    const pdf = makePdf('table')
    const text = textOfBytes(pdf)
    const startxref = Number(/startxref\n(\d+)/.exec(text)?.[1])
    const twice = `${text.slice(0, startxref)}${text
      .slice(startxref)
      .replace('trailer', '4 1\n0000000015 00000 n\r\ntrailer')}`
    expect(await refusal(octets(twice))).toMatch(/MALFORMED_PDF: the cross-reference lists object 4 twice/)
  })

  test('an object number that no reader supports', async () => {
    const pdf = overwrite(makePdf('table'), 'xref\n0 7', 'xref\n9000000 7'.slice(0, 8))
    expect(await refusal(pdf)).toMatch(/MALFORMED_PDF|LIMIT_EXCEEDED/)
  })

  test('a trailer with a key twice', async () => {
    const pdf = writeTablePdf(basicBodies(), { trailer: '/Root 2 0 R' })
    expect(await refusal(pdf)).toBe('MALFORMED_PDF: a trailer has the key Root twice')
  })

  test.each([
    ['table', '/Size 7', '/Size 7.', 'an integer with a decimal point'],
    ['table', '/Info', '/Junk 9.0/Info', 'an integer with a decimal point'],
    ['table', '/Size 7', '/Size 2147483647', '/Size 2147483647'],
    ['table', 'xref\n0 7', 'xref %\n0 7', 'a comment or a zero octet'],
    ['table', '65535 f\r\n', '65535 f\0\0', 'is damaged'],
    ['table', 'startxref\n', 'startxref\0', 'startxref'],
    ['table', 'startxref\n', 'startxref\f', 'startxref'],
    ['stream', '/W[1 3 1]', '/W[1. 3 1]', 'an integer with a decimal point'],
    ['stream', '/W[1 3 1]', '/W[5 3 1]', 'three widths'],
    ['stream', '7 0 obj\n<</Type/XRef', '0 0 obj\n<</Type/XRef', 'is object 0'],
  ] as const)('a %s at which some reader rebuilds the file: %j as %j', async (kind, from, to, reason) => {
    const text = textOfBytes(makePdf(kind))
    expect(text).toContain(from)
    expect(await refusal(octets(text.replace(from, to)))).toContain(reason)
  })

  test('references in a circle', async () => {
    const bodies = basicBodies()
    bodies.set(1, '7 0 R')
    bodies.set(7, '1 0 R')
    expect(await refusal(writeTablePdf(bodies))).toMatch(
      /MALFORMED_PDF: the references from object \d lead in a circle/,
    )
  })

  test('a hybrid whose table and stream disagree', async () => {
    const pdf = makePdf('hybrid')
    const text = textOfBytes(pdf)
    // The table now lists the font as well, at another place than the stream.
    const table = text.lastIndexOf('xref\n0 9')
    const row = table + 'xref\n0 9\n'.length + 20 * 5
    const forged = `${text.slice(0, row)}0000000015 00000 n${text.slice(row + 18)}`
    expect(
      await refusal(octets(forged), async (file) => (await openPdf(bytesSource(file))).resolve(pdfRef(5))),
    ).toMatch(/MALFORMED_PDF: table and stream of a hybrid cross-reference disagree on object 5/)
  })

  test('a stream whose Length leads astray', async () => {
    const bodies = basicBodies()
    bodies.set(4, '<</Length 3>>\nstream\nBT ET\nendstream')
    const document = await openPdf(bytesSource(writeTablePdf(bodies)))
    const stream = await document.resolve(pdfRef(4))
    if (!isStream(stream)) throw new Error('the content is no stream')
    await expect(document.decodedStream(stream)).rejects.toThrow(/expected “endstream”/)
  })

  test('a decompression bomb', async () => {
    const bomb = textOfBytes(deflateSync(new Uint8Array(100 << 20)))
    const bodies = basicBodies()
    bodies.set(7, streamBody(bomb, '/Filter/FlateDecode'))
    const document = await openPdf(bytesSource(writeTablePdf(bodies)))
    const stream = await document.resolve(pdfRef(7))
    if (!isStream(stream)) throw new Error('the bomb is no stream')
    await expect(document.decodedStream(stream)).rejects.toThrow(/decodes to more than 67108864 octets/)
  })

  test('a field tree in a circle', async () => {
    const bodies = formBodies()
    bodies.set(9, '<</T(a)/Kids[11 0 R]>>')
    bodies.set(11, '<</T(b)/Kids[9 0 R]>>')
    expect(
      await refusal(writeTablePdf(bodies), async (file) => formFields(await openPdf(bytesSource(file)))),
    ).toMatch(/MALFORMED_PDF: form field \d+ stands in the field tree twice/)
  })
})

/** The file, white space, and its startxref again: large enough to be read in blocks, and no offset moves. */
function paddedSource(pdf: Uint8Array, octetCount: number): ByteSource {
  const tail = octets(/startxref\s+\d+\s+%%EOF/.exec(textOfBytes(pdf).slice(-200))?.[0] ?? '')
  return {
    size: pdf.length + octetCount,
    read: async (start, end) => {
      const bytes = new Uint8Array(end - start).fill(0x20)
      if (start < pdf.length) bytes.set(pdf.subarray(start, Math.min(end, pdf.length)))
      tail.forEach((octet, index) => {
        const at = pdf.length + octetCount - tail.length + index
        if (at >= start && at < end) bytes[at - start] = octet
      })
      return bytes
    },
  }
}
