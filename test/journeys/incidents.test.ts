import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { joinBytes, utf8 } from '../../src/bytes.ts'
import { createClient } from '../../src/client/client.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { sealedRecipientInfos } from '../../src/formats/envelope/open.ts'
import { movableClock } from '../fixtures/clock.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const clock = movableClock()
let service: TestService
beforeAll(async () => {
  service = await startTestService({ clock })
})
afterAll(() => service.close())

async function done(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const { data, errors } = await service.graphql(query, variables)
  expect(errors).toEqual([])
  return data
}

async function keyWithCertificate(name: string): Promise<void> {
  await done(
    'mutation ($n: String!) { createKey(input: { name: $n, algorithm: ECDSA_P256, purpose: SIGN_DOCUMENT }) { key { id } } }',
    { n: name },
  )
  await done(
    'mutation ($n: String!) { issueCertificate(input: { unit: "practice", key: $n, profile: DOCUMENT_SIGNING }) { certificate { id } } }',
    { n: name },
  )
}

/** @returns the global identifier of the entry. */
async function sign(key: string, octets: Uint8Array, level: string): Promise<string> {
  const { signDocument } = await done(
    `mutation ($i: SignDocumentInput!) { signDocument(input: $i) { auditEntryId } }`,
    { i: { key, level, document: { base64: Buffer.from(octets).toString('base64') } } },
  )
  return signDocument.auditEntryId
}

const incidentFields = `id drill versions progress { stampedBefore unstampedBefore after toSignAnew signedAnew }
  items { edges { node { auditEntryId standing remedy replacedBy contentDigest } } }`

interface Item {
  readonly auditEntryId: string
  readonly standing: string
  readonly remedy: string
  readonly replacedBy: string | null
}

