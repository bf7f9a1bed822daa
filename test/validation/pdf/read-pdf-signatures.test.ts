// What a signature must cover (ISO 32000-2 §12.8.1), and the attacks that make it cover something else:
// universal signature forgery (USF) and signature wrapping (SWA).

import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import type { PdfSignature } from '../../../src/validation/pdf/pdf-signature.ts'
import { readPdfSignatures } from '../../../src/validation/pdf/read-pdf-signatures.ts'
import {
  appendUpdate,
  basicBodies,
  formBodies,
  makePdf,
  octets,
  overwrite,
  pdfKinds,
  signInForm,
  streamBody,
  textOfBytes,
  writeTablePdf,
} from '../../fixtures/pdf.ts'

async function signaturesOf(pdf: Uint8Array): Promise<readonly PdfSignature[]> {
  return (await readPdfSignatures(bytesSource(pdf))).signatures
}

async function faultsOf(pdf: Uint8Array): Promise<readonly string[]> {
  return (await signaturesOf(pdf)).flatMap((signature) =>
    signature.structureFaults.map((fault) => fault.code),
  )
}

const signed = await signInForm(makePdf('table'))
const byteRange = /\/ByteRange \[0 (\d+) (\d+) (\d+)\] */.exec(textOfBytes(signed))
const [rangeText = '', firstLength = '', second = '', secondLength = ''] = byteRange ?? []

/** The ByteRange is in the signed octets, so these files no longer verify; here it matters that they are told apart. */
function withRange(text: string): Uint8Array {
  return overwrite(signed, rangeText, `/ByteRange ${text}`.padEnd(rangeText.length))
}

test('an unsigned file has no signatures', async () => {
  expect(await readPdfSignatures(bytesSource(makePdf('form')))).toEqual({
    revisionCount: 1,
    signatures: [],
    securityStore: { certificates: [], crls: [], ocsps: [] },
  })
})

describe('universal signature forgery: a signature without sense is a fault, not an unsigned file', () => {
  test.each([
    ['null', 'BYTE_RANGE_MALFORMED'],
    ['[]', 'BYTE_RANGE_MALFORMED'],
    ['[0 1]', 'BYTE_RANGE_MALFORMED'],
    ['[0 10 20 -5]', 'BYTE_RANGE_MALFORMED'],
    ['[-1 10 20 5]', 'BYTE_RANGE_MALFORMED'],
    ['[0 10 20 null]', 'BYTE_RANGE_MALFORMED'],
    ['[0 10 20 9999999999]', 'BYTE_RANGE_MALFORMED'],
    ['[0 10 20 (5)]', 'BYTE_RANGE_MALFORMED'],
    ['[0 1 2 3 4 5]', 'BYTE_RANGE_MALFORMED'],
  ])('ByteRange %s', async (range, code) => {
    expect(await faultsOf(withRange(range))).toContain(code)
  })

  test('no ByteRange at all', async () => {
    expect(await faultsOf(overwrite(signed, '/ByteRange', '/ByteWrong'))).toContain('BYTE_RANGE_MALFORMED')
  })

  test('no Contents, or one that is no hexadecimal string', async () => {
    expect(await faultsOf(overwrite(signed, '/Contents', '/Kontents'))).toContain('CONTENTS_MISSING')
    const contents = /\/Contents (<[0-9a-f]+>)/.exec(textOfBytes(signed))?.[1] ?? ''
    const literal = `(${'a'.repeat(contents.length - 2)})`
    expect(await faultsOf(overwrite(signed, contents, literal))).toContain('CONTENTS_NOT_HEXADECIMAL')
    expect(await faultsOf(overwrite(signed, contents, 'null'.padEnd(contents.length)))).toContain(
      'CONTENTS_MISSING',
    )
    expect(await faultsOf(overwrite(signed, contents, `<${' '.repeat(contents.length - 2)}>`))).toContain(
      'CONTENTS_NOT_DER',
    )
  })

  test('a digest is refused when there is nothing to digest', async () => {
    const [signature] = await signaturesOf(withRange('null'))
    await expect(signature?.digestSignedBytes('sha-256')).rejects.toThrow(/has no usable ByteRange/)
  })

  test('a SubFilter that is missing or made up', async () => {
    expect(await faultsOf(overwrite(signed, '/SubFilter', '/SupFilter'))).toEqual(['SUBFILTER_MISSING'])
    expect(await faultsOf(overwrite(signed, '/ETSI.CAdES.detached', '/ETSI.CAdES.whatever'))).toEqual([
      'SUBFILTER_UNKNOWN',
    ])
  })
})

