// Documents are approved as one list, each by its digest, and signed by a key that signs nothing else.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { makePdf } from '../fixtures/pdf.ts'
import {
  approve,
  assertionOf,
  execute,
  outcomeOf,
  propose,
  type TestProposal,
} from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const key = 'practice/leader'
let service: TestService
let leader: TestPerson
beforeAll(async () => {
  service = await startTestService()
  leader = await addPerson(service, 'leader', { role: 'signer', unit: 'practice' })
  const made = await service.graphql(
    `mutation { createKey(input: { name: "${key}", algorithm: ECDSA_P256, purpose: SIGN_DOCUMENT,
      attributes: [APPROVAL_REQUIRED] }) { key { attributes } } }`,
  )
  expect(made.data.createKey.key.attributes).toEqual(['APPROVAL_REQUIRED'])
  await certify()
})
afterAll(() => service.close())

async function certify(): Promise<void> {
  const { errors } = await service.graphql(
    `mutation { issueCertificate(input: { unit: "practice", key: "${key}", profile: DOCUMENT_SIGNING,
      subject: "CN=Leader" }) { certificate { serialHex } } }`,
  )
  expect(errors).toEqual([])
}

function documentOf(text: string): { readonly base64: string; readonly sha256: string } {
  const octets = Buffer.from(text)
  return {
    base64: octets.toString('base64'),
    sha256: createHash('sha256').update(octets).digest('hex'),
  }
}

type Listed = Readonly<Record<string, unknown>> & { readonly sha256: string }

function listed({ sha256 }: { readonly sha256: string }, more: object = {}): Listed {
  return { sha256, title: sha256.slice(0, 8), format: 'CADES', level: 'B_B', ...more }
}

async function approvedList(documents: readonly Listed[]): Promise<TestProposal> {
  const proposal = await propose(service.graphql, { signDocuments: { key, documents } })
  expect(proposal.approvalsRequired).toBe(1)
  const { errors } = await approve(leader, proposal, assertionOf(leader, proposal))
  expect(errors).toEqual([])
  return proposal
}

interface Outcome {
  readonly code?: string
  readonly auditEntryId?: string
  readonly document?: { readonly base64: string }
}

async function outcomes(
  proposal: TestProposal,
  documents: readonly { readonly base64: string }[],
): Promise<readonly Outcome[]> {
  const { data, errors } = await execute(
    service.graphql,
    proposal,
    documents.map(({ base64 }) => ({ base64 })),
  )
  expect(errors).toEqual([])
  return data.execute.result.outcomes
}

async function signaturesOf(proposal: TestProposal): Promise<readonly string[]> {
  const { data } = await service.graphql(
    'query { auditEntries(first: 1000) { edges { node { id operation details { name value } } } } }',
  )
  const id = proposal.id.slice('Proposal:'.length)
  return data.auditEntries.edges
    .map(
      ({ node }: { node: { id: string; operation: string; details: { name: string; value: string }[] } }) =>
        node,
    )
    .filter(
      ({ operation, details }: { operation: string; details: { name: string; value: string }[] }) =>
        operation === 'signDocument' &&
        details.some(({ name, value }) => name === 'proposal' && value === id),
    )
    .map((entry: { id: string }) => entry.id)
}

it('signs nothing with a marked key that nobody has approved, by whatever journey', async () => {
  const { base64, sha256 } = documentOf('unapproved')
  const direct = await service.graphql(
    `mutation ($base64: Base64!) { signDocument(input: { key: "${key}", document: { base64: $base64 } }) { format } }`,
    { base64 },
  )
  expect(outcomeOf(direct)).toBe('APPROVAL_REQUIRED')
  const prepared = await service.graphql(
    `mutation ($digest: Base64!) { prepareSignature(input: { key: "${key}", digest: $digest, format: CADES, level: B_B }) { preparation } }`,
    { digest: Buffer.from(sha256, 'hex').toString('base64') },
  )
  const completed = await service.graphql(
    'mutation ($preparation: Base64!) { completeSignature(input: { preparation: $preparation }) { signature } }',
    { preparation: prepared.data.prepareSignature.preparation },
  )
  expect(outcomeOf(completed)).toBe('APPROVAL_REQUIRED')
})

