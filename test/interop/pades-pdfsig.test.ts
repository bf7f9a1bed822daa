// Signed PDFs of every kind before strangers: poppler's pdfsig must find each signature valid, qpdf the file sound.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { concatBytes } from '../../src/bytes.ts'
import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../../src/crypto/algorithms.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { prepareSignedData } from '../../src/formats/cms/build-signed-data.ts'
import { embedPdfSignature } from '../../src/formats/pades/embed-pdf-signature.ts'
import {
  type PdfSignatureOptions,
  preparePdfSignature,
} from '../../src/formats/pades/prepare-pdf-signature.ts'
import { readPdfSignatures } from '../../src/validation/pdf/read-pdf-signatures.ts'
import { appendUpdate, makeLargePdf, makePdf, pdfKinds } from '../fixtures/pdf.ts'
import { type PracticePki, practicePki } from '../fixtures/pki.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-pades-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(program: 'pdfsig' | 'qpdf', debianPackage: string, args: readonly string[]): string {
  const answer = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 24 })
  if (answer.error !== undefined)
    throw new Error(`${program} is missing: install the package ${debianPackage}`)
  return answer.stdout + answer.stderr
}

/** Numbered, since several tests use the same kind. */
let files = 0
function checkWithStrangers(pdf: Uint8Array, signatures: number): void {
  const file = join(folder, `${++files}.pdf`)
  writeFileSync(file, pdf)
  const found = run('pdfsig', 'poppler-utils', ['-nocert', file])
  expect(found.match(/- Signature Type: ETSI\.CAdES\.detached/g)?.length, found).toBe(signatures)
  expect(found.match(/Signature Validation: Signature is Valid\./g)?.length, found).toBe(signatures)
  // pdfsig says so of the last one; an earlier one covers what was there when it was made.
  expect(found.match(/- Total document signed/g)?.length, found).toBe(1)
  expect(found.trimEnd(), found).toMatch(/Total document signed[^#]*$/)
  const checked = run('qpdf', 'qpdf', ['--check', file])
  expect(checked).toMatch(/No syntax or stream encoding errors found|hint table is not a stream/)
  expect(checked).not.toMatch(/reconstruct|damaged|ERROR/)
}

async function sign(
  pki: PracticePki,
  pdf: Uint8Array,
  options: Partial<PdfSignatureOptions> = {},
): Promise<Uint8Array> {
  const { algorithm } = pki.signer
  const prepared = await preparePdfSignature(bytesSource(pdf), {
    subFilter: 'ETSI.CAdES.detached',
    reservedBytes: 8192,
    signingTime: new Date('2026-11-22T07:00:00Z'),
    ...options,
  })
  const unsigned = await prepareSignedData({
    algorithm,
    contentDigest: await prepared.digestSignedBytes(signatureAlgorithmFacts(algorithm).digest),
    signerCertificate: pki.signer.certificate,
    certificates: pki.chain,
    profile: 'pades',
  })
  return concatBytes(pdf, embedPdfSignature(prepared, pki.signer.sign(unsigned)))
}

let pki: PracticePki
beforeAll(async () => {
  pki = await practicePki()
})

describe('every kind of file', () => {
  test.each(pdfKinds)('%s, signed once', async (kind) => {
    checkWithStrangers(await sign(pki, makePdf(kind)), 1)
  })

  test.each(pdfKinds)('%s, signed three times', async (kind) => {
    let pdf = makePdf(kind)
    for (let i = 0; i < 3; i++) pdf = await sign(pki, pdf, { reason: `Lần ${i + 1}` })
    checkWithStrangers(pdf, 3)
    const { signatures } = await readPdfSignatures(bytesSource(pdf))
    expect(signatures.flatMap((signature) => signature.structureFaults)).toEqual([])
  })

  test.each([true, false])('of pdf-lib, object streams: %s', async (useObjectStreams) => {
    const made = await PDFDocument.create()
    for (let i = 0; i < 5; i++) made.addPage().drawText(`Page ${i}`)
    made.getForm().createTextField('Name').setText('somebody')
    checkWithStrangers(await sign(pki, await made.save({ useObjectStreams })), 1)
  })

  test('of 20 MB', async () => {
    checkWithStrangers(await sign(pki, makeLargePdf(20 << 20)), 1)
  })

  test('into an existing field', async () => {
    checkWithStrangers(await sign(pki, makePdf('form'), { fieldName: 'Approval' }), 1)
  })
})

describe('algorithms that poppler knows', () => {
  const algorithms: readonly SignatureAlgorithm[] = [
    'ecdsa-p256',
    'ecdsa-p384',
    'rsa-pkcs1-3072',
    'rsa-pss-3072',
  ]
  test.each(algorithms)('%s', async (algorithm) => {
    checkWithStrangers(await sign(await practicePki({ algorithm }), makePdf('object-streams')), 1)
  })
})

test('pdfsig and we agree that an update after the signature leaves it short of the whole document', async () => {
  const updated = appendUpdate(await sign(pki, makePdf('table')), new Map([[50, '(more)']]))
  const file = join(folder, 'updated.pdf')
  writeFileSync(file, updated)
  const found = run('pdfsig', 'poppler-utils', ['-nocert', file])
  expect(found).toContain('Signature is Valid')
  expect(found).toContain('Not total document signed')
  const { signatures } = await readPdfSignatures(bytesSource(updated))
  expect(signatures[0]?.coversWholeDocument).toBe(false)
})
