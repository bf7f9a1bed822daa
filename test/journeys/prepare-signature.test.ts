import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../../src/bytes.ts'
import { createClient } from '../../src/client/client.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { embedPdfSignature } from '../../src/formats/pades/embed-pdf-signature.ts'
import { preparePdfSignature } from '../../src/formats/pades/prepare-pdf-signature.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let client: ReturnType<typeof createClient>
let now = new Date()
beforeAll(async () => {
  service = await startTestService({ clock: { now: () => now } })
  client = createClient({ url: service.url, token: service.administrator, attempts: 1 })
  await client.createKey({ name: 'practice/raw', algorithm: 'ECDSA_P256', purpose: 'SIGN_RAW' })
  for (const [name, algorithm] of [
    ['practice/p384', 'ECDSA_P384'],
    ['practice/ed25519', 'ED25519'],
  ] as const) {
    await client.createKey({ name, algorithm })
    await client.issueCertificate({ unit: 'practice', key: name, profile: 'DOCUMENT_SIGNING' })
  }
})
afterAll(() => service.close())

const key = 'practice/signing'
const document = Buffer.from('Nghị quyết số 01, không rời khỏi máy này\n')

function digestOf(content: Uint8Array, hash = 'sha256'): Uint8Array {
  return createHash(hash).update(content).digest()
}

async function codeOf(refused: Promise<unknown>): Promise<unknown> {
  return refused.then(
    () => 'it was done',
    (error: { code: string }) => error.code,
  )
}

/** Of signatures that were made; refusals leave entries of their own. */
async function signatureEntries(): Promise<readonly unknown[]> {
  const entries = []
  for await (const { operation, outcome, entry } of client.auditEntries())
    if (operation === 'completeSignature' && outcome === 'done')
      entries.push(JSON.parse(Buffer.from(entry).toString()))
  return entries
}

describe('prepareSignature and completeSignature', () => {
  it.each([
    [key, 'SHA_256', 'B_T'],
    ['practice/p384', 'SHA_384', 'B_B'],
    ['practice/ed25519', 'SHA_512', 'B_T'],
  ] as const)(
    'sign a document of which they see the digest alone: %s, %s, %s',
    async (name, hashAlgorithm, level) => {
      const digest = digestOf(document, hashAlgorithm.toLowerCase().replace('_', ''))
      const prepared = await client.prepareSignature({ key: name, digest, hashAlgorithm, level })
      const completed = await client.completeSignature({ preparation: prepared.preparation })
      expect(completed).toMatchObject({
        format: 'CADES',
        level,
        certificateSerialHex: prepared.certificateSerialHex,
      })
      expect(completed.signature.length).toBeLessThanOrEqual(prepared.signatureOctets)
      expect(
        await client.verifyDocument({ document: completed.signature, contents: [document] }),
      ).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT', format: 'CAdES' })
      const other = await client.verifyDocument({
        document: completed.signature,
        contents: [Buffer.from('another')],
      })
      expect(other.indication).toBe('TOTAL_FAILED')
    },
  )

  it('sign a PDF that stays where it is', async () => {
    const pdf = makePdf('table')
    const wanted = { key, format: 'PADES', level: 'B_T' } as const
    // Which digest it is does not change how much has to be reserved.
    const { signatureOctets } = await client.prepareSignature({ ...wanted, digest: new Uint8Array(32) })
    const local = await preparePdfSignature(bytesSource(pdf), {
      subFilter: 'ETSI.CAdES.detached',
      reservedBytes: signatureOctets,
      signingTime: now,
    })
    const digest = await local.digestSignedBytes('sha-256')
    const { preparation } = await client.prepareSignature({ ...wanted, digest })
    const { signature } = await client.completeSignature({ preparation })
    const signed = Buffer.concat([pdf, embedPdfSignature(local, signature)])
    expect(await client.verifyDocument({ document: signed })).toMatchObject({
      indication: 'TOTAL_PASSED',
      format: 'PAdES',
      signatures: [{ level: 'B-T', coversWholeDocument: true }],
    })
  })

  it('prepare without an entry or a signature, and complete what was shown and nothing else', async () => {
    const before = await signatureEntries()
    const { preparation, toBeSigned } = await client.prepareSignature({ key, digest: digestOf(document) })
    expect(await signatureEntries()).toEqual(before)
    await client.completeSignature({ preparation })
    const [entry, ...more] = (await signatureEntries()).slice(before.length)
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      toBeSignedSha256: toHex(digestOf(toBeSigned)),
      details: { contentDigest: toHex(digestOf(document)), format: 'CAdES', level: 'B-T' },
    })
  })

  it('give the same signature for one idempotency key', async () => {
    const { preparation } = await client.prepareSignature({ key, digest: digestOf(document) })
    const first = await client.completeSignature({ preparation, idempotencyKey: 'one' })
    expect(await client.completeSignature({ preparation, idempotencyKey: 'one' })).toEqual(first)
    const { preparation: other } = await client.prepareSignature({ key, digest: digestOf(makePdf('table')) })
    expect(await codeOf(client.completeSignature({ preparation: other, idempotencyKey: 'one' }))).toBe(
      'IDEMPOTENCY_CONFLICT',
    )
  })

  it('refuse a key for raw messages, a hash that is not the key’s, and a digest of another length', async () => {
    const digest = digestOf(document)
    expect(await codeOf(client.prepareSignature({ key: 'practice/raw', digest }))).toBe('PURPOSE_MISMATCH')
    for (const [name, hashAlgorithm, octets] of [
      ['practice/p384', 'SHA_256', 32],
      [key, 'SHA_512', 64],
      [key, 'SHA_256', 31],
      [key, 'SHA_256', 0],
    ] as const) {
      const input = { key: name, digest: new Uint8Array(octets), hashAlgorithm }
      expect(await codeOf(client.prepareSignature(input))).toBe('INVALID_ARGUMENT')
    }
  })

  it('refuse a preparation that was changed in any octet, and sign nothing', async () => {
    const { preparation } = await client.prepareSignature({ key, digest: digestOf(document), level: 'B_B' })
    const before = await signatureEntries()
    for (let at = 0; at < preparation.length; at += 7) {
      const changed = new Uint8Array(preparation)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(['INVALID_ARGUMENT', 'NOT_FOUND', 'CERTIFICATE_NOT_VALID']).toContain(
        await codeOf(client.completeSignature({ preparation: changed })),
      )
    }
    expect(await codeOf(client.completeSignature({ preparation: new Uint8Array(5000) }))).toBe(
      'INVALID_ARGUMENT',
    )
    expect(await signatureEntries()).toEqual(before)
  })

  it('refuse a preparation after its hour', async () => {
    const { preparation, expiresAt } = await client.prepareSignature({ key, digest: digestOf(document) })
    const kept = now
    try {
      now = new Date(Date.parse(expiresAt) + 1)
      expect(await codeOf(client.completeSignature({ preparation }))).toBe('INVALID_ARGUMENT')
      now = new Date(Date.parse(expiresAt) - 1)
      expect(await codeOf(client.completeSignature({ preparation }))).toBe('it was done')
    } finally {
      now = kept
    }
  })

  it('refuse a preparation for a version that was rotated away, rather than sign with another', async () => {
    const digest = digestOf(document, 'sha384')
    const { preparation } = await client.prepareSignature({
      key: 'practice/p384',
      digest,
      hashAlgorithm: 'SHA_384',
    })
    await client.rotateKey({ name: 'practice/p384' })
    expect(await codeOf(client.completeSignature({ preparation }))).toBe('CERTIFICATE_NOT_VALID')
  })
})
