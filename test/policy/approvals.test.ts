import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/caller.ts'
import { ServiceError } from '../../src/errors.ts'
import {
  type Act,
  type ApprovalFacts,
  type ApprovalRequest,
  approvalsNeeded,
  approvalsOfProposal,
  approve,
  canonicalAct,
  countApprovals,
  type ProposedAct,
  requireApproval,
  requireApprovedDocument,
} from '../../src/policy/approvals.ts'
import { type Party, proposableActs } from '../../src/registry/proposal.ts'

const noon = new Date('2026-11-27T12:00:00Z')
const hoursLater = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)
const officer: Party = { kind: 'person', id: 'officer' }
const program: Party = { kind: 'application', id: 'program' }

const destruction: Act = {
  act: 'scheduleKeyDestruction',
  unitId: 'unit',
  parameters: { keyId: 'key', versions: [1, 2], waitingDays: 7 },
}
const proposed: ProposedAct = {
  ...destruction,
  officeId: 'office',
  proposalId: 'proposal',
  expiresAt: hoursLater(72),
  names: { key: 'centre/signing', unit: 'centre' },
}
const byColleague: ApprovalFacts = {
  personId: 'colleague',
  mayApprove: true,
  passkeyStands: true,
  assertionHolds: true,
}

function request(changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    proposal: proposed,
    canonical: canonicalAct(changes.proposal ?? proposed),
    proposer: officer,
    approvals: [byColleague],
    required: 1,
    now: noon,
    ...changes,
  }
}

function callWith(changes: Partial<ApprovalRequest> = {}): Call {
  return { requestId: 'request', caller: { kind: 'anonymous' }, approval: approve(request(changes)) }
}

function code(work: () => unknown): string {
  try {
    work()
    return 'done'
  } catch (error) {
    if (error instanceof ServiceError) return error.code
    throw error
  }
}

describe('how many approve', () => {
  test('a real office wants another person for every act, whatever its rules say', () => {
    for (const act of proposableActs)
      for (const rules of [[], [0]])
        expect([act, approvalsNeeded({ act, mode: 'real', rules })]).toEqual([act, 1])
  })

  test('a practice office wants nobody until it says so', () => {
    expect(approvalsNeeded({ act: 'exportKey', mode: 'practice', rules: [] })).toBe(0)
    expect(approvalsNeeded({ act: 'exportKey', mode: 'practice', rules: [2] })).toBe(2)
  })

  test('the strictest rule on the way up holds', () => {
    expect(approvalsNeeded({ act: 'mergeUnits', mode: 'real', rules: [1, 3, 2] })).toBe(3)
  })

  test('a list of documents wants somebody in any office', () => {
    const act = 'signDocuments'
    expect(approvalsNeeded({ act, mode: 'practice', rules: [] })).toBe(1)
    expect(approvalsNeeded({ act, mode: 'practice', rules: [0] })).toBe(1)
    expect(approvalsNeeded({ act, mode: 'real', rules: [2] })).toBe(2)
  })

  test('nothing is executed on no approval, and whoever proposes and could not approve is nobody', () => {
    expect(approvalsOfProposal('exportKey', 0, true)).toBe(1)
    expect(approvalsOfProposal('exportKey', 1, false)).toBe(2)
    expect(approvalsOfProposal('signDocuments', 1, false)).toBe(1)
  })
})

describe('which approvals count', () => {
  const cases: readonly (readonly [string, readonly ApprovalFacts[]])[] = [
    ['nobody’s', []],
    ['the proposer’s own', [{ ...byColleague, personId: 'officer' }]],
    ['that of somebody who may no longer approve', [{ ...byColleague, mayApprove: false }]],
    ['that of a passkey which was revoked', [{ ...byColleague, passkeyStands: false }]],
    ['that of a passkey which signed something else', [{ ...byColleague, assertionHolds: false }]],
  ]
  test.each(cases)('not %s', (_what, approvals) => {
    expect(countApprovals(officer, approvals)).toBe(0)
    expect(code(() => approve(request({ approvals })))).toBe('APPROVAL_REQUIRED')
  })

  test('two of one person are one', () => {
    const twice = [byColleague, byColleague]
    expect(countApprovals(officer, twice)).toBe(1)
    expect(code(() => approve(request({ approvals: twice, required: 2 })))).toBe('APPROVAL_REQUIRED')
  })

  test('a person with the name of the program that proposed is another', () => {
    expect(countApprovals(program, [{ ...byColleague, personId: 'program' }])).toBe(1)
  })

  test('a count of none is never enough: no approver configured means nobody', () => {
    expect(code(() => approve(request({ approvals: [], required: 0 })))).toBe('APPROVAL_REQUIRED')
    expect(code(() => approve(request({ required: 0 })))).toBe('APPROVAL_REQUIRED')
  })
})

