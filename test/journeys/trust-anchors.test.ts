// `addTrustAnchor`, `removeTrustAnchor`, `trustAnchors`: whom the office trusts beside itself, and since when.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64, utf8 } from '../../src/bytes.ts'
import { certificatesInPem, encodePem } from '../../src/formats/x509/pem.ts'
import { parseTrustNote } from '../../src/validation/trust/trust-note.ts'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { cades, makeOffice, now, type Office } from '../fixtures/office.ts'
import { certify, fixedKey } from '../fixtures/pki.ts'
import { approve, assertionOf, execute, outcomeOf, propose } from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let ministry: Office
let an: TestPerson
let binh: TestPerson
beforeAll(async () => {
  service = await startTestService()
  ministry = await makeOffice()
  an = await addPerson(service, 'an')
  binh = await addPerson(service, 'binh')
})
afterAll(() => service.close())

const pem = (der: Uint8Array): string => encodePem('CERTIFICATE', der)

const add = (input: Readonly<Record<string, unknown>>) =>
  an.graphql(
    `mutation ($input: AddTrustAnchorInput!) { addTrustAnchor(input: $input) {
      anchor { id subject issuer certificateSha256 purposes trustedUntil removedAt pem } } }`,
    { input },
  )

const remove = (anchorId: string, input: Readonly<Record<string, unknown>> = {}) =>
  an.graphql(
    `mutation ($input: RemoveTrustAnchorInput!) { removeTrustAnchor(input: $input) { anchor { id removedAt } } }`,
    { input: { anchorId, ...input } },
  )

async function standing(): Promise<readonly { readonly id: string; readonly subject: string }[]> {
  const { data, errors } = await service.graphql('query { trustAnchors { id subject } }', {}, null)
  expect(errors).toEqual([])
  return data.trustAnchors
}

/** What anybody is told of a document that the ministry signed. */
async function verdict() {
  const { data, errors } = await service.graphql(
    `query ($document: Base64!, $at: DateTime!) { verifyDocument(input: { document: { base64: $document }, at: $at }) {
      integrity signatures { lane subIndication } } }`,
    { document: toBase64(await cades(ministry.pki, utf8('Số: 12/QĐ-BNV'))), at: now.toISOString() },
    null,
  )
  expect(errors).toEqual([])
  return data.verifyDocument.signatures[0]
}

