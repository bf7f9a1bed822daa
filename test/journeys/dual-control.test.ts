// Dual control needs two people for exactly this act: everything that should not be enough, and nothing executed.

import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertPasskey } from '../../src/registry/passkeys.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { addPerson, again, type TestPerson } from '../fixtures/approvers.ts'
import { authenticator } from '../fixtures/authenticator.ts'
import { movableClock } from '../fixtures/clock.ts'
import {
  approve,
  assertionOf,
  execute,
  outcomeOf,
  propose,
  type TestProposal,
} from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const hourMs = 3_600_000
const clock = movableClock()
let service: TestService
let an: TestPerson
let binh: TestPerson
beforeAll(async () => {
  service = await startTestService({ clock })
  an = await addPerson(service, 'an')
  binh = await addPerson(service, 'binh')
  await rule('practice', 1)
  await service.graphql('mutation { createUnit(input: { path: "two" }) { unit { id } } }')
  await rule('two', 2)
})
afterAll(() => service.close())

async function rule(unit: string, approvals: number): Promise<void> {
  const { errors } = await an.graphql(
    `mutation ($unit: String!, $approvals: Int!) { setApprovalRule(input: {
      unit: $unit, act: SCHEDULE_KEY_DESTRUCTION, approvals: $approvals }) { rule { act } } }`,
    { unit, approvals },
  )
  expect(errors).toEqual([])
}

let keys = 0
/** A proposal to destroy a key of its own, by `an`. */
async function proposal(unit = 'practice'): Promise<TestProposal & { readonly key: string }> {
  const key = `${unit}/key-${++keys}`
  const made = await an.graphql(
    'mutation ($name: String!) { createKey(input: { name: $name, algorithm: ECDSA_P256, purpose: SIGN_DOCUMENT }) { key { id } } }',
    { name: key },
  )
  expect(made.errors).toEqual([])
  return { key, ...(await propose(an.graphql, { scheduleKeyDestruction: { name: key } })) }
}

async function newcomer(name: string, options: Parameters<typeof addPerson>[2] = {}): Promise<TestPerson> {
  return addPerson(service, name, options)
}

async function asOwner(text: ReturnType<typeof sql>): Promise<void> {
  await service.testDatabase.asOwner((tx) => text.execute(tx))
}

it('one person twice is one person', async () => {
  const waiting = await proposal('two')
  expect(outcomeOf(await approve(binh, waiting, assertionOf(binh, waiting)))).toBe('done')
  expect(outcomeOf(await approve(binh, waiting, assertionOf(binh, waiting)))).toBe('ALREADY_EXISTS')
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
})

it('two passkeys of one person are one person', async () => {
  const waiting = await proposal('two')
  const chi = await newcomer('chi')
  const second = authenticator()
  await service.testDatabase.database.transaction(serviceScope, (tx) =>
    insertPasskey(tx, {
      id: randomUUID(),
      personId: chi.id,
      credentialId: second.credentialId,
      publicKey: second.publicKey,
      signCount: 0,
      transports: [],
      title: 'telephone',
      createdAt: new Date(),
      enrolmentId: null,
    }),
  )
  expect(outcomeOf(await approve(chi, waiting, assertionOf(chi, waiting)))).toBe('done')
  expect(outcomeOf(await approve(chi, waiting, assertionOf({ passkey: second }, waiting)))).toBe(
    'ALREADY_EXISTS',
  )
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
})

it('nobody approves what he proposed himself', async () => {
  const waiting = await proposal()
  expect(outcomeOf(await approve(an, waiting, assertionOf(an, waiting)))).toBe('NOT_PERMITTED')
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
})

it('a program does not approve, nor does a stranger', async () => {
  const waiting = await proposal()
  const administrator = { graphql: (query: string, variables = {}) => service.graphql(query, variables) }
  expect(outcomeOf(await approve(administrator, waiting, assertionOf(binh, waiting)))).toBe('NOT_PERMITTED')
  const nobody = { graphql: (query: string, variables = {}) => service.graphql(query, variables, null) }
  expect(outcomeOf(await approve(nobody, waiting, assertionOf(binh, waiting)))).toBe('UNAUTHENTICATED')
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
})

