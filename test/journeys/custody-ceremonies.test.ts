// Other custodians and a further root key: officers approve and release a ceremony, and the keeper holds this one, once.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { newCustody, noHsm, type WantedCustody } from '../../src/keys/custody/custody.ts'
import { type CustodyRecord, parseCustodyRecord } from '../../src/keys/custody/custody-record.ts'
import type { CustodyState } from '../../src/keys/custody/keeper-messages.ts'
import { type Keeping, keeping } from '../../src/keys/custody/keeping.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { judgeCeremony } from '../../src/operations/judge-ceremony.ts'
import { noteCustody, noteSuccession } from '../../src/operations/note-custody.ts'
import { recogniseOffice } from '../../src/operations/recognise-office.ts'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { movableClock } from '../fixtures/clock.ts'
import {
  approve,
  assertionOf,
  execute,
  outcomeOf,
  propose,
  type TestProposal,
  tryPropose,
} from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const hourMs = 3_600_000
const clock = movableClock()
/** Whether no confirmation comes back to the keepers. */
let losesAnswers = false
let custody: CustodyState | undefined
let service: TestService
let an: TestPerson
let binh: TestPerson
beforeAll(async () => {
  service = await startTestService({
    clock,
    custody: () => custody,
  })
  an = await addPerson(service, 'an')
  binh = await addPerson(service, 'binh')
})
afterAll(() => service.close())

const wanted: WantedCustody = { kind: 'shares', threshold: 2, custodians: ['An', 'Chi', 'Dung'] }
const change = { changeCustody: { custody: 'SHARES', threshold: 2, custodians: ['An', 'Chi', 'Dung'] } }
const rotation = { rotateRootKey: {} }

interface Host {
  readonly kept: Keeping
  /** What came to the disk. */
  readonly written: CustodyRecord[]
}

/** A keeper as every host of the office has one, which asks this service. */
function host(record: CustodyRecord, custodyKey: Uint8Array): Host {
  const written: CustodyRecord[] = []
  const kept = keeping(record, {
    random: (octets) => randomBytes(octets),
    changed: () => undefined,
    keep: async (text) => {
      const parsed = parseCustodyRecord(text)
      if (parsed === undefined) throw new Error('not a record')
      written.push(parsed)
    },
    hsm: noHsm,
    release: async (request) => {
      const answer = await judgeCeremony(service.gateway.deps, { kind: 'release', id: 'asked', ...request })
      if (losesAnswers && request.attempt !== null)
        throw new ServiceError('PROVIDER_UNAVAILABLE', 'the answer was lost')
      if (answer.kind === 'released') return answer
      throw new ServiceError(answer.code, answer.reason)
    },
  })
  kept.openWith(secretBytes(new Uint8Array(custodyKey)))
  return { kept, written }
}

let first: Host
let second: Host
beforeEach(async () => {
  clock.laterMs = 0
  const made = await newCustody({ kind: 'file' }, (octets) => randomBytes(octets))
  const key = new Uint8Array(made.custodyKey.dangerouslyRevealBytes())
  first = host(made.record, key)
  second = host(made.record, key)
  custody = first.kept.state()
  await noteCustody(service.gateway.deps, custody)
})

async function approved(act: Readonly<Record<string, unknown>>): Promise<TestProposal> {
  const proposal = await propose(an.graphql, act)
  expect(outcomeOf(await approve(binh, proposal, assertionOf(binh, proposal)))).toBe('done')
  return proposal
}

async function released(act: Readonly<Record<string, unknown>>): Promise<TestProposal> {
  const proposal = await approved(act)
  const { data, errors } = await execute(an.graphql, proposal)
  expect(errors).toEqual([])
  expect(data.execute.proposal.state).toBe('EXECUTING')
  return proposal
}

const idOf = ({ id }: Pick<TestProposal, 'id'>): string => id.slice('Proposal:'.length)

async function changeOn({ kept }: Host, proposal: string, what: WantedCustody = wanted): Promise<void> {
  await kept.commit(await kept.change(kept.proof(), what, proposal))
}

async function reject({ graphql }: TestPerson, { id }: TestProposal) {
  return graphql(
    'mutation ($id: ID!) { reject(input: { proposalId: $id }) { proposal { state rejectable } } }',
    {
      id,
    },
  )
}

async function stateOf({ id }: TestProposal): Promise<string> {
  const { data } = await an.graphql('query ($id: ID!) { proposal(id: $id) { state } }', { id })
  return data.proposal.state
}

