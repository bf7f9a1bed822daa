import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePdf, pdfKinds, signatureTexts } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const signDocument = `mutation ($input: SignDocumentInput!) {
  signDocument(input: $input) { document { id sha256 size base64 } format level certificateSerialHex auditEntryId }
}`
const verifyDocument = `query ($input: VerifyDocumentInput!) {
  verifyDocument(input: $input) {
    indication integrity format
    signatures { indication integrity subIndication level coversWholeDocument signer { subject serialHex practice } laterChanges { kind permitted } bestSignatureTime
      name lane revision { signed last } chain { subject notBefore notAfter } timestamps { kind trusted time authority }
      counterSignatures { indication } checks { code clause outcome reasons { code } checks { code outcome } } }
  }
}`

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

async function sign(document: Uint8Array, more: object = {}) {
  const { data, errors } = await service.graphql(signDocument, {
    input: { key: 'practice/signing', document: { base64: base64(document) }, ...more },
  })
  expect(errors).toEqual([])
  return { ...data.signDocument, bytes: Buffer.from(data.signDocument.document.base64 ?? '', 'base64') }
}

async function verdict(document: Uint8Array, contents: readonly Uint8Array[] = []) {
  const { data, errors } = await service.graphql(
    verifyDocument,
    {
      input: {
        document: { base64: base64(document) },
        contents: contents.map((one) => ({ base64: base64(one) })),
      },
    },
    null,
  )
  expect(errors).toEqual([])
  return data.verifyDocument
}