describe('signature wrapping: the gap is the Contents string and nothing else', () => {
  const gap = Number(second) - Number(firstLength)

  test.each([
    ['begins later', `[1 ${Number(firstLength) - 1} ${second} ${secondLength}]`, 'BYTE_RANGE_START'],
    [
      'has a gap that is widened in front',
      `[0 ${Number(firstLength) - 1} ${second} ${secondLength}]`,
      'BYTE_RANGE_GAP',
    ],
    [
      'has a gap that is widened behind',
      `[0 ${firstLength} ${Number(second) + 1} ${Number(secondLength) - 1}]`,
      'BYTE_RANGE_GAP',
    ],
    [
      'has a gap that leaves the delimiters signed',
      `[0 ${Number(firstLength) + 1} ${Number(second) - 1} ${Number(secondLength) + 1}]`,
      'BYTE_RANGE_GAP',
    ],
    ['has no gap', `[0 ${firstLength} ${firstLength} ${Number(secondLength) + gap}]`, 'BYTE_RANGE_GAP'],
    ['overlaps', `[0 ${Number(second) + 5} ${second} ${secondLength}]`, 'BYTE_RANGE_GAP'],
    [
      'ends before the end of its revision',
      `[0 ${firstLength} ${second} ${Number(secondLength) - 10}]`,
      'BYTE_RANGE_END',
    ],
    ['is in disorder', `[${second} ${secondLength} 0 ${firstLength}]`, 'BYTE_RANGE_START'],
  ])('a ByteRange that %s', async (_, range, code) => {
    expect(await faultsOf(withRange(range))).toContain(code)
  })

  test('a second message behind the signature in Contents', async () => {
    const text = textOfBytes(signed)
    const at = text.indexOf('300302012a') + 500
    const stuffed = octets(`${text.slice(0, at)}4d414c${text.slice(at + 6)}`)
    expect(await faultsOf(stuffed)).toEqual(['CONTENTS_TRAILING_DATA'])
  })

  test('a signature of indefinite or overlong length', async () => {
    expect(await faultsOf(overwrite(signed, '300302012a', '308002012a'))).toContain('CONTENTS_NOT_DER')
    expect(await faultsOf(overwrite(signed, '300302012a', '308103022a'))).toContain('CONTENTS_NOT_DER')
    expect(await faultsOf(overwrite(signed, '300302012a', '3083ffffff'))).toContain('CONTENTS_NOT_DER')
  })

  test('a signature dictionary with a key twice', async () => {
    expect(await faultsOf(overwrite(signed, '/M(D:20261122070000Z)', '/Contents (a)'.padEnd(21)))).toContain(
      'DUPLICATE_KEY',
    )
  })
})

describe('signatures are found', () => {
  test('when a later revision takes the field out of the form', async () => {
    const catalog = basicBodies().get(1) ?? ''
    const hidden = appendUpdate(signed, new Map([[1, catalog]]))
    const [signature] = await signaturesOf(hidden)
    expect(signature).toMatchObject({
      fieldName: 'Signature1',
      revision: 2,
      revisionCount: 3,
      coversWholeDocument: false,
    })
    expect(signature?.laterChanges.some((change) => !change.permitted)).toBe(true)
  })

  test('when no form ever told of them', async () => {
    const bodies = basicBodies()
    bodies.set(7, '<</Type/Sig/Filter/A/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<3000>>>')
    const signatures = await signaturesOf(writeTablePdf(bodies))
    expect(signatures).toHaveLength(1)
    expect(signatures[0]?.structureFaults.map((fault) => fault.code)).toContain('SIGNATURE_NOT_IN_FORM')
  })

  test('but not in the text of an attachment', async () => {
    const bodies = basicBodies()
    bodies.set(7, streamBody('<</Type/Sig/ByteRange[0 1 2 3]/Contents<3000>>>', '/Type/EmbeddedFile'))
    expect(await signaturesOf(await signInForm(writeTablePdf(bodies)))).toHaveLength(1)
  })

  test('one that ends before the last line end covers its revision but not the whole file', async () => {
    const longer = concatBytes(signed, octets('\n\n'))
    const [signature] = await signaturesOf(longer)
    expect(signature).toMatchObject({ structureFaults: [], coversWholeDocument: false, revision: 2 })
  })

  test('octets behind the last revision are told as a forbidden change', async () => {
    const [signature] = await signaturesOf(concatBytes(signed, octets('1 0 obj<</Type/Catalog>>endobj')))
    expect(signature?.coversWholeDocument).toBe(false)
    expect(signature?.laterChanges).toEqual([{ revision: 2, kind: 'trailing_data_added', permitted: false }])
  })

  test('the security store gives its material, what cannot be read left out', async () => {
    const store = new Map([
      [
        1,
        '<</Type/Catalog/Pages 2 0 R/DSS<</Certs[20 0 R 21 0 R]/OCSPs[22 0 R]/VRI<</ABC<</Cert[20 0 R]/CRL[23 0 R]>>>>>>>>',
      ],
      [20, streamBody('certificate')],
      [21, '<</Not/AStream>>'],
      [22, streamBody('answer')],
      [23, streamBody('list')],
    ])
    const { securityStore } = await readPdfSignatures(bytesSource(appendUpdate(makePdf('table'), store)))
    expect(securityStore.certificates.map(textOfBytes)).toEqual(['certificate'])
    expect(securityStore.ocsps.map(textOfBytes)).toEqual(['answer'])
    expect(securityStore.crls.map(textOfBytes)).toEqual(['list'])
  })
})