it('signs each document of an approved list, in as many calls as one likes, and names the proposal in each entry', async () => {
  const documents = [documentOf('first'), documentOf('second'), documentOf('third')]
  const pdf = Buffer.from(makePdf('table'))
  const fourth = { base64: pdf.toString('base64'), sha256: createHash('sha256').update(pdf).digest('hex') }
  const proposal = await approvedList([
    ...documents.map((one) => listed(one)),
    listed(fourth, { format: 'PADES', level: 'B_T' }),
  ])
  const [third] = await outcomes(proposal, documents.slice(2))
  expect(third?.document?.base64).toMatch(/^M/)
  const { data } = await execute(
    service.graphql,
    proposal,
    [...documents.slice(0, 2), fourth].map(({ base64 }) => ({ base64 })),
  )
  expect(data.execute).toMatchObject({ proposal: { state: 'EXECUTED' }, result: { missing: 0 } })
  expect(data.execute.result.outcomes[2]).toMatchObject({ format: 'PADES', level: 'B_T' })
  expect(await signaturesOf(proposal)).toHaveLength(4)
  const signed = await service.graphql(
    'query ($base64: Base64!) { verifyDocument(input: { document: { base64: $base64 } }) { indication } }',
    { base64: data.execute.result.outcomes[2].document.base64 },
  )
  expect(signed.data.verifyDocument.indication).toBe('TOTAL_PASSED')
  const { data: read } = await service.graphql(
    'query ($id: ID!) { proposal(id: $id) { signatures { sha256 auditEntryId } } }',
    { id: proposal.id },
  )
  expect(read.proposal.signatures).toHaveLength(4)
})

it('passes no foreign document at any place of a batch, and signs the others', async () => {
  const stranger = documentOf('not in the list')
  const everyPlace = (size: number) => Array.from({ length: size }, (_, place) => place)
  const places = new Map([1, 2, 5].map((size) => [size, everyPlace(size)]))
  places.set(50, [0, 24, 49])
  for (const [size, placesTried] of places) {
    for (const place of placesTried) {
      const good = Array.from({ length: size - 1 }, (_, i) => documentOf(`of ${size} at ${place}: ${i}`))
      const proposal = await approvedList(
        [...good, documentOf(`${size} ${place} unused`)].map((one) => listed(one)),
      )
      const brought = [...good.slice(0, place), stranger, ...good.slice(place)]
      const answered = await outcomes(proposal, brought)
      expect(answered.map(({ code }) => code ?? 'done')).toEqual(
        brought.map((one) => (one === stranger ? 'APPROVAL_INVALID' : 'done')),
      )
      expect(await signaturesOf(proposal)).toHaveLength(good.length)
    }
  }
})

it('signs a document once, however often and however many at once it is brought', async () => {
  const document = documentOf('asked for a hundred times')
  const proposal = await approvedList([listed(document)])
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => execute(service.graphql, proposal, [{ base64: document.base64 }])),
  )
  const done = answers.flatMap(({ data }) => data?.execute.result.outcomes ?? [])
  const signed = new Set(done.flatMap(({ auditEntryId }: Outcome) => auditEntryId ?? []))
  expect(signed.size).toBe(1)
  for (const answer of answers) expect(['done', 'CONFLICT']).toContain(outcomeOf(answer))
  for (const { code } of done) expect(['done', 'CONFLICT']).toContain(code ?? 'done')
  expect(await signaturesOf(proposal)).toHaveLength(1)
  const [again] = await outcomes(proposal, [document])
  expect(again?.auditEntryId).toBe([...signed][0])
})

it('is approved by whoever answers for documents, not by an officer, and by nobody for another version', async () => {
  const officer = await addPerson(service, 'officer')
  const document = documentOf('for the leader')
  const proposal = await propose(service.graphql, { signDocuments: { key, documents: [listed(document)] } })
  expect(outcomeOf(await approve(officer, proposal, assertionOf(officer, proposal)))).toBe('NOT_PERMITTED')
  await approve(leader, proposal, assertionOf(leader, proposal))
  await service.graphql(`mutation { rotateKey(input: { name: "${key}" }) { key { id } } }`)
  expect((await outcomes(proposal, [document]))[0]?.code).toBe('APPROVAL_INVALID')
  expect(await signaturesOf(proposal)).toEqual([])
})

it('refuses lists that nobody could approve', async () => {
  const one = documentOf('one')
  const bad: readonly (readonly Listed[])[] = [
    [],
    [listed(one), listed(one)],
    [listed({ sha256: 'AA'.repeat(32) })],
    [listed(one, { format: 'PADES', detached: true })],
    [listed(one, { title: '\ud800' })],
  ]
  for (const documents of bad) {
    const answer = await service.graphql(
      'mutation ($input: ProposeInput!) { propose(input: $input) { proposal { id } } }',
      { input: { signDocuments: { key, documents } } },
    )
    expect(outcomeOf(answer)).toBe('INVALID_ARGUMENT')
  }
})