it('an officer of another unit sees no such proposal, and an auditor may not approve it', async () => {
  const waiting = await proposal()
  const elsewhere = await newcomer('elsewhere', { unit: 'two' })
  expect(outcomeOf(await approve(elsewhere, waiting, assertionOf(elsewhere, waiting)))).toBe('NOT_FOUND')
  const auditor = await newcomer('auditor', { role: 'auditor' })
  expect(outcomeOf(await approve(auditor, waiting, assertionOf(auditor, waiting)))).toBe('NOT_PERMITTED')
  const signer = await newcomer('leader', { role: 'signer' })
  expect(outcomeOf(await approve(signer, waiting, assertionOf(signer, waiting)))).toBe('NOT_PERMITTED')
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
})

it('a passkey that signed something else, elsewhere, or for nobody who was verified, has not approved', async () => {
  const waiting = await proposal()
  const other = await proposal()
  const wrong = [
    assertionOf(binh, other),
    assertionOf(binh, waiting, { challenge: createHash('sha256').update('{}').digest() }),
    assertionOf(binh, waiting, { userVerified: false }),
    assertionOf(binh, waiting, { origin: 'http://localhost:1' }),
    assertionOf(binh, waiting, { rpId: 'example.org' }),
    assertionOf(binh, waiting, { type: 'webauthn.create' }),
    assertionOf(binh, waiting, { crossOrigin: true }),
    assertionOf({ passkey: authenticator() }, waiting),
    assertionOf(an, waiting),
  ]
  for (const assertion of wrong)
    expect(outcomeOf(await approve(binh, waiting, assertion))).toBe('APPROVAL_INVALID')
  const right = assertionOf(binh, waiting)
  for (const part of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
    const octets = Buffer.from(right.response[part], 'base64url')
    octets[octets.length - 2] = (octets[octets.length - 2] ?? 0) ^ 1
    const flipped = { ...right, response: { ...right.response, [part]: octets.toString('base64url') } }
    expect(outcomeOf(await approve(binh, waiting, flipped)), part).toBe('APPROVAL_INVALID')
  }
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
})

it('an answer that was given before, or counts backwards, is none', async () => {
  const [first, second] = [await proposal(), await proposal()]
  const dung = await newcomer('dung')
  const given = assertionOf(dung, first, { signCount: 7 })
  expect(outcomeOf(await approve(dung, first, given))).toBe('done')
  expect(outcomeOf(await approve(dung, second, given))).toBe('APPROVAL_INVALID')
  expect(outcomeOf(await approve(dung, second, assertionOf(dung, second, { signCount: 7 })))).toBe(
    'APPROVAL_INVALID',
  )
  expect(outcomeOf(await approve(binh, first, given))).toBe('APPROVAL_INVALID')
  expect(outcomeOf(await execute(an.graphql, second))).toBe('APPROVAL_REQUIRED')
})

it('whoever was disabled, lost the right or the passkey meanwhile, counts no more', async () => {
  const losses: Readonly<Record<string, (leaver: TestPerson) => Promise<string>>> = {
    person: async ({ id }) => `disablePerson(input: { personId: "Person:${id}" }) { person { id } }`,
    grant: async ({ id }) =>
      `revokeGrant(input: { grantId: "Grant:${await idOf('grants', id)}" }) { grant { id } }`,
    passkey: async ({ id }) =>
      `revokePasskey(input: { passkeyId: "Passkey:${await idOf('passkeys', id)}" }) { passkey { id } }`,
  }
  for (const [name, loss] of Object.entries(losses)) {
    const waiting = await proposal()
    const leaver = await newcomer(`leaver-${name}`)
    expect(outcomeOf(await approve(leaver, waiting, assertionOf(leaver, waiting)))).toBe('done')
    expect((await an.graphql(`mutation { ${await loss(leaver)} }`)).errors).toEqual([])
    expect(outcomeOf(await execute(an.graphql, waiting)), name).toBe('APPROVAL_REQUIRED')
    const { data } = await an.graphql(
      'query ($id: ID!) { proposal(id: $id) { approvalsCounting approvals { counts person { name } } } }',
      { id: waiting.id },
    )
    expect(data.proposal).toEqual({
      approvalsCounting: 0,
      approvals: [{ counts: false, person: { name: leaver.name } }],
    })
  }
})

