import { createHash, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { approve, assertionOf, execute, outcomeOf, propose } from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let an: TestPerson
let binh: TestPerson
beforeAll(async () => {
  service = await startTestService()
  an = await addPerson(service, 'an')
  binh = await addPerson(service, 'binh')
  const acts = ['SCHEDULE_KEY_DESTRUCTION', 'EXPORT_KEY', 'CREATE_AUTHORITY', 'MERGE_UNITS', 'SHRED_UNIT']
  for (const act of acts) await setRule(act, 1)
})
afterAll(() => service.close())

async function setRule(act: string, approvals: number): Promise<void> {
  const { errors } = await an.graphql(
    `mutation ($input: SetApprovalRuleInput!) { setApprovalRule(input: $input) { rule { approvals } } }`,
    { input: { unit: 'practice', act, approvals } },
  )
  expect(errors).toEqual([])
}

async function createKey(name: string, attributes: readonly string[] = []): Promise<void> {
  const { errors } = await an.graphql(
    `mutation ($input: CreateKeyInput!) { createKey(input: $input) { key { id } } }`,
    { input: { name: `practice/${name}`, algorithm: 'ECDSA_P256', purpose: 'SIGN_DOCUMENT', attributes } },
  )
  expect(errors).toEqual([])
}

interface Edge {
  readonly node: { readonly operation: string; readonly proposal: { readonly id: string } | null }
}

const destroy = 'mutation ($name: String!) { scheduleKeyDestruction(input: { name: $name }) { key { id } } }'

it('destroys a key that one officer proposed and another approved by a passkey', async () => {
  await createKey('old')
  const direct = await an.graphql(destroy, { name: 'practice/old' })
  expect(outcomeOf(direct)).toBe('APPROVAL_REQUIRED')
  expect(direct.errors[0]?.message).toContain('propose it')

  const proposal = await propose(an.graphql, {
    scheduleKeyDestruction: { name: 'practice/old', waitingDays: 7 },
  })
  expect(proposal).toMatchObject({ state: 'OPEN', approvalsRequired: 1 })
  expect(createHash('sha256').update(proposal.canonicalAct).digest('hex')).toBe(proposal.actSha256)
  expect(JSON.parse(proposal.canonicalAct)).toMatchObject({
    act: 'scheduleKeyDestruction',
    names: { key: 'practice/old' },
    parameters: { versions: [1], waitingDays: 7 },
  })
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('APPROVAL_REQUIRED')
  const approved = await approve(binh, proposal, assertionOf(binh, proposal))
  expect(approved.errors).toEqual([])
  expect(approved.data.approve.proposal.approvalsCounting).toBe(1)

  const { data, errors } = await execute(an.graphql, proposal)
  expect(errors).toEqual([])
  expect(data.execute.proposal.state).toBe('EXECUTED')
  expect(data.execute.result.key.destroyAt).not.toBeNull()
  // Asked again by whoever executed it, it answers and does nothing more.
  expect((await execute(an.graphql, proposal)).data).toEqual(data)
  expect(outcomeOf(await execute(binh.graphql, proposal))).toBe('PROPOSAL_NOT_OPEN')
})

it('gives a stranger all that proves the approval, with the entry of the act', async () => {
  await createKey('proven')
  const proposal = await propose(an.graphql, { scheduleKeyDestruction: { name: 'practice/proven' } })
  await approve(binh, proposal, assertionOf(binh, proposal))
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('done')
  const { data, errors } = await an.graphql(`query {
    auditEntries(first: 1000) { edges { node {
      operation details { name value }
      proposal { id actSha256 canonicalAct proposedBy { kind name } executedBy { name } approvals {
        person { name } counts authenticatorData clientDataJson signature publicKey
      } }
    } } }
  }`)
  expect(errors).toEqual([])
  const entry = data.auditEntries.edges
    .map(({ node }: Edge) => node)
    .find(
      (one: Edge['node']) => one.operation === 'scheduleKeyDestruction' && one.proposal?.id === proposal.id,
    )
  expect(entry?.details).toContainEqual({ name: 'actSha256', value: proposal.actSha256 })
  expect(entry?.proposal).toMatchObject({
    canonicalAct: proposal.canonicalAct,
    proposedBy: { kind: 'PERSON', name: 'an' },
    executedBy: { name: 'an' },
  })
  const [approval, ...more] = entry?.proposal.approvals ?? []
  expect(more).toEqual([])
  expect(approval).toMatchObject({ person: { name: 'binh' }, counts: true })

  // WebAuthn Level 3 §7.2, steps 11 to 21, with nothing of ours.
  const [data_, client, signature, cose] = [
    approval.authenticatorData,
    approval.clientDataJson,
    approval.signature,
    approval.publicKey,
  ].map((text: string) => Buffer.from(text, 'base64'))
  if (data_ === undefined || client === undefined || signature === undefined || cose === undefined)
    throw new Error('a part of the approval is missing')
  const clientData = JSON.parse(client.toString('utf8'))
  expect(clientData.type).toBe('webauthn.get')
  const digest = createHash('sha256').update(proposal.canonicalAct).digest()
  expect(Buffer.from(clientData.challenge, 'base64url')).toEqual(digest)
  expect(data_.subarray(0, 32)).toEqual(createHash('sha256').update('localhost').digest())
  expect((data_[32] ?? 0) & 0x05).toBe(0x05)
  const x = cose.subarray(cose.length - 67, cose.length - 35).toString('base64url')
  const y = cose.subarray(cose.length - 32).toString('base64url')
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = Buffer.concat([data_, createHash('sha256').update(client).digest()])
  expect(verify('sha256', signed, key, signature)).toBe(true)
})

it('exports a key once on one approval, to the recipient that was approved', async () => {
  const { publicKey } = await recipient()
  await createKey('portable', ['EXPORTABLE'])
  const input = { name: 'practice/portable', recipient: publicKey }
  const proposal = await propose(an.graphql, { exportKey: input })
  await approve(binh, proposal, assertionOf(binh, proposal))
  const { data, errors } = await execute(an.graphql, proposal)
  expect(errors).toEqual([])
  expect(data.execute.result.material).toMatch(/^[A-Za-z0-9+/=]{100,}$/)
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('PROPOSAL_NOT_OPEN')
})

it('makes an authority, merges and shreds units, and changes a rule, each on its approval', async () => {
  for (const path of ['commune', 'ward', 'lost'])
    await service.graphql(`mutation { createUnit(input: { path: "practice/${path}" }) { unit { id } } }`)
  await setRootRule()
  const acts = [
    { createAuthority: { slug: 'second', title: 'Second', algorithm: 'ECDSA_P256' } },
    { mergeUnits: { unit: 'practice/ward', into: 'practice/commune' } },
    { shredUnit: { unit: 'practice/lost', confirm: 'practice/lost' } },
    { setApprovalRule: { unit: 'practice', act: 'EXPORT_KEY', approvals: 2 } },
  ]
  for (const act of acts) {
    const proposal = await propose(an.graphql, act)
    await approve(binh, proposal, assertionOf(binh, proposal))
    const { data, errors } = await execute(service.graphql, proposal)
    expect(errors, JSON.stringify(act)).toEqual([])
    expect(data.execute.proposal.state).toBe('EXECUTED')
  }
  const { data } = await an.graphql(
    `query { approvalRules { unit { path } act approvals } authority(slug: "second") { slug }
      unit(path: "practice/ward") { state } }`,
  )
  expect(data.authority).toEqual({ slug: 'second' })
  expect(data.unit).toEqual({ state: 'ABOLISHED' })
  expect(data.approvalRules).toContainEqual({ unit: { path: 'practice' }, act: 'EXPORT_KEY', approvals: 2 })
})

it('is rejected by an approver, or taken back by whoever proposed it, and is over then', async () => {
  await createKey('kept')
  const [first, second] = [
    await propose(an.graphql, { scheduleKeyDestruction: { name: 'practice/kept' } }),
    await propose(an.graphql, { scheduleKeyDestruction: { name: 'practice/kept' } }),
  ]
  const rejection = `mutation ($id: ID!) { reject(input: { proposalId: $id, reason: "còn cần" }) {
    proposal { state rejectedBy { name } rejectionReason } } }`
  const { data } = await binh.graphql(rejection, { id: first.id })
  expect(data.reject.proposal).toEqual({
    state: 'REJECTED',
    rejectedBy: { name: 'binh' },
    rejectionReason: 'còn cần',
  })
  expect(outcomeOf(await an.graphql(rejection, { id: second.id }))).toBe('done')
  for (const proposal of [first, second]) {
    expect(outcomeOf(await approve(binh, proposal, assertionOf(binh, proposal)))).toBe('PROPOSAL_NOT_OPEN')
    expect(outcomeOf(await execute(an.graphql, proposal))).toBe('PROPOSAL_NOT_OPEN')
  }
  const { data: listed } = await an.graphql('query { proposals(state: REJECTED) { edges { node { id } } } }')
  expect(listed.proposals.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([
    first.id,
    second.id,
  ])
})

it('leaves an entry for each step', async () => {
  const { data } = await an.graphql(
    'query { auditEntries(first: 1000) { edges { node { operation outcome } } } }',
  )
  const done: string[] = data.auditEntries.edges
    .filter(({ node }: { node: { outcome: string } }) => node.outcome === 'done')
    .map(({ node }: { node: { operation: string } }) => node.operation)
  for (const operation of ['setApprovalRule', 'propose', 'approve', 'reject', 'exportKey', 'mergeUnits'])
    expect(done).toContain(operation)
})

async function setRootRule(): Promise<void> {
  for (const act of ['CREATE_AUTHORITY', 'SET_APPROVAL_RULE']) {
    const { errors } = await an.graphql(
      `mutation ($act: ProposableAct!) { setApprovalRule(input: { unit: "", act: $act, approvals: 1 }) { rule { act } } }`,
      { act },
    )
    expect(errors).toEqual([])
  }
}

async function recipient(): Promise<{ publicKey: string }> {
  const { generateKeyPairSync } = await import('node:crypto')
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }
}