interface Entry {
  readonly operation: string
  readonly outcome: string
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/** The one about `value`, which is a fact of it, of that name if it is given. */
async function entryOn(
  operation: string,
  outcome: string,
  value: string,
  name?: string,
): Promise<Entry | undefined> {
  const { data } = await an.graphql(
    'query { auditEntries(first: 1000) { edges { node { operation outcome details { name value } } } } }',
  )
  return data.auditEntries.edges
    .map(({ node }: { node: Entry }) => node)
    .find(
      (node: Entry) =>
        node.operation === operation &&
        node.outcome === outcome &&
        node.details.some((one) => one.value === value && (name === undefined || one.name === name)),
    )
}

const fact = (entry: Entry | undefined, name: string) =>
  entry?.details.find((one) => one.name === name)?.value

describe('a change of custodians', () => {
  it('is held once it was approved and released, and the log names proposal and digest', async () => {
    const proposal = await released(change)
    await changeOn(first, idOf(proposal))
    expect(first.written).toHaveLength(1)
    expect(first.written[0]?.release).toEqual({ proposalId: idOf(proposal), actSha256: proposal.actSha256 })
    expect(await stateOf(proposal)).toBe('EXECUTING')
    custody = first.kept.state()
    await noteCustody(service.gateway.deps, custody)
    expect(await stateOf(proposal)).toBe('EXECUTED')
    const entry = await entryOn('changeCustody', 'done', idOf(proposal))
    expect([fact(entry, 'custody'), fact(entry, 'actSha256')]).toEqual([
      custody.custodyId,
      proposal.actSha256,
    ])
    // Once, on whatever host, and for nobody who restores what was before.
    await expect(changeOn(second, idOf(proposal))).rejects.toMatchObject({ code: 'PROPOSAL_NOT_OPEN' })
    expect(second.written).toEqual([])
  })

  it('is not held without a proposal that is approved and executed, and nothing is changed', async () => {
    const waiting = await propose(an.graphql, change)
    expect(outcomeOf(await execute(an.graphql, waiting))).toBe('APPROVAL_REQUIRED')
    const never = '0190f1c0-0000-7000-8000-000000000001'
    await expect(changeOn(first, never)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(changeOn(first, idOf(waiting))).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
    await approve(binh, waiting, assertionOf(binh, waiting))
    await expect(changeOn(first, idOf(waiting))).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
    expect(first.written).toEqual([])
    const denied = await entryOn('changeCustody', 'denied', idOf(waiting))
    expect(fact(denied, 'code')).toBe('APPROVAL_REQUIRED')
  })

  it('is held with these custodians, this threshold and this kind alone', async () => {
    const id = idOf(await released(change))
    const others: readonly WantedCustody[] = [
      { kind: 'shares', threshold: 3, custodians: ['An', 'Chi', 'Dung'] },
      { kind: 'shares', threshold: 2, custodians: ['An', 'Dung', 'Chi'] },
      { kind: 'shares', threshold: 2, custodians: ['An', 'Chi', 'Thief'] },
      { kind: 'passphrase', passphrase: secretBytes(Buffer.from('the passphrase of a thief')) },
      { kind: 'hsm' },
    ]
    for (const other of others)
      await expect(changeOn(first, id, other)).rejects.toMatchObject({ code: 'APPROVAL_INVALID' })
    await expect(first.kept.rotate(first.kept.proof(), id)).rejects.toMatchObject({
      code: 'APPROVAL_INVALID',
    })
    expect(first.written).toEqual([])
    await changeOn(first, id)
  })

  it('needs the quorum of those who open it now besides: an approval adds and never gives', async () => {
    await changeOn(first, idOf(await released(change)))
    custody = first.kept.state()
    const proposal = await released({ changeCustody: { custody: 'HSM' } })
    await expect(changeOn(first, idOf(proposal), { kind: 'hsm' })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
  })

  it('is not held when an approver left between approval, beginning and end', async () => {
    const chi = await addPerson(service, `chi-${randomBytes(4).toString('hex')}`)
    const proposal = await propose(an.graphql, change)
    await approve(chi, proposal, assertionOf(chi, proposal))
    await execute(an.graphql, proposal)
    const begun = await first.kept.change(first.kept.proof(), wanted, idOf(proposal))
    await an.graphql('mutation ($id: ID!) { disablePerson(input: { personId: $id }) { person { id } } }', {
      id: `Person:${chi.id}`,
    })
    await expect(first.kept.commit(begun)).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
    await expect(changeOn(second, idOf(proposal))).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
    expect([first.written, second.written]).toEqual([[], []])
  })

  it('goes on after a crash by beginning anew, and what was begun before or elsewhere ends', async () => {
    const id = idOf(await released(change))
    const lost = await first.kept.change(first.kept.proof(), wanted, id)
    const again = await second.kept.change(second.kept.proof(), wanted, id)
    await expect(first.kept.commit(lost)).rejects.toMatchObject({ code: 'CONFLICT' })
    await second.kept.commit(again)
    expect([first.written.length, second.written.length]).toEqual([0, 1])
  })

  it('is taken back after its release by whoever may say no, also between beginning and end', async () => {
    const proposal = await released(change)
    const begun = await first.kept.change(first.kept.proof(), wanted, idOf(proposal))
    expect(outcomeOf(await reject(binh, proposal))).toBe('done')
    expect(await stateOf(proposal)).toBe('REJECTED')
    await expect(first.kept.commit(begun)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_OPEN' })
    await expect(changeOn(second, idOf(proposal))).rejects.toMatchObject({ code: 'PROPOSAL_NOT_OPEN' })
    expect(outcomeOf(await execute(an.graphql, proposal))).toBe('PROPOSAL_NOT_OPEN')
    expect([first.written, second.written]).toEqual([[], []])
    const clerk = await addPerson(service, `clerk-${randomBytes(4).toString('hex')}`, { role: 'clerk' })
    const another = await released(change)
    expect(outcomeOf(await reject(clerk, another))).toBe('NOT_PERMITTED')
    expect(outcomeOf(await reject(an, another))).toBe('done')
  })

  it('is not taken back once it was confirmed: it may have come true', async () => {
    const proposal = await released(change)
    await changeOn(first, idOf(proposal))
    expect(outcomeOf(await reject(binh, proposal))).toBe('PROPOSAL_NOT_OPEN')
    custody = first.kept.state()
    await noteCustody(service.gateway.deps, custody)
    expect(await stateOf(proposal)).toBe('EXECUTED')
  })

  it('is not held when its time is over, nor when the clock is set back afterwards', async () => {
    const proposal = await released(change)
    clock.laterMs = 21 * hourMs
    await expect(changeOn(first, idOf(proposal))).rejects.toMatchObject({ code: 'PROPOSAL_NOT_OPEN' })
    clock.laterMs = 0
    await expect(changeOn(first, idOf(proposal))).rejects.toMatchObject({ code: 'PROPOSAL_NOT_OPEN' })
    expect([await stateOf(proposal), first.written]).toEqual(['EXPIRED', []])
    const expired = await approved(change)
    clock.laterMs = 73 * hourMs
    await expect(changeOn(first, idOf(expired))).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
  })

  it('that was made in the file itself is an entry that says that nobody approved it', async () => {
    const planted = 'shares 0123456789abcdef'
    custody = { ...first.kept.state(), custodyId: planted }
    await noteCustody(service.gateway.deps, custody)
    expect(fact(await entryOn('changeCustody', 'done', planted), 'approved')).toBe('no')
  })

  it('that an older file undid is an entry that says that nobody approved it, though somebody once had', async () => {
    const { deps } = service.gateway
    const earlier = await released(change)
    await changeOn(first, idOf(earlier))
    const before = first.kept.state()
    custody = before
    await noteCustody(deps, before)
    const planted = 'hsm 0011223344556677'
    await noteCustody(deps, { ...before, custodyId: planted })
    // What opened the office before is put back, with the proposal in it.
    await noteCustody(deps, { ...before })
    const undone = await entryOn('changeCustody', 'done', planted, 'before')
    expect([fact(undone, 'custody'), fact(undone, 'approved')]).toEqual([before.custodyId, 'no'])
  })

  it('that made another custody than was confirmed is an entry that says that nobody approved it', async () => {
    const { deps } = service.gateway
    const proposal = await released(change)
    await changeOn(first, idOf(proposal))
    const held = first.kept.state()
    const planted = { ...held, custodyId: 'shares 00000000000000ab' }
    custody = planted
    await noteCustody(deps, planted)
    expect(fact(await entryOn('changeCustody', 'done', planted.custodyId), 'approved')).toBe('no')
    expect(await stateOf(proposal)).toBe('EXECUTING')
  })

  it('to others than the proposal names is an entry that says so, and the proposal stays', async () => {
    const proposal = await released(change)
    const release = { proposalId: idOf(proposal), actSha256: proposal.actSha256 }
    const planted = { ...first.kept.state(), custodyId: 'passphrase 0123456789abcdef', release }
    custody = planted
    await noteCustody(service.gateway.deps, planted)
    expect(fact(await entryOn('changeCustody', 'done', planted.custodyId), 'approved')).toBe('no')
    expect(await stateOf(proposal)).toBe('EXECUTING')
  })

  it('is proposed with a quorum that can be, and names that tell people apart', async () => {
    const wrong = [
      { custody: 'SHARES', threshold: 1, custodians: ['An', 'Chi'] },
      { custody: 'SHARES', custodians: ['An', 'Chi'] },
      { custody: 'SHARES', threshold: 2, custodians: ['An', 'An'] },
      { custody: 'SHARES', threshold: 2, custodians: ['An', ' '] },
      { custody: 'HSM', threshold: 2 },
    ]
    for (const changeCustody of wrong)
      expect(outcomeOf(await tryPropose(an.graphql, { changeCustody }))).toBe('INVALID_ARGUMENT')
    custody = undefined
    const answer = await tryPropose(an.graphql, change)
    expect(answer.errors[0]?.message).toContain('lies in a file as it is')
  })
})

describe('a rotation of the root key', () => {
  it('is held once, after the root key that was approved, and the log names proposal and digest', async () => {
    const proposal = await released(rotation)
    await first.kept.rotate(first.kept.proof(), idOf(proposal))
    custody = first.kept.state()
    await noteCustody(service.gateway.deps, custody)
    expect(await stateOf(proposal)).toBe('EXECUTED')
    const entry = await entryOn('rotateRootKey', 'done', idOf(proposal))
    expect([fact(entry, 'generation'), fact(entry, 'actSha256')]).toEqual(['2', proposal.actSha256])
    await expect(second.kept.rotate(second.kept.proof(), idOf(proposal))).rejects.toMatchObject({
      code: 'PROPOSAL_NOT_OPEN',
    })
    expect(second.written).toEqual([])
    // While it is under way none is proposed.
    expect(outcomeOf(await tryPropose(an.graphql, rotation))).toBe('CONFLICT')
  })

  it('is held on one host, though two had begun before any gateway saw what either made', async () => {
    const proposal = await released(rotation)
    await first.kept.rotate(first.kept.proof(), idOf(proposal))
    await expect(second.kept.rotate(second.kept.proof(), idOf(proposal))).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect([first.written.length, second.written]).toEqual([1, []])
  })

  it('is confirmed again to the host whose answer was lost, and makes the same root key', async () => {
    const proposal = await released(rotation)
    losesAnswers = true
    await expect(first.kept.rotate(first.kept.proof(), idOf(proposal))).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    })
    losesAnswers = false
    expect(first.written).toEqual([])
    await expect(second.kept.rotate(second.kept.proof(), idOf(proposal))).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await first.kept.rotate(first.kept.proof(), idOf(proposal))
    custody = first.kept.state()
    await noteCustody(service.gateway.deps, custody)
    expect(await stateOf(proposal)).toBe('EXECUTED')
  })

  it('that made another root key than was confirmed is an entry that says that nobody approved it', async () => {
    const { deps } = service.gateway
    const proposal = await released(rotation)
    await first.kept.rotate(first.kept.proof(), idOf(proposal))
    const { generations, ...rest } = first.kept.state()
    const planted = {
      ...rest,
      generations: generations.map((one, i) => (i === 0 ? { ...one, checkValueHex: 'ab'.repeat(32) } : one)),
    }
    await noteCustody(deps, planted)
    const office = await recogniseOffice(deps)
    if (office === undefined) throw new Error('no office')
    await noteSuccession({ ...deps, rootKeys: () => planted.generations }, office)
    const entry = await entryOn('rotateRootKey', 'done', 'ab'.repeat(32), 'rootKeyCheck')
    expect(fact(entry, 'approved')).toBe('no')
    expect(await stateOf(proposal)).toBe('EXECUTING')
    await noteCustody(deps, first.kept.state())
    expect(await stateOf(proposal)).toBe('EXECUTED')
  })

  it('is not held on a proposal for another root key, or one that nobody released', async () => {
    const [stale, waiting] = [await released(rotation), await approved(rotation)]
    await expect(first.kept.rotate(first.kept.proof(), idOf(waiting))).rejects.toMatchObject({
      code: 'APPROVAL_REQUIRED',
    })
    const other = await newCustody({ kind: 'file' }, (octets) => randomBytes(octets))
    const elsewhere = host(other.record, other.custodyKey.dangerouslyRevealBytes())
    await expect(elsewhere.kept.rotate(elsewhere.kept.proof(), idOf(stale))).rejects.toMatchObject({
      code: 'APPROVAL_INVALID',
    })
    expect([first.written, elsewhere.written]).toEqual([[], []])
  })
})

it('whoever may not manage keys releases no ceremony', async () => {
  const clerk: TestPerson = await addPerson(service, 'clerk', { role: 'clerk' })
  const proposal = await approved(rotation)
  expect(outcomeOf(await execute(clerk.graphql, proposal))).toBe('NOT_PERMITTED')
  expect(await stateOf(proposal)).toBe('OPEN')
})