describe('work is bounded', () => {
  test('a small file with many revisions of a large form is refused by its steps, not by patience', async () => {
    const bodies = basicBodies()
    const fields: string[] = []
    for (let number = 10; number < 4010; number++) {
      bodies.set(number, `<</FT/Tx/T(f${number})>>`)
      fields.push(`${number} 0 R`)
    }
    bodies.set(1, `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${fields.join(' ')}]>>>>`)
    let pdf = await signInForm(writeTablePdf(bodies))
    for (let i = 0; i < 300; i++) pdf = appendUpdate(pdf, new Map([[5000, `${i}`]]))
    expect(pdf.length).toBeLessThan(1_000_000)
    const before = process.cpuUsage()
    await expect(signaturesOf(pdf)).rejects.toThrow(/reading the PDF takes more than 2000000 steps/)
    expect(process.cpuUsage(before).user).toBeLessThan(30_000_000)
  })

  test('cross-reference streams that decode to gigabytes together are refused', async () => {
    const bomb = deflateSync(new Uint8Array(40 << 20), { level: 9 })
    let text = '%PDF-1.7\n'
    let previous = 0
    for (let i = 0; i < 10; i++) {
      const at = text.length
      const prev = i === 0 ? '' : `/Prev ${previous}`
      text += `${i + 1} 0 obj\n<</Type/XRef/Size 1/W[1 3 1]/Filter/FlateDecode/Length ${bomb.length}/Root 1 0 R${prev}>>\nstream\n`
      text += `${textOfBytes(bomb)}\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`
      previous = at
    }
    await expect(signaturesOf(octets(text))).rejects.toThrow(/a stream decodes to more than \d+ octets/)
  })
})

describe('whatever is sent', () => {
  const bodies = formBodies()
  bodies.set(1, '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R 8 0 R 9 0 R]>>/DSS<</Certs[10 0 R]>>>>')

  test('mutations end in a reading or a ServiceError, and what reads without fault can be digested', async () => {
    const samples = [signed, await signInForm(await signInForm(writeTablePdf(bodies)))]
    for (const kind of pdfKinds) samples.push(await signInForm(await signInForm(makePdf(kind))))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 5 }),
        async (sample, flips, cut) => {
          const mutated = sample.slice(0, cut === null ? sample.length : Math.floor(cut * sample.length))
          for (const [place, octet] of flips) mutated[Math.floor(place * (mutated.length - 1))] = octet
          try {
            const reading = await readPdfSignatures(bytesSource(mutated))
            for (const signature of reading.signatures) {
              if (signature.structureFaults.length > 0) continue
              expect(await signature.digestSignedBytes('sha-256')).toHaveLength(32)
              expect(signature.revision).toBeLessThanOrEqual(reading.revisionCount)
            }
          } catch (error) {
            if (!isServiceError(error)) throw error
          }
        },
      ),
      { numRuns: 1500 },
    )
  })

  test('words moved about end in a reading or a ServiceError', async () => {
    const text = textOfBytes(await signInForm(await signInForm(makePdf('form-indirect'))))
    const words = text.split(/(?<=[ \n\r/[\]<>])/)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(words.length - 1),
        fc.nat(words.length - 1),
        fc.boolean(),
        async (to, from, keep) => {
          const shuffled = words.slice()
          shuffled[to] = keep ? (words[to] ?? '') + (words[from] ?? '') : (words[from] ?? '')
          try {
            await readPdfSignatures(bytesSource(octets(shuffled.join(''))))
          } catch (error) {
            if (!isServiceError(error)) throw error
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
