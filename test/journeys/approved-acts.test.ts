// Acts on the office as a whole, each in every way that should not be enough: nothing of it is done.

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePem } from '../../src/formats/x509/pem.ts'
import type { CustodyState } from '../../src/keys/custody/keeper-messages.ts'
import { addPerson, again, type TestPerson } from '../fixtures/approvers.ts'
import { movableClock } from '../fixtures/clock.ts'
import { practicePki } from '../fixtures/pki.ts'
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
/** Of an office that has a keeper; a service that founds a practice office starts without one. */
let custody: CustodyState | undefined
let an: TestPerson
let binh: TestPerson
beforeAll(async () => {
  service = await startTestService({
    clock,
    custody: () => custody,
  })
  custody = {
    sealed: false,
    kind: 'file',
    custodyId: 'file 0123456789abcdef',
    given: 0,
    needed: 0,
    custodians: 0,
    generations: [{ generation: 1, checkValueHex: '00'.repeat(32) }],
  }
  an = await addPerson(service, 'an')
  binh = await addPerson(service, 'binh')
})
afterAll(() => service.close())

interface ActUnderTest {
  /** Input of the mutation of the same name, where there is one. */
  readonly input: () => Promise<Readonly<Record<string, unknown>>>
  /** What is selected of its payload; undefined for what is done by executing a proposal alone. */
  readonly payload?: string
  /** The operation of the entry, when it is not the act's name. */
  readonly entry?: string
  /** What comes of the same, approved twice. */
  readonly again: string
}

/** Made once: each making signs anew. */
let root = ''

const acts: Readonly<Record<string, ActUnderTest>> = {
  addTrustAnchor: {
    input: async () => ({ certificatePem: root }),
    payload: 'anchor { id }',
    again: 'ALREADY_EXISTS',
  },
  removeTrustAnchor: {
    input: async () => {
      const { data } = await an.graphql('query { trustAnchors { id } }')
      return { anchorId: data.trustAnchors[0].id }
    },
    payload: 'anchor { id }',
    again: 'NOT_FOUND',
  },
  // Both releases are for the custody that is there now: the keeper holds one of the ceremonies (custody-ceremonies.test.ts).
  changeCustody: {
    input: async () => ({ custody: 'SHARES', threshold: 2, custodians: ['An', 'Chi', 'Dung'] }),
    entry: 'releaseCeremony',
    again: 'done',
  },
  rotateRootKey: { input: async () => ({}), entry: 'releaseCeremony', again: 'done' },
}

async function strangersRoot(algorithm: 'ecdsa-p256' | 'ed25519'): Promise<string> {
  return encodePem('CERTIFICATE', (await practicePki({ algorithm })).root.certificate)
}

async function entriesOf(operation: string): Promise<number> {
  const { data } = await an.graphql(
    'query { auditEntries(first: 1000) { edges { node { operation outcome } } } }',
  )
  return data.auditEntries.edges.filter(
    ({ node }: { node: { operation: string; outcome: string } }) =>
      node.operation === operation && node.outcome === 'done',
  ).length
}

async function rule(act: string, approvals: number): Promise<void> {
  const enumValue = act.replace(/[A-Z]/g, '_$&').toUpperCase()
  const { errors } = await an.graphql(
    `mutation ($act: ProposableAct!, $approvals: Int!) { setApprovalRule(input: {
      unit: "", act: $act, approvals: $approvals }) { rule { act } } }`,
    { act: enumValue, approvals },
  )
  expect(errors).toEqual([])
}

beforeAll(async () => {
  root = await strangersRoot('ecdsa-p256')
  const { errors } = await an.graphql(
    'mutation ($pem: String!) { addTrustAnchor(input: { certificatePem: $pem }) { anchor { id } } }',
    { pem: await strangersRoot('ed25519') },
  )
  expect(errors).toEqual([])
})

