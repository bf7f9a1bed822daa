// What was approved is done once, whatever becomes of whoever executes it: another host, a refusal behind the act.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Call } from '../../src/caller.ts'
import { isServiceError } from '../../src/errors.ts'
import { asService } from '../../src/operations/as-caller.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { createCaches } from '../../src/operations/caches.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { execute } from '../../src/operations/execute.ts'
import { releaseUnfinished } from '../../src/operations/idempotently.ts'
import type { Database } from '../../src/registry/database.ts'
import { listGrants } from '../../src/registry/grants.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { revokeSessions } from '../../src/registry/sessions.ts'
import type { TestPerson } from '../fixtures/approvers.ts'
import { makePerson, type SignedInPerson, signedIn, signIn } from '../fixtures/devices.ts'
import { Crash, dyingAfter } from '../fixtures/dying-database.ts'
import { approve, assertionOf, propose } from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let an: SignedInPerson
let binh: SignedInPerson
beforeAll(async () => {
  service = await startTestService()
  an = await signedIn(service, { name: 'an', role: 'officer' })
  binh = await signedIn(service, { name: 'binh', role: 'officer' })
})
afterAll(() => service.close())

/** Another host over the same database, which remembers nothing. */
function host(database: Database = service.gateway.deps.database): Deps {
  const { deps } = service.gateway
  return {
    ...deps,
    database,
    auditLog: database.auditLog(),
    caches: createCaches(() => deps.clock.now().getTime()),
  }
}

const callOf = async (secret: string): Promise<Call> => ({
  requestId: randomUUID(),
  caller: await authenticate(host(), secret),
})

const approver = ({ person, device, secret }: SignedInPerson): TestPerson => ({
  id: person.id,
  name: person.name,
  passkey: device,
  graphql: (query, variables) => service.graphql(query, variables, secret),
})

/** An approved grant. */
async function approved(): Promise<{ readonly proposalId: string; readonly holder: string }> {
  const { id: holder } = await makePerson(service, { name: `holder-${randomUUID()}` })
  const wanted = { holder: { personId: `Person:${holder}` }, role: 'OFFICER', unit: 'practice' }
  const proposal = await propose(approver(an).graphql, { grant: wanted })
  await approve(approver(binh), proposal, assertionOf(approver(binh), proposal))
  return { proposalId: proposal.id.replace('Proposal:', ''), holder }
}

/** `done`, or the code of the refusal. @throws what is none. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (!isServiceError(error)) throw error
      return error.code
    },
  )

async function givenTo(holder: string): Promise<number> {
  return (await asService(host(), (tx) => listGrants(tx, serviceScope, { personId: holder }))).length
}

async function entriesOn(proposalId: string): Promise<number> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('entry').execute(),
  )
  return rows
    .map(({ entry }) => JSON.parse(Buffer.from(entry).toString('utf8')))
    .filter(
      ({ operation, outcome, details }) =>
        outcome === 'done' && operation === 'grant' && details.proposal === proposalId,
    ).length
}

it('is gone on with by whoever began it, on another host, behind whatever write the first one died', async () => {
  let crashes = 0
  for (let writes = 1; ; writes++) {
    const { proposalId, holder } = await approved()
    const dying = host(dyingAfter(writes, service.gateway.deps.database))
    const died = await execute(dying, await callOf(an.secret), { proposalId }).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Crash)) throw error
        return true
      },
    )
    if (died) crashes++
    // What somebody claimed is nobody else's, whether it was done or not.
    expect(await outcome(execute(host(), await callOf(binh.secret), { proposalId }))).toBe(
      'PROPOSAL_NOT_OPEN',
    )
    await releaseUnfinished(host())
    const { proposal } = await execute(host(), await callOf(an.secret), { proposalId })
    expect([proposal.state, await givenTo(holder), await entriesOn(proposalId)]).toEqual(['executed', 1, 1])
    if (!died) break
  }
  // The claim, the key of the attempt, the grant with its answer, the entry.
  expect(crashes).toBeGreaterThanOrEqual(4)
})

it('stays with whoever did it when the entry is refused after the act, and is not done by another again', async () => {
  const { proposalId, holder } = await approved()
  const { database } = service.gateway.deps
  const leaving = await signedIn(service, { name: 'leaving', role: 'officer' })
  // The session ends between the act's own commit and its entry.
  const ending: Database = {
    ...database,
    transaction: async (scope, work) => {
      const answer = await database.transaction(scope, work)
      if ((await givenTo(holder)) > 0)
        await asService(host(), (tx) => revokeSessions(tx, { personId: leaving.person.id }, new Date()))
      return answer
    },
  }
  const call = await callOf(leaving.secret)
  expect(await outcome(execute(host(ending), call, { proposalId }))).toBe('UNAUTHENTICATED')
  expect(await givenTo(holder)).toBe(1)
  expect(await outcome(execute(host(), await callOf(binh.secret), { proposalId }))).toBe('PROPOSAL_NOT_OPEN')
  const { secret } = (await signIn(service, leaving.device)).body
  const { proposal } = await execute(host(), await callOf(secret), { proposalId })
  expect([proposal.state, await givenTo(holder), await entriesOn(proposalId)]).toEqual(['executed', 1, 1])
})

it('is free for others after a refusal that did nothing', async () => {
  const { proposalId, holder } = await approved()
  const clerk = await signedIn(service, { name: 'clerk', role: 'clerk' })
  expect(await outcome(execute(host(), await callOf(clerk.secret), { proposalId }))).toBe('NOT_PERMITTED')
  expect(await outcome(execute(host(), await callOf(an.secret), { proposalId }))).toBe('done')
  expect(await givenTo(holder)).toBe(1)
})
