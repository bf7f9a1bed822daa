import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revocationAt } from '../../src/operations/evidence.ts'
import type { IssuedCertificate } from '../../src/registry/certificate.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

async function applicationOf(unit: string, actions: readonly string[]): Promise<string> {
  const made = await service.graphql(
    'mutation ($unit: String!, $name: String!, $actions: [Action!]!) { createApplication(input: { name: $name, unit: $unit, actions: $actions }) { application { id } } }',
    { unit, name: `application ${Math.random()}`, actions },
  )
  const { data } = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
    { id: made.data.createApplication.application.id },
  )
  return data.issueToken.secret
}

const signDocument = `mutation ($document: Base64!) {
  signDocument(input: { key: "practice/signing", document: { base64: $document } }) { auditEntryId certificateSerialHex }
}`
const pdf = Buffer.from(makePdf('table')).toString('base64')

const evidence = `query ($id: ID!, $before: DateTime!, $after: DateTime!) {
  auditEntry(id: $id) {
    operation outcome callerKind applicationId tokenId keyId keyVersion algorithm toBeSignedSha256 signatureSha256
    details { name value }
    certificate {
      serialHex subject
      before: revocationAt(time: $before) { status revokedAt reason }
      after: revocationAt(time: $after) { status revokedAt reason invalidityDate }
      authority { slug certificate { subject authority { slug root } } }
    }
    receipt { leafIndex text checkpoint { treeSize note } }
  }
}`

describe('the evidence of a signature', () => {
  it('is one query: entry, certificate, issuers, revocation at a moment, receipt', async () => {
    const { data: signed } = await service.graphql(signDocument, { document: pdf })
    const { auditEntryId, certificateSerialHex } = signed.signDocument
    const times = { before: new Date().toISOString(), after: '2026-12-01T00:00:00Z' }
    const first = await service.graphql(evidence, { id: auditEntryId, ...times })
    expect(first.errors).toEqual([])
    expect(first.data.auditEntry).toMatchObject({
      operation: 'signDocument',
      outcome: 'done',
      callerKind: 'application',
      keyVersion: 1,
      algorithm: 'ecdsa-p256',
      signatureSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      certificate: {
        serialHex: certificateSerialHex,
        before: { status: 'GOOD', revokedAt: null },
        authority: {
          slug: 'practice-issuing',
          certificate: { authority: { slug: 'practice-root', root: true } },
        },
      },
    })
    expect(first.data.auditEntry.details).toContainEqual({ name: 'format', value: 'PAdES' })

    const since = new Date().toISOString()
    await service.graphql(
      'mutation ($serial: String!, $since: DateTime!) { revokeCertificate(input: { serialHex: $serial, reason: KEY_COMPROMISE, invalidityDate: $since }) { certificate { id } } }',
      { serial: certificateSerialHex, since },
    )
    const after = new Date(Date.now() + 1000).toISOString()
    let later = await service.graphql(evidence, { id: auditEntryId, before: times.before, after })
    for (let i = 0; i < 50 && later.data.auditEntry.receipt === null; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      later = await service.graphql(evidence, { id: auditEntryId, before: times.before, after })
    }
    const { certificate, receipt } = later.data.auditEntry
    expect(certificate.before.status).toBe('GOOD')
    expect(certificate.after).toMatchObject({
      status: 'REVOKED',
      reason: 'KEY_COMPROMISE',
      invalidityDate: since,
    })
    expect(receipt.text).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /)
    expect(receipt.leafIndex).toBeLessThan(receipt.checkpoint.treeSize)
  })

  it('of a certificate is the one that was issued', async () => {
    await service.graphql(
      'mutation { createKey(input: { name: "practice/second", algorithm: ED25519 }) { key { id } } }',
    )
    const { data } = await service.graphql(
      'mutation { issueCertificate(input: { unit: "practice", key: "practice/second", profile: DOCUMENT_SIGNING }) { certificate { serialHex } } }',
    )
    const { data: log } = await service.graphql(
      '{ auditEntries(first: 1000) { edges { node { operation certificate { serialHex } } } } }',
    )
    expect(log.auditEntries.edges.map(({ node }: { node: object }) => node)).toContainEqual({
      operation: 'issueCertificate',
      certificate: { serialHex: data.issueCertificate.certificate.serialHex },
    })
  })

  it('is shown to who caused it and to auditors of its unit, and to nobody else', async () => {
    const signer = await applicationOf('practice', ['SIGN'])
    const auditor = await applicationOf('practice', ['AUDIT'])
    const other = await applicationOf('practice', ['SIGN', 'READ'])
    await service.graphql('mutation { createUnit(input: { path: "elsewhere" }) { unit { id } } }')
    const stranger = await applicationOf('elsewhere', ['AUDIT', 'READ'])
    await service.graphql(
      'mutation { createKey(input: { name: "practice/third", algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
    )
    await service.graphql(
      'mutation { issueCertificate(input: { unit: "practice", key: "practice/signing", profile: DOCUMENT_SIGNING }) { certificate { id } } }',
    )
    const { data } = await service.graphql(signDocument, { document: pdf }, signer)
    const { auditEntryId: id } = data.signDocument
    const read = (token: string) =>
      service.graphql('query ($id: ID!) { auditEntry(id: $id) { operation } }', { id }, token)
    expect((await read(signer)).data.auditEntry).toEqual({ operation: 'signDocument' })
    expect((await read(auditor)).data.auditEntry).toEqual({ operation: 'signDocument' })
    expect((await read(other)).errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    expect(await read(stranger)).toMatchObject({ data: { auditEntry: null }, errors: [] })
  })
})

describe('what a certificate was worth at a moment', () => {
  const at = (iso: string) => new Date(`2026-${iso}T00:00:00Z`)
  const certificate: IssuedCertificate = {
    id: '',
    authorityId: '',
    serial: new Uint8Array(1),
    subject: '',
    profile: '',
    unitId: '',
    key: null,
    notBefore: at('02-01'),
    notAfter: at('10-01'),
    tbsSha256: new Uint8Array(32),
    plannedAt: at('02-01'),
    state: 'issued',
    der: new Uint8Array(1),
    issuedAt: at('02-01'),
    revocation: { revokedAt: at('06-01'), reason: 'keyCompromise', invalidityDate: at('05-01') },
  }

  it.each([
    ['01-31', 'not_yet_valid', 'not_yet_valid'],
    ['02-01', 'good', 'good'],
    ['04-30', 'good', 'good'],
    ['05-01', 'suspect', 'good'],
    ['05-31', 'suspect', 'good'],
    ['06-01', 'revoked', 'good'],
    ['10-01', 'revoked', 'good'],
    ['10-02', 'revoked', 'expired'],
  ])('on %s is %s, and without revocation %s', (day, revoked, kept) => {
    expect(revocationAt(certificate, at(day)).status).toBe(revoked)
    expect(revocationAt({ ...certificate, revocation: null }, at(day)).status).toBe(kept)
  })
})