describe('an approval', () => {
  test('ends at its moment', () => {
    expect(code(() => approve(request({ now: hoursLater(72) })))).toBe('PROPOSAL_NOT_OPEN')
    expect(code(() => approve(request({ now: new Date(hoursLater(72).getTime() - 1) })))).toBe('done')
  })

  test('is of the text that was kept, and of no other', () => {
    const other = canonicalAct({ ...proposed, parameters: { ...proposed.parameters, waitingDays: 30 } })
    expect(code(() => approve(request({ canonical: other })))).toBe('APPROVAL_INVALID')
  })

  test('lets exactly the act be done that was approved', () => {
    expect(code(() => requireApproval(callWith(), destruction, 1))).toBe('done')
    expect(code(() => requireApproval(callWith(), destruction, 5))).toBe('done')
  })

  const altered: readonly (readonly [string, Act])[] = [
    ['another act', { ...destruction, act: 'exportKey' }],
    ['another unit', { ...destruction, unitId: 'other' }],
    ['another key', { ...destruction, parameters: { ...destruction.parameters, keyId: 'other' } }],
    ['a further version', { ...destruction, parameters: { ...destruction.parameters, versions: [1, 2, 3] } }],
    ['another waiting time', { ...destruction, parameters: { ...destruction.parameters, waitingDays: 8 } }],
    ['a parameter more', { ...destruction, parameters: { ...destruction.parameters, more: true } }],
    ['a parameter less', { ...destruction, parameters: { keyId: 'key', waitingDays: 7 } }],
  ]
  test.each(altered)('lets not %s be done, even where nobody would be asked', (_what, act) => {
    expect(code(() => requireApproval(callWith(), act, 1))).toBe('APPROVAL_INVALID')
    expect(code(() => requireApproval(callWith(), act, 0))).toBe('APPROVAL_INVALID')
  })

  test('is demanded of everybody but the service itself', () => {
    const call: Call = { requestId: 'request', caller: { kind: 'anonymous' } }
    expect(code(() => requireApproval(call, destruction, 1))).toBe('APPROVAL_REQUIRED')
    expect(code(() => requireApproval(call, destruction, 0))).toBe('done')
    const service: Call = { requestId: 'request', caller: { kind: 'service' } }
    expect(code(() => requireApproval(service, destruction, 1))).toBe('done')
  })

  test('that was made around the type system is a bug, not an approval', () => {
    const { approval } = callWith()
    if (approval === undefined) throw new Error('there is an approval')
    const lookAlike = Object.assign(Object.create(Object.getPrototypeOf(approval)), { ...approval })
    const call: Call = { requestId: 'request', caller: { kind: 'anonymous' }, approval: lookAlike }
    expect(() => requireApproval(call, destruction, 1)).toThrow('not made by approve')
  })
})

describe('a list of documents', () => {
  const one = { sha256: 'aa', format: 'PAdES', level: 'B-T', detached: false }
  const list: ProposedAct = {
    ...proposed,
    act: 'signDocuments',
    parameters: {
      keyId: 'key',
      keyVersion: 2,
      documents: [
        { ...one, name: 'first.pdf' },
        { ...one, sha256: 'bb', name: 'second.pdf' },
      ],
    },
  }
  const key = {
    keyId: 'key',
    version: 2,
    purpose: 'sign-document',
    attributes: ['approval-required'],
  } as const

  test('covers each of its documents, and exactly those', () => {
    const call = callWith({ proposal: list })
    expect(code(() => requireApprovedDocument(call, key, one))).toBe('done')
    expect(code(() => requireApprovedDocument(call, key, { ...one, sha256: 'bb' }))).toBe('done')
    const others = [
      { ...one, sha256: 'cc' },
      { ...one, format: 'CAdES' },
      { ...one, level: 'B-B' },
      { ...one, detached: true },
    ]
    for (const other of others)
      expect(code(() => requireApprovedDocument(call, key, other))).toBe('APPROVAL_INVALID')
    expect(code(() => requireApprovedDocument(call, { ...key, version: 3 }, one))).toBe('APPROVAL_INVALID')
    expect(code(() => requireApprovedDocument(call, { ...key, keyId: 'other' }, one))).toBe(
      'APPROVAL_INVALID',
    )
  })

  test('that nobody approved is not signed with a key that is marked', () => {
    const call: Call = { requestId: 'request', caller: { kind: 'anonymous' } }
    expect(code(() => requireApprovedDocument(call, key, one))).toBe('APPROVAL_REQUIRED')
    expect(code(() => requireApprovedDocument(callWith({ proposal: list }), key, undefined))).toBe(
      'APPROVAL_REQUIRED',
    )
    expect(code(() => requireApprovedDocument(call, { ...key, attributes: [] }, one))).toBe('done')
  })

  test('is no approval of anything else', () => {
    expect(code(() => requireApprovedDocument(callWith(), key, one))).toBe('APPROVAL_INVALID')
    expect(code(() => requireApproval(callWith({ proposal: list }), destruction, 1))).toBe('APPROVAL_INVALID')
  })
})
