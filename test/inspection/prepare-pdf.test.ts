// Preparing a PDF that others have signed: their signatures hold afterwards, or the request is refused.

import { beforeAll, describe, expect, test } from 'vitest'
import { isServiceError } from '../../src/errors.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { noTrust } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { basicBodies, overwrite, type PdfBodies, writeTablePdf } from '../fixtures/pdf.ts'
import { type PracticePki, practicePki } from '../fixtures/pki.ts'
import { signPdf } from '../fixtures/sign-pdf.ts'

let pki: PracticePki
beforeAll(async () => {
  pki = await practicePki()
})

/** @returns the answer to a second signature. */
async function secondSignature(
  bodies: PdfBodies,
  between = (signed: Uint8Array): Uint8Array => signed,
): Promise<string> {
  const first = between(await signPdf(pki, writeTablePdf(bodies)))
  try {
    const twice = await signPdf(pki, first)
    const at = new Date('2026-11-22T08:00:00Z')
    const report = await validateDocument({ document: bytesSource(twice), contents: [], trust: noTrust, at })
    return report.signatures.map(({ integrity }) => integrity).join()
  } catch (error) {
    return isServiceError(error) ? `${error.code}: ${error.message}` : `crashed: ${error}`
  }
}

/** The catalog names the array of fields under a key of its own as well. */
function sharedFields(): Map<number, string> {
  const bodies = basicBodies()
  bodies.set(1, '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 7 0 R>>/PieceInfo 7 0 R>>')
  bodies.set(7, '[]')
  return bodies
}

describe('a second signature', () => {
  test('is made where the first one holds afterwards', async () => {
    expect(await secondSignature(basicBodies())).toBe('intact,intact')
  })

  test('is refused where it would change what the first one signed', async () => {
    expect(await secondSignature(sharedFields())).toBe(
      'DOCUMENT_LOCKED: another signature would break the signature Signature1: catalog_changed',
    )
  })

  test('breaks nothing where the first one is broken already', async () => {
    const changed = (signed: Uint8Array) => overwrite(signed, '/ByteRange [0 ', '/ByteRange [1 ')
    expect(await secondSignature(sharedFields(), changed)).toMatch(/^(broken|undetermined),intact$/)
  })

  test('is refused in a file whose signatures nobody could judge', async () => {
    const bodies = basicBodies()
    bodies.set(1, '<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R>>')
    bodies.set(7, '<</Type/StructTreeRoot/K[8 0 R]>>')
    bodies.set(8, '<</S/Document/K[8 0 R]>>')
    expect(await secondSignature(bodies)).toBe(
      'MALFORMED_PDF: object 8 is its own ancestor in the tree of /K',
    )
  })
})