interface Entry {
  readonly operation: string
  readonly outcome: string
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

function isOpening({ operation }: Entry): boolean {
  return operation === 'openEnvelope' || operation === 'rewrapEnvelope'
}

async function incident(id: string) {
  const { incident } = await done(`query ($id: ID!) { incident(id: $id) { ${incidentFields} } }`, { id })
  return { ...incident, items: incident.items.edges.map(({ node }: { node: Item }) => node) }
}

const compromise = `mutation ($i: CompromiseKeyInput!) { compromiseKey(input: $i) {
  key { versions { state } } certificates { serialHex } incident { ${incidentFields} } } }`

it('tells of each signature whether it holds, and marks those that were made anew', async () => {
  await keyWithCertificate('practice/lost')
  await keyWithCertificate('practice/heir')
  const [stamped, bare] = [
    await sign('practice/lost', Buffer.from('stamped before'), 'B_T'),
    await sign('practice/lost', Buffer.from('bare before'), 'B_B'),
  ]
  clock.laterMs += 60_000
  const since = clock.now().toISOString()
  clock.laterMs += 60_000
  const [after, pdf] = [
    await sign('practice/lost', Buffer.from('after'), 'B_T'),
    await sign('practice/lost', makePdf('table'), 'B_T'),
  ]
  const { compromiseKey } = await done(compromise, { i: { name: 'practice/lost', since } })
  expect(compromiseKey.key.versions[0].state).toBe('COMPROMISED')
  expect(compromiseKey.certificates).toHaveLength(1)
  const { id } = compromiseKey.incident
  expect(compromiseKey.incident.progress).toEqual({
    stampedBefore: 1,
    unstampedBefore: 1,
    after: 2,
    toSignAnew: 3,
    signedAnew: 0,
  })
  const standing = new Map((await incident(id)).items.map((one: Item) => [one.auditEntryId, one.standing]))
  expect([stamped, bare, after, pdf].map((entry) => standing.get(entry))).toEqual([
    'STAMPED_BEFORE',
    'UNSTAMPED_BEFORE',
    'AFTER',
    'AFTER',
  ])

  const resign = `mutation ($i: ResignInput!) { resign(input: $i) { incident { ${incidentFields} } } }`
  clock.laterMs += 1000
  const again = await sign('practice/heir', Buffer.from('bare before'), 'B_T')
  const newPdf = await sign('practice/heir', makePdf('table'), 'B_T')
  // Content that was signed again is found by its digest; a PDF is named by whoever signed it anew.
  const { resign: matched } = await done(resign, { i: { incidentId: id } })
  expect(matched.incident.progress.signedAnew).toBe(1)
  const { resign: named } = await done(resign, {
    i: { incidentId: id, signatures: [{ auditEntryId: pdf, replacedBy: newPdf }] },
  })
  expect(named.incident.progress).toMatchObject({ toSignAnew: 3, signedAnew: 2 })
  const items: readonly Item[] = (await incident(id)).items
  expect(items.find(({ auditEntryId }) => auditEntryId === bare)?.replacedBy).toBe(again)
  // Neither an older signature nor one by the lost key takes a place.
  for (const replacedBy of [stamped, after]) {
    const { errors } = await service.graphql(resign, {
      i: { incidentId: id, signatures: [{ auditEntryId: after, replacedBy }] },
    })
    expect(errors[0]?.extensions.code).toBe('INVALID_ARGUMENT')
  }
})

it('drills without changing anything, and leaves that in the log', async () => {
  await keyWithCertificate('practice/kept')
  await sign('practice/kept', Buffer.from('practised'), 'B_B')
  const { compromiseKey } = await done(compromise, { i: { name: 'practice/kept', drill: true } })
  expect(compromiseKey).toMatchObject({
    key: { versions: [{ state: 'ACTIVE' }] },
    certificates: [],
    incident: { drill: true, versions: [1], progress: { toSignAnew: 1 } },
  })
  await sign('practice/kept', Buffer.from('goes on'), 'B_B')
  const { auditEntries } = await done('query { auditEntries(first: 1000) { edges { node { operation } } } }')
  const operations = auditEntries.edges.map(({ node }: { node: { operation: string } }) => node.operation)
  expect(operations).toContain('drillCompromise')
})

it('counts as opened what was opened, and not what a key failed to open', async () => {
  const client = createClient({ url: service.url, token: service.administrator, attempts: 1 })
  const envelope = await Array.fromAsync(client.seal({ content: utf8('read once'), units: ['practice'] }))
  const recipientInfos = await sealedRecipientInfos(bytesSource(joinBytes(envelope)))
  const { auditEntryId } = await client.openEnvelope({ recipientInfos })
  // The encrypted content key stands last.
  const damaged = recipientInfos.with(-1, (recipientInfos.at(-1) ?? 0) ^ 1)
  const failure = client.openEnvelope({ recipientInfos: damaged })
  await expect(failure).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
  const outcomes = await client.rewrapEnvelope({ items: [{ recipientInfos: damaged }] })
  expect(outcomes).toMatchObject([{ code: 'DECRYPTION_FAILED' }])

  const { compromiseKey } = await done(compromise, { i: { name: 'practice/envelopes', drill: true } })
  const { id } = compromiseKey.incident
  const items: readonly Item[] = (await incident(id)).items
  expect(items).toMatchObject([{ auditEntryId, standing: 'OPENED', remedy: 'REWRAP' }])
  const { reportIncident } = await done(
    'mutation ($id: ID!) { reportIncident(input: { incidentId: $id }) { text facts } }',
    { id },
  )
  expect(JSON.parse(reportIncident.facts)).toMatchObject({ opened: 1 })
  expect(reportIncident.text).toContain('Sealed files opened: 1\n')
  // Yet the log has them all, with what they came to.
  const { auditEntries } = await done(
    'query { auditEntries(first: 1000) { edges { node { operation outcome details { name value } } } } }',
  )
  const used = auditEntries.edges.map(({ node }: { node: Entry }) => node).filter(isOpening)
  const codeOf = ({ details }: Entry) => details.find(({ name }) => name === 'code')?.value
  expect(used.map((entry: Entry) => [entry.operation, entry.outcome, codeOf(entry)])).toEqual([
    ['openEnvelope', 'done', undefined],
    ['openEnvelope', 'failed', 'DECRYPTION_FAILED'],
    ['rewrapEnvelope', 'failed', 'DECRYPTION_FAILED'],
  ])
})

it('reports in two languages, with facts whose digests the log proves', async () => {
  const { incidents } = await done('query { incidents { edges { node { id drill } } } }')
  for (const { node } of incidents.edges) {
    const { reportIncident } = await done(
      `mutation ($id: ID!) { reportIncident(input: { incidentId: $id }) { text facts auditEntryId } }`,
      { id: node.id },
    )
    expect(reportIncident.text).toMatch(node.drill ? /^DIỄN TẬP \/ DRILL/ : /^THỰC HÀNH \/ PRACTICE/)
    expect(reportIncident.text).toContain('BÁO CÁO SỰ CỐ KHÓA KÝ')
    expect(reportIncident.text).toContain('REPORT OF A KEY INCIDENT')
    const facts = JSON.parse(reportIncident.facts)
    expect(facts).toMatchObject({ practice: true, drill: node.drill })
    expect(facts.signatures).toHaveLength(facts.toSignAnew - facts.signedAnew)
    const { auditEntry } = await done(
      'query ($id: ID!) { auditEntry(id: $id) { operation details { name value } } }',
      { id: reportIncident.auditEntryId },
    )
    const value = createHash('sha256').update(reportIncident.facts).digest('hex')
    expect(auditEntry).toMatchObject({ operation: 'reportIncident' })
    expect(auditEntry.details).toContainEqual({ name: 'factsSha256', value })
  }
})