describe.each(Object.entries(acts))('%s', (act, { input, payload, entry = act, again: twice }) => {
  let before = 0
  const proposal = async (): Promise<TestProposal> => propose(an.graphql, { [act]: await input() })
  const yes = (person: TestPerson, waiting: TestProposal) =>
    approve(person, waiting, assertionOf(person, waiting))

  beforeAll(async () => {
    await rule(act, 2)
    before = await entriesOf(entry)
  })

  it('is not done directly, on one approval of two, on one’s own, or on one person’s two', async () => {
    if (payload !== undefined) {
      const name = `${act.slice(0, 1).toUpperCase()}${act.slice(1)}Input`
      const direct = await an.graphql(
        `mutation ($input: ${name}!) { ${act}(input: $input) { ${payload} } }`,
        { input: await input() },
      )
      expect(outcomeOf(direct)).toBe('APPROVAL_REQUIRED')
    }
    const waiting = await proposal()
    expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
    expect(outcomeOf(await yes(an, waiting))).toBe('NOT_PERMITTED')
    expect(outcomeOf(await yes(binh, waiting))).toBe('done')
    expect(outcomeOf(await yes(binh, waiting))).toBe('ALREADY_EXISTS')
    expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
  })

  it('is not done on what a passkey signed for another proposal, or on what a program says', async () => {
    const [waiting, other] = [await proposal(), await proposal()]
    expect(outcomeOf(await approve(binh, waiting, assertionOf(binh, other)))).toBe('APPROVAL_INVALID')
    const program = { graphql: (query: string, variables = {}) => service.graphql(query, variables) }
    expect(outcomeOf(await approve(program, waiting, assertionOf(binh, waiting)))).toBe('NOT_PERMITTED')
    expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
  })

  it('is not done when an approver left, or it was rejected, or the database was altered', async () => {
    const [left, rejected, altered] = [await proposal(), await proposal(), await proposal()]
    const leaver = await addPerson(service, `leaver-${act.toLowerCase()}`)
    for (const waiting of [left, altered]) {
      await yes(binh, waiting)
      expect(outcomeOf(await yes(leaver, waiting))).toBe('done')
    }
    await an.graphql('mutation ($id: ID!) { disablePerson(input: { personId: $id }) { person { id } } }', {
      id: `Person:${leaver.id}`,
    })
    expect(outcomeOf(await execute(an.graphql, left))).toBe('APPROVAL_REQUIRED')
    await binh.graphql('mutation ($id: ID!) { reject(input: { proposalId: $id }) { proposal { id } } }', {
      id: rejected.id,
    })
    expect(outcomeOf(await execute(an.graphql, rejected))).toBe('PROPOSAL_NOT_OPEN')
    const id = altered.id.slice('Proposal:'.length)
    await service.testDatabase.asOwner((tx) =>
      sql`update proposals set canonical = replace(canonical, ${act}, 'exportKey') where id = ${id}`.execute(
        tx,
      ),
    )
    expect(outcomeOf(await execute(an.graphql, altered))).toBe('INTEGRITY_VIOLATION')
  })

  it('is not done when its time is over, whatever the clock says afterwards', async () => {
    const waiting = await proposal()
    const chi = await addPerson(service, `late-${act.toLowerCase()}`)
    for (const person of [binh, chi]) await yes(person, waiting)
    clock.laterMs = 73 * hourMs
    expect(outcomeOf(await execute((await again(service, an)).graphql, waiting))).toBe('PROPOSAL_NOT_OPEN')
    clock.laterMs = 0
    expect(outcomeOf(await execute(an.graphql, waiting))).toBe('PROPOSAL_NOT_OPEN')
  })

  it('has not been done by any of that, and is done once when two others approved it', async () => {
    expect(await entriesOf(entry)).toBe(before)
    const chi = await addPerson(service, `second-${act.toLowerCase()}`)
    const [waiting, same] = [await proposal(), await proposal()]
    for (const one of [waiting, same]) for (const person of [binh, chi]) await yes(person, one)
    const done = await execute(an.graphql, waiting)
    expect(done.errors).toEqual([])
    expect((await execute(an.graphql, waiting)).errors).toEqual([])
    expect(outcomeOf(await execute(binh.graphql, waiting))).toBe('PROPOSAL_NOT_OPEN')
    expect(await entriesOf(entry)).toBe(before + 1)
    expect(outcomeOf(await execute(an.graphql, same))).toBe(twice)
  })
})