describe('signDocument', () => {
  it.each([...pdfKinds])('signs a PDF of kind %s at B-T, and everybody may verify it', async (kind) => {
    const original = makePdf(kind)
    const signed = await sign(original)
    expect(signed).toMatchObject({ format: 'PADES', level: 'B_T' })
    expect(signed.bytes.subarray(0, original.length).equals(original)).toBe(true)
    expect(signed.document.sha256).toBe(createHash('sha256').update(signed.bytes).digest('hex'))
    const report = await verdict(signed.bytes)
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT', format: 'PAdES' })
    expect(report.signatures[0]).toMatchObject({
      level: 'B-T',
      coversWholeDocument: true,
      signer: { practice: true },
    })
    const [signature] = report.signatures
    expect(signature.timestamps).toMatchObject([{ kind: 'SIGNATURE', trusted: true }])
    // The latest moment that the token's accuracy of one second leaves open.
    expect(Date.parse(signature.bestSignatureTime) - Date.parse(signature.timestamps[0].time)).toBe(1000)
    expect(signature).toMatchObject({ lane: 'OWN', revision: { signed: signature.revision.last } })
    expect(signature.chain).toHaveLength(3)
    expect(signature.counterSignatures).toEqual([])
    expect(signature.checks.length).toBeGreaterThan(3)
    for (const { clause, outcome } of signature.checks) {
      expect(clause).toMatch(/^(EN 319|RFC|ISO|ETSI)/)
      expect(['PASSED', 'NOT_DONE']).toContain(outcome)
    }
  })

  it('adds signatures by incremental update: each earlier one still holds and says what came after', async () => {
    let document: Uint8Array = makePdf('table')
    for (let i = 0; i < 3; i++) document = (await sign(document, { level: 'B_B' })).bytes
    const report = await verdict(document)
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT' })
    expect(report.signatures).toHaveLength(3)
    expect(report.signatures[0].laterChanges).toContainEqual({ kind: 'signature_added', permitted: true })
    expect(report.signatures.map((one: { coversWholeDocument: boolean }) => one.coversWholeDocument)).toEqual(
      [false, false, true],
    )
  })

  describe.each([
    ['B_B', 'B-B', []],
    ['B_T', 'B-T', [{ kind: 'SIGNATURE', trusted: true }]],
  ])('anything else, as CAdES at %s', (level, judged, timestamps) => {
    const content = Buffer.from('Nghị quyết số 01\n')
    const passed = {
      indication: 'TOTAL_PASSED',
      integrity: 'INTACT',
      format: 'CAdES',
      signatures: [{ level: judged, timestamps }],
    }

    it('holds its content when embedded', async () => {
      const embedded = await sign(content, { level })
      expect(embedded).toMatchObject({ format: 'CADES', level })
      expect(embedded.bytes.includes(content)).toBe(true)
      expect(await verdict(embedded.bytes)).toMatchObject(passed)
    })

    it('is for its content and no other when detached', async () => {
      const detached = await sign(content, { level, detached: true })
      expect(detached).toMatchObject({ format: 'CADES', level })
      expect(detached.bytes.includes(content)).toBe(false)
      expect(await verdict(detached.bytes, [content])).toMatchObject(passed)
      const other = await verdict(detached.bytes, [Buffer.from('another text')])
      expect(other).toMatchObject({ indication: 'TOTAL_FAILED', integrity: 'BROKEN' })
      expect(other.signatures[0].subIndication).toBe('HASH_FAILURE')
    })
  })

  it('fills the empty field that is named, or makes one, and says why and where', async () => {
    const filled = await sign(makePdf('form'), {
      fieldName: 'Approval',
      reason: 'Phê duyệt (lần 1)',
      location: 'Hà Nội',
    })
    const made = await sign(filled.bytes, { fieldName: 'Chủ tịch', reason: 'Ban hành' })
    expect(await signatureTexts(made.bytes, ['Reason', 'Location'])).toEqual({
      Approval: ['Phê duyệt (lần 1)', 'Hà Nội'],
      'Chủ tịch': ['Ban hành', undefined],
    })
    const report = await verdict(made.bytes)
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT' })
    expect(report.signatures.map(({ name }: { name: string }) => name)).toEqual(['Approval', 'Chủ tịch'])
  })

  it.each(['rc4-128', 'aes-256'])('refuses an encrypted PDF (%s), and passes none', async (name) => {
    const encrypted = readFileSync(`test/fixtures/encrypted/${name}.pdf`)
    const { errors } = await service.graphql(signDocument, {
      input: { key: 'practice/signing', document: { base64: base64(encrypted) } },
    })
    expect(errors).toMatchObject([{ extensions: { code: 'ENCRYPTED_PDF', retryable: false } }])
    expect(await verdict(encrypted)).toMatchObject({
      indication: 'INDETERMINATE',
      integrity: 'UNDETERMINED',
      signatures: [],
    })
    const detached = await sign(encrypted, { format: 'CADES', detached: true })
    expect(await verdict(detached.bytes, [encrypted])).toMatchObject({ indication: 'TOTAL_PASSED' })
  })

  it('takes large documents through POST /documents and gives them back by GET', async () => {
    const authorization = `Bearer ${service.administrator}`
    const content = randomBytes(3_000_000)
    const upload = await fetch(`${service.url}/documents`, {
      method: 'POST',
      headers: { authorization },
      body: content,
    })
    expect(upload.status).toBe(201)
    const stored = await upload.json()
    expect(stored).toMatchObject({
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })
    const { data, errors } = await service.graphql(signDocument, {
      input: { key: 'practice/signing', document: { id: stored.id } },
    })
    expect(errors).toEqual([])
    const { document } = data.signDocument
    expect(document.base64).toBeNull()
    const download = await fetch(`${service.url}/documents/${document.id}`, { headers: { authorization } })
    const signed = Buffer.from(await download.arrayBuffer())
    expect(signed.length).toBe(document.size)
    expect(createHash('sha256').update(signed).digest('hex')).toBe(document.sha256)
    expect(signed.includes(content.subarray(0, 1000))).toBe(true)
  })

  it('signs once for one idempotency key, and gives the same bytes again', async () => {
    const idempotencyKey = 'the first of two'
    const first = await sign(makePdf('table'), { idempotencyKey })
    const again = await sign(makePdf('table'), { idempotencyKey })
    expect(again).toEqual(first)
    const { errors } = await service.graphql(signDocument, {
      input: { key: 'practice/signing', document: { base64: base64(makePdf('stream')) }, idempotencyKey },
    })
    expect(errors[0]?.extensions.code).toBe('IDEMPOTENCY_CONFLICT')
    const unnamed = await sign(makePdf('table'))
    expect(unnamed.auditEntryId).not.toBe(first.auditEntryId)

    const upload = await fetch(`${service.url}/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.administrator}` },
      body: randomBytes(1000),
    })
    const { id } = await upload.json()
    const input = { key: 'practice/signing', document: { id }, idempotencyKey: 'uploaded' }
    const stored = await service.graphql(signDocument, { input })
    expect(stored.errors).toEqual([])
    expect(await service.graphql(signDocument, { input })).toEqual(stored)
  })

  it('signs with the certificate that is asked for, else with the newest valid one of the active version', async () => {
    const done = async (mutation: string, variables: object) => {
      const { data, errors } = await service.graphql(mutation, { ...variables })
      expect(errors).toEqual([])
      return data
    }
    const key = 'practice/certified-twice'
    const certify = async (validityDays: number): Promise<string> => {
      const { issueCertificate } = await done(
        'mutation ($input: IssueCertificateInput!) { issueCertificate(input: $input) { certificate { serialHex } } }',
        { input: { unit: 'practice', key, profile: 'DOCUMENT_SIGNING', validityDays } },
      )
      return issueCertificate.certificate.serialHex
    }
    await done(
      'mutation ($key: String!) { createKey(input: { name: $key, algorithm: ECDSA_P256 }) { key { id } } }',
      { key },
    )
    // The one that ends last is not the newest.
    const [older, newer] = [await certify(700), await certify(30)]
    const signer = async (document: Uint8Array, certificateSerialHex?: string): Promise<string> => {
      const signed = await sign(document, { key, certificateSerialHex })
      const { indication, signatures } = await verdict(signed.bytes)
      expect(indication).toBe('TOTAL_PASSED')
      expect(signed.certificateSerialHex).toBe(signatures[0].signer.serialHex)
      return signatures[0].signer.serialHex
    }
    for (const document of [makePdf('table'), Buffer.from('text')]) {
      expect(await signer(document)).toBe(newer)
      expect(await signer(document, older)).toBe(older)
      expect(await signer(document, newer)).toBe(newer)
    }
    const document = { base64: base64(Buffer.from('text')) }
    const refused = async (certificateSerialHex: string) =>
      (await service.graphql(signDocument, { input: { key, document, certificateSerialHex } })).errors[0]
        ?.extensions.code
    await done(
      'mutation ($serial: String!) { revokeCertificate(input: { serialHex: $serial }) { certificate { revokedAt } } }',
      { serial: newer },
    )
    expect(await refused(newer)).toBe('CERTIFICATE_NOT_VALID')
    expect(await signer(Buffer.from('text'))).toBe(older)
    const { rotateKey } = await done(
      'mutation ($key: String!) { rotateKey(input: { name: $key }) { certificates { serialHex } } }',
      { key },
    )
    expect(await refused(older)).toBe('CERTIFICATE_NOT_VALID')
    expect(await signer(Buffer.from('text'))).toBe(rotateKey.certificates[0].serialHex)
  })

  it('refuses what it cannot sign, each with its code', async () => {
    const codeFor = async (input: object) =>
      (await service.graphql(signDocument, { input })).errors[0]?.extensions.code
    const pdf = makePdf('table')
    const document = { base64: base64(pdf) }
    const key = 'practice/signing'
    expect(await codeFor({ key, document: { base64: base64(Buffer.from('%PDF-1.7 and no more')) } })).toBe(
      'MALFORMED_PDF',
    )
    expect(await codeFor({ key, document: { base64: base64(pdf.subarray(0, pdf.length - 200)) } })).toBe(
      'MALFORMED_PDF',
    )
    expect(await codeFor({ key, document, detached: true })).toBe('INVALID_ARGUMENT')
    expect(await codeFor({ key, document, format: 'CADES', reason: 'why' })).toBe('INVALID_ARGUMENT')
    expect(await codeFor({ key: 'practice/none', document })).toBe('NOT_FOUND')
    expect(await codeFor({ key, document, certificateSerialHex: 'abcd' })).toBe('CERTIFICATE_NOT_VALID')
    expect(await codeFor({ key, document: { id: 'no-such' } })).toBe('NOT_FOUND')
    expect(await codeFor({ key, document: { base64: base64(randomBytes(600_000)) } })).toBe('LIMIT_EXCEEDED')
    await service.graphql(
      'mutation { createKey(input: { name: "practice/raw", algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
    )
    expect(await codeFor({ key: 'practice/raw', document })).toBe('PURPOSE_MISMATCH')
    await service.graphql(
      'mutation { createKey(input: { name: "practice/bare", algorithm: ED25519 }) { key { id } } }',
    )
    expect(await codeFor({ key: 'practice/bare', document })).toBe('CERTIFICATE_NOT_VALID')
  })

  it.each(['ED25519', 'ECDSA_P384', 'RSA_PSS_3072', 'RSA_PKCS1_3072'])('signs with %s', async (algorithm) => {
    const key = `practice/k-${algorithm.toLowerCase().replaceAll('_', '-')}`
    await service.graphql(
      'mutation ($name: String!, $algorithm: KeyAlgorithm!) { createKey(input: { name: $name, algorithm: $algorithm }) { key { id } } }',
      { name: key, algorithm },
    )
    await service.graphql(
      'mutation ($key: String!) { issueCertificate(input: { unit: "practice", key: $key, profile: DOCUMENT_SIGNING }) { certificate { serialHex } } }',
      { key },
    )
    const pades = await sign(makePdf('stream'), { key })
    expect(await verdict(pades.bytes)).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT' })
    const cades = await sign(Buffer.from('text'), { key })
    expect(await verdict(cades.bytes)).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT' })
  })
})
