// Envelopes through the front door: units have what is needed to seal to them, open by their keys alone, and rotate.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equalBytes, joinBytes, utf8 } from '../../src/bytes.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { setOf } from '../../src/formats/asn1/writer.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { sealedRecipientInfos } from '../../src/formats/envelope/open.ts'
import { parseCertificate } from '../../src/formats/x509/certificate.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { makeRecipient } from '../fixtures/recipients.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let client: ChanceryClient
beforeAll(async () => {
  service = await startTestService()
  client = createClient({ url: service.url, token: service.administrator, attempts: 1 })
  await client.createUnit({ path: 'north' })
  await client.createUnit({ path: 'south' })
})
afterAll(() => service.close())

const content = utf8('Hồ sơ cán bộ, mật')

let programs = 0
async function bound(unit: string, actions: readonly ('SEAL' | 'OPEN' | 'READ')[]): Promise<ChanceryClient> {
  const name = `program-${programs++}`
  const { id } = await client.createApplication({ name, unit, actions })
  const { secret } = await client.issueToken({ applicationId: id })
  return createClient({ url: service.url, token: secret, attempts: 1 })
}

async function sealed(units: readonly string[], format?: 'cms' | 'chunked'): Promise<Uint8Array> {
  return joinBytes(await Array.fromAsync(client.seal({ content, units, format })))
}

async function opened(who: ChanceryClient, envelope: Uint8Array): Promise<Uint8Array> {
  const file = await who.open({ envelope })
  return joinBytes(await Array.fromAsync(file.verified()))
}

async function openings(): Promise<number> {
  const entries = await Array.fromAsync(client.auditEntries())
  return entries.filter(({ operation }) => operation === 'openEnvelope').length
}