describe('an authority of others', () => {
  it('vouches from the moment when it was added until it is removed, and is told apart from the office’s own', async () => {
    expect(await verdict()).toEqual({ lane: null, subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' })
    const { data, errors } = await add({ certificatePem: pem(ministry.pki.root.certificate) })
    expect(errors).toEqual([])
    const { anchor } = data.addTrustAnchor
    expect(anchor).toMatchObject({
      purposes: ['DOCUMENT_SIGNING', 'TIMESTAMPING'],
      trustedUntil: null,
      removedAt: null,
      pem: pem(ministry.pki.root.certificate),
      certificateSha256: createHash('sha256').update(ministry.pki.root.certificate).digest('hex'),
    })
    const trusted = await verdict()
    expect(trusted.lane).toBe('IMPORTED')
    expect(trusted.subIndication).not.toBe('NO_CERTIFICATE_CHAIN_FOUND')
    expect((await standing()).map(({ id }) => id)).toEqual([anchor.id])

    const removed = await remove(anchor.id)
    expect(removed.data.removeTrustAnchor.anchor.removedAt).not.toBeNull()
    expect(await verdict()).toEqual({ lane: null, subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' })
    expect(await standing()).toEqual([])
    // It is known for ever what was trusted, and until when.
    const { data: kept } = await an.graphql(
      'query ($id: ID!) { node(id: $id) { ... on TrustAnchor { subject removedAt } } }',
      { id: anchor.id },
    )
    expect(kept.node.removedAt).toBe(removed.data.removeTrustAnchor.anchor.removedAt)
    expect(outcomeOf(await remove(anchor.id))).toBe('NOT_FOUND')
  })

  it('vouches for its purpose and time alone', async () => {
    const certificatePem = pem(ministry.pki.root.certificate)
    const terms = [
      { purposes: ['TIMESTAMPING'] },
      { trustedUntil: '2026-01-01T00:00:00Z' },
      { trustedFrom: '2026-11-01T00:00:00Z' },
    ]
    for (const one of terms) {
      const { data, errors } = await add({ certificatePem, ...one })
      expect(errors).toEqual([])
      expect((await verdict()).subIndication, JSON.stringify(one)).toBe('NO_CERTIFICATE_CHAIN_FOUND')
      await remove(data.addTrustAnchor.anchor.id)
    }
  })

  it('is added once by one idempotency key, and removed once', async () => {
    const input = { certificatePem: pem(ministry.pki.root.certificate), idempotencyKey: 'the ministry' }
    const [first, second] = [await add(input), await add(input)]
    expect(second.data).toEqual(first.data)
    const { id } = first.data.addTrustAnchor.anchor
    const gone = await remove(id, { idempotencyKey: 'no more' })
    expect(gone.errors).toEqual([])
    expect((await remove(id, { idempotencyKey: 'no more' })).data).toEqual(gone.data)
  })

  it('is handed to whoever verifies without the service, with what it may vouch for', async () => {
    const trustedUntil = '2031-01-01T00:00:00.000Z'
    const { data } = await add({
      certificatePem: pem(ministry.pki.root.certificate),
      purposes: ['DOCUMENT_SIGNING'],
      trustedUntil,
    })
    const { id, certificateSha256, subject } = data.addTrustAnchor.anchor
    const folder = join(service.dataDirectory, 'trust/approved')
    const name = `${certificateSha256}.pem`
    // What was trusted before under other terms may lie there for a moment more.
    const note = async () => parseTrustNote(await readFile(join(folder, `${name}.json`), 'utf8'))
    await expect
      .poll(() => note().catch(() => undefined), { timeout: 10_000 })
      .toEqual({ purposes: ['document-signing'], until: new Date(trustedUntil) })
    await expect.poll(() => readdir(folder), { timeout: 10_000 }).toContain(name)
    expect(await readFile(join(folder, name), 'utf8')).toBe(pem(ministry.pki.root.certificate))
    const response = await fetch(`${service.url}/verify/trust-anchors.pem`)
    expect(response.headers.get('content-type')).toBe('application/x-pem-file')
    const text = await response.text()
    expect(text).toContain(`subject: ${subject}\ntrusted: for document-signing, until ${trustedUntil}\n`)
    expect(text).toContain('trusted: of this office itself')
    expect(certificatesInPem(text)).toContainEqual(ministry.pki.root.certificate)
    await remove(id)
    await expect.poll(() => readdir(folder), { timeout: 10_000 }).toEqual([])
  })
})

describe('what cannot be an anchor is refused in words', () => {
  it('by its own code', async () => {
    const { pki } = ministry
    const root = pki.root.certificate
    const ended = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'root'),
      subject: 'CN=Ended',
      issuer: undefined,
      notAfter: new Date('2026-02-01T00:00:00Z'),
      extensions: { basicConstraints: { ca: true }, keyUsage: ['keyCertSign'] },
    })
    const forged = new Uint8Array(root)
    const last = forged.length - 1
    forged[last] = (forged[last] ?? 0) ^ 1
    const { data } = await service.graphql(
      'query { authority(slug: "practice-root") { certificate { pem } } }',
    )
    const wrong: readonly (readonly [string, string, RegExp])[] = [
      ['no certificate at all', 'INVALID_ARGUMENT', /no PEM certificate/],
      [pem(root) + pem(pki.issuing.certificate), 'INVALID_ARGUMENT', /exactly one/],
      [pem(Uint8Array.of(0x30, 3, 2, 1, 5)), 'MALFORMED_DER', /Certificate/i],
      [pem(pki.signer.certificate), 'INVALID_ARGUMENT', /no certification authority/],
      [pem(ended.certificate), 'CERTIFICATE_NOT_VALID', /CN=Ended ended on 2026-02-01/],
      [pem(forged), 'INVALID_ARGUMENT', /signature does not hold/],
      [data.authority.certificate.pem, 'ALREADY_EXISTS', /of the office itself/],
      [weakRoot, 'ALGORITHM_NOT_ALLOWED', /RSA of 1024 bits/],
    ]
    for (const [certificatePem, code, words] of wrong) {
      const answer = await add({ certificatePem })
      expect([code, answer.errors[0]?.message]).toEqual([code, expect.stringMatching(words)])
      expect(outcomeOf(answer)).toBe(code)
    }
    const certificatePem = pem(root)
    expect(outcomeOf(await add({ certificatePem, purposes: [] }))).toBe('INVALID_ARGUMENT')
    const backwards = { trustedFrom: '2030-01-01T00:00:00Z', trustedUntil: '2029-01-01T00:00:00Z' }
    expect(outcomeOf(await add({ certificatePem, ...backwards }))).toBe('INVALID_ARGUMENT')
    const once = await add({ certificatePem })
    expect(outcomeOf(once)).toBe('done')
    expect(outcomeOf(await add({ certificatePem }))).toBe('ALREADY_EXISTS')
    await remove(once.data.addTrustAnchor.anchor.id)
  })

  it('and who may not make authorities trusts nobody in the office’s name', async () => {
    const clerk = await addPerson(service, 'clerk', { role: 'clerk' })
    const below = await addPerson(service, 'below', { unit: 'practice' })
    for (const person of [clerk, below]) {
      const answer = await person.graphql(
        'mutation ($pem: String!) { addTrustAnchor(input: { certificatePem: $pem }) { anchor { id } } }',
        { pem: pem(ministry.pki.root.certificate) },
      )
      expect(outcomeOf(answer)).toBe('NOT_PERMITTED')
    }
    expect(await standing()).toEqual([])
  })
})

it('an office that asks for approval adds and removes what others approved, and the entry names the proposal', async () => {
  for (const act of ['ADD_TRUST_ANCHOR', 'REMOVE_TRUST_ANCHOR']) {
    const rule = await an.graphql(
      'mutation ($act: ProposableAct!) { setApprovalRule(input: { unit: "", act: $act, approvals: 1 }) { rule { act } } }',
      { act },
    )
    expect(rule.errors).toEqual([])
  }
  const certificatePem = pem(ministry.pki.root.certificate)
  expect(outcomeOf(await add({ certificatePem }))).toBe('APPROVAL_REQUIRED')
  const addition = await propose(an.graphql, { addTrustAnchor: { certificatePem } })
  const names = JSON.parse(addition.canonicalAct).names
  expect(names.certificateSha256).toBe(
    createHash('sha256').update(ministry.pki.root.certificate).digest('hex'),
  )
  await approve(binh, addition, assertionOf(binh, addition))
  const added = await execute(an.graphql, addition)
  expect(added.errors).toEqual([])
  const { id } = added.data.execute.result.anchor
  expect((await execute(an.graphql, addition)).data).toEqual(added.data)
  expect((await verdict()).lane).toBe('IMPORTED')

  expect(outcomeOf(await remove(id))).toBe('APPROVAL_REQUIRED')
  const removal = await propose(an.graphql, { removeTrustAnchor: { anchorId: id } })
  await approve(binh, removal, assertionOf(binh, removal))
  expect(outcomeOf(await execute(an.graphql, removal))).toBe('done')
  expect((await verdict()).lane).toBeNull()

  const { data } = await an.graphql(
    'query { auditEntries(first: 1000) { edges { node { operation details { name value } } } } }',
  )
  for (const [operation, { actSha256 }] of [
    ['addTrustAnchor', addition],
    ['removeTrustAnchor', removal],
  ] as const) {
    const entries = data.auditEntries.edges
      .map(({ node }: { node: { operation: string } }) => node)
      .filter((node: { operation: string }) => node.operation === operation)
    expect(entries.at(-1).details).toContainEqual({ name: 'actSha256', value: actSha256 })
  }
})

/** Self-signed, with a modulus of 1024 bits; its key is known to nobody. */
const weakRoot = `-----BEGIN CERTIFICATE-----
MIICFjCCAX+gAwIBAgIUUNmu+ay9SMN94kItQ82pDethWTQwDQYJKoZIhvcNAQEL
BQAwFDESMBAGA1UEAwwJV2VhayBSb290MCAXDTI2MTEyNzA1Mzc1NVoYDzIwNjYx
MTE3MDUzNzU1WjAUMRIwEAYDVQQDDAlXZWFrIFJvb3QwgZ8wDQYJKoZIhvcNAQEB
BQADgY0AMIGJAoGBAMD1GSZbElC0hc+9lEo1On59omDozP8BH0O14DbHmcjT5q8w
nbNzlaBTbs/uErcPT8sa+9rTwj7BlwLX535Szs4fzwOFne1DXSHz4+pEH9wOTB29
CWEX35a5dpuXJ5RBHVlJ5DHAGbs0hDAvfwPWmIGuXcQEcNJtSejV+T4FUA6HAgMB
AAGjYzBhMB0GA1UdDgQWBBSa74o6Jj0UWQMfeftHsyOvd2XjITAfBgNVHSMEGDAW
gBSa74o6Jj0UWQMfeftHsyOvd2XjITAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB
/wQEAwICBDANBgkqhkiG9w0BAQsFAAOBgQCSE0NaQp++k3nLrMS2EJ0ujNkRvchB
YC1i4GWkWOIz6iEEKA0QU6HeDm6mv7E0XyRXEPNoWhbM/JhSOW+Y/bfHr3SSW6gk
Y2bcOGO/NURQS7LkDdPqmGZEBOxcHUkU9hf0s6AIrsPyruyj8I3HA3D7411U/VD9
lh/wba29advwqA==
-----END CERTIFICATE-----
`