async function idOf(table: 'grants' | 'passkeys', personId: string): Promise<string> {
  const { rows } = await service.testDatabase.asOwner((tx) =>
    sql<{ id: string }>`select id from ${sql.table(table)} where person_id = ${personId}`.execute(tx),
  )
  return rows[0]?.id ?? ''
}

it('an act that changed after it was approved is not done', async () => {
  const waiting = await proposal()
  await approve(binh, waiting, assertionOf(binh, waiting))
  const rotated = await an.graphql(
    'mutation ($key: String!) { rotateKey(input: { name: $key }) { key { id } } }',
    {
      key: waiting.key,
    },
  )
  expect(rotated.errors).toEqual([])
  // A further version was not what anybody approved.
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_INVALID')
})

it('who has the database alters, plants and opens nothing', async () => {
  const id = (one: TestProposal): string => one.id.slice('Proposal:'.length)
  const edits = [
    (one: TestProposal) =>
      sql`update proposals set canonical = replace(canonical, '"waitingDays":30', '"waitingDays":7') where id = ${id(one)}`,
    (one: TestProposal) =>
      sql`update proposals set expires_at = expires_at + interval '1 day' where id = ${id(one)}`,
    (one: TestProposal) => sql`update proposals set proposer_id = ${randomUUID()} where id = ${id(one)}`,
    (one: TestProposal) => sql`update approvals set person_id = ${an.id} where proposal_id = ${id(one)}`,
    (one: TestProposal) =>
      sql`insert into approvals (id, proposal_id, person_id, passkey_id, created_at, authenticator_data,
          client_data_json, signature, public_key)
        select ${randomUUID()}, proposal_id, ${an.id}, passkey_id, created_at, authenticator_data, client_data_json,
          signature, public_key from approvals where proposal_id = ${id(one)}`,
  ]
  for (const edit of edits) {
    const waiting = await proposal()
    await approve(binh, waiting, assertionOf(binh, waiting))
    await asOwner(edit(waiting))
    expect(outcomeOf(await execute(an.graphql, waiting))).toBe('INTEGRITY_VIOLATION')
    // The sealed truth is what the next ones need.
    await asOwner(sql`alter table approvals disable trigger all`)
    await asOwner(sql`delete from approvals where proposal_id = ${id(waiting)}`)
    await asOwner(sql`alter table approvals enable trigger all`)
  }
})

it('a proposal that is over stays over, whatever the clock says afterwards', async () => {
  const waiting = await proposal()
  await approve(binh, waiting, assertionOf(binh, waiting))
  clock.laterMs = 73 * hourMs
  const later = await again(service, an)
  expect(outcomeOf(await execute(later.graphql, waiting))).toBe('PROPOSAL_NOT_OPEN')
  clock.laterMs = 0
  expect(outcomeOf(await execute(an.graphql, waiting))).toBe('PROPOSAL_NOT_OPEN')
  expect(outcomeOf(await approve(binh, waiting, assertionOf(binh, waiting)))).toBe('PROPOSAL_NOT_OPEN')
})

it('no approver configured means nobody', async () => {
  const { data } = await service.graphql(
    `mutation { propose(input: { scheduleKeyDestruction: { name: "practice/signing" } }) {
      proposal { id approvalsRequired } } }`,
  )
  // A program that proposes is nobody, so two people stand behind the act.
  expect(data.propose.proposal.approvalsRequired).toBe(2)
  expect(outcomeOf(await execute(service.graphql, data.propose.proposal))).toBe('APPROVAL_REQUIRED')
})

it('executed nothing of all this', async () => {
  const { data } = await an.graphql(
    'query { auditEntries(first: 1000) { edges { node { operation outcome } } } keys(unit: "practice", first: 500) { edges { node { destroyAt } } } }',
  )
  const done = data.auditEntries.edges.filter(
    ({ node }: { node: { operation: string; outcome: string } }) =>
      node.operation === 'scheduleKeyDestruction' && node.outcome === 'done',
  )
  expect(done).toEqual([])
  for (const { node } of data.keys.edges) expect(node.destroyAt).toBeNull()
})