describe('a unit', () => {
  it('has an encryption key and its certificate from the moment it is made', async () => {
    for (const unit of ['north', 'practice']) {
      const key = await client.key(`${unit}/envelopes`)
      expect(key).toMatchObject({ purpose: 'OPEN', algorithm: 'ECDH_P256' })
      const [certificate] = key?.versions[0]?.certificates ?? []
      expect(certificate).toMatchObject({ profile: 'ENCRYPTION', revokedAt: null })
      const { data } = await service.graphql(`{ recipient(unit: "${unit}") { serialHex certificatePem } }`)
      expect(data.recipient.serialHex).toBe(certificate?.serialHex)
      const der = Buffer.from(data.recipient.certificatePem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
      expect([...(parseCertificate(der).extensions.keyUsage ?? [])]).toEqual(['keyAgreement'])
    }
  })

  it('opens what was sealed to it, and nobody else does', async () => {
    const [north, south] = [await bound('north', ['OPEN']), await bound('south', ['OPEN'])]
    for (const format of ['cms', 'chunked'] as const) {
      const envelope = await sealed(['north'], format)
      expect(await opened(north, envelope)).toEqual(content)
      await expect(opened(south, envelope)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    }
  })

  it('opens by nobody who may not open, and leaves an entry for each that was opened', async () => {
    const reader = await bound('north', ['READ', 'SEAL'])
    const envelope = await sealed(['north'])
    await expect(opened(reader, envelope)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    const before = await openings()
    await opened(client, envelope)
    expect((await openings()) - before).toBe(1)
  })

  it('is sealed to by whoever may seal, wherever he is, and by nobody else', async () => {
    const sealer = await bound('south', ['SEAL'])
    const pieces = await Array.fromAsync(sealer.seal({ content, units: ['north', 'practice'] }))
    expect(await opened(client, joinBytes(pieces))).toEqual(content)
    const other = await bound('south', ['OPEN'])
    await expect(Array.fromAsync(other.seal({ content, units: ['north'] }))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    await expect(sealed(['nowhere'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('that rotates its key is sealed to anew, and opens what was sealed before', async () => {
    const before = await sealed(['north'])
    const { key, certificates } = await client.rotateKey({ name: 'north/envelopes' })
    expect(key.versions.map(({ state }) => state)).toEqual(['DEACTIVATED', 'ACTIVE'])
    expect(certificates).toMatchObject([{ profile: 'ENCRYPTION' }])
    const after = await sealed(['north'])
    expect(await opened(client, before)).toEqual(content)
    expect(await opened(client, after)).toEqual(content)
    const answer = await client.openEnvelope({
      recipientInfos: await sealedRecipientInfos(bytesSource(after)),
    })
    expect([answer.unit, answer.keyVersion, answer.document]).toEqual(['north', 2, null])
  })
})

describe('a key that opens', () => {
  it('does so in every state that still reads what was made before, and in no other (SP 800-57 §7)', async () => {
    await client.createUnit({ path: 'east' })
    const envelope = await sealed(['east'])
    const name = 'east/envelopes'
    await client.disableKey({ name })
    await expect(opened(client, envelope)).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    await expect(sealed(['east'])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    await client.enableKey({ name })
    expect(await opened(client, envelope)).toEqual(content)
    await client.compromiseKey({ name })
    expect(await opened(client, envelope)).toEqual(content)
    await expect(sealed(['east'])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
  })
})

describe('through the service', () => {
  it('a document is sealed and opened, inline and by way of the spool', async () => {
    const sealedInline = await client.sealEnvelope({ document: content, units: ['south'] })
    const envelope = sealedInline.document.bytes ?? new Uint8Array(0)
    const openedInline = await client.openEnvelope({ envelope })
    expect(openedInline.document?.bytes).toEqual(content)
    expect(openedInline.unit).toBe('south')
    const large = crypto.getRandomValues(new Uint8Array(65_536)).toHex().repeat(12)
    const answer = await client.sealEnvelope({ document: utf8(large), units: ['south'], format: 'CHUNKED' })
    const id = answer.document.id ?? ''
    const back = await client.openEnvelope({ envelope: { id } })
    const pieces = await Array.fromAsync(client.downloadDocument(back.document?.id ?? ''))
    expect(equalBytes(joinBytes(pieces), utf8(large))).toBe(true)
  })

  it('a document is signed and sealed in one act, or neither', async () => {
    const request = { document: makePdf('table'), units: ['practice'], signWith: 'practice/signing' }
    const { document } = await client.sealEnvelope(request)
    const signed = await client.openEnvelope({ envelope: document.bytes ?? new Uint8Array(0) })
    const pdf = signed.document?.bytes ?? new Uint8Array(0)
    expect(await client.verifyDocument({ document: pdf })).toMatchObject({ indication: 'TOTAL_PASSED' })
    const wrong = { ...request, signWith: 'practice/envelopes' }
    await expect(client.sealEnvelope(wrong)).rejects.toMatchObject({ code: 'PURPOSE_MISMATCH' })
  })

  it('a repeated request answers with the same envelope', async () => {
    const request = { document: content, units: ['south'], idempotencyKey: 'the same envelope' }
    const [one, two] = [await client.sealEnvelope(request), await client.sealEnvelope(request)]
    expect(two).toEqual(one)
    expect(one.document.bytes).not.toBeNull()
    await expect(client.sealEnvelope({ ...request, units: ['north'] })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    })
  })

  it('of a damaged envelope comes nothing', async () => {
    const { document } = await client.sealEnvelope({ document: content, units: ['south'] })
    const damaged = Uint8Array.from(document.bytes ?? [])
    const last = damaged.length - 20
    damaged[last] = (damaged[last] ?? 0) ^ 1
    await expect(client.openEnvelope({ envelope: damaged })).rejects.toMatchObject({
      code: 'DECRYPTION_FAILED',
    })
    await expect(client.openEnvelope({ envelope: content })).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
    })
    await expect(client.openEnvelope({})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})

describe('recipients', () => {
  it('are added and removed without the content passing, batch by batch, with an outcome for each', async () => {
    const partner = await makeRecipient('ecdh-p384')
    const pem = encodePem('CERTIFICATE', partner.certificate)
    const envelopes = [await sealed(['south'], 'cms'), await sealed(['south'], 'chunked')]
    const infos = await Promise.all(envelopes.map((one) => sealedRecipientInfos(bytesSource(one))))
    const outcomes = await client.rewrapEnvelope({
      items: [...infos, setOf([])].map((recipientInfos, i) => ({ recipientInfos, reference: `${i}` })),
      addUnits: ['practice'],
      addCertificatesPem: [pem],
      removeUnits: ['south'],
    })
    expect(outcomes.map((one) => ('code' in one ? one.code : one.reference))).toEqual([
      '0',
      '1',
      'NOT_PERMITTED',
    ])
  })

  it('of a file are exchanged by the client: the new ones open it, those removed do not', async () => {
    const partner = await makeRecipient('x25519')
    const pem = encodePem('CERTIFICATE', partner.certificate)
    const [north, south] = [await bound('north', ['OPEN']), await bound('south', ['OPEN', 'READ'])]
    for (const format of ['cms', 'chunked'] as const) {
      const envelope = await sealed(['south'], format)
      const request = { envelope, addUnits: ['north'], addCertificates: [pem], removeUnits: ['south'] }
      const exchange = await client.exchangeRecipients(request)
      const changed = Uint8Array.from(envelope)
      if (exchange.kind === 'in-place')
        for (const { offset, octets } of exchange.writes) changed.set(octets, offset)
      const after = exchange.kind === 'copy' ? joinBytes(await Array.fromAsync(exchange.pieces)) : changed
      expect(await opened(north, after)).toEqual(content)
      await expect(opened(south, after)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
      const privateKey = { certificate: pem, pkcs8: partner.privateKey }
      const file = await south.open({ envelope: after, privateKey })
      expect(joinBytes(await Array.fromAsync(file.verified()))).toEqual(content)
    }
  })

  it('to be added to whom nothing can be sealed are refused before anything is opened', async () => {
    const signer = await makeRecipient('ecdh-p256', { keyUsage: ['digitalSignature'] })
    const infos = await sealedRecipientInfos(bytesSource(await sealed(['south'])))
    const rewrappings = async () =>
      (await Array.fromAsync(client.auditEntries())).filter(
        ({ operation, outcome }) => operation === 'rewrapEnvelope' && outcome === 'done',
      ).length
    const before = await rewrappings()
    await expect(
      client.rewrapEnvelope({
        items: [{ recipientInfos: infos }],
        addCertificatesPem: [encodePem('CERTIFICATE', signer.certificate)],
      }),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_VALID' })
    expect(await rewrappings()).toBe(before)
  })

  it('cannot all be removed', async () => {
    const infos = await sealedRecipientInfos(bytesSource(await sealed(['south'])))
    const [outcome] = await client.rewrapEnvelope({
      items: [{ recipientInfos: infos }],
      removeUnits: ['south'],
    })
    expect(outcome).toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
