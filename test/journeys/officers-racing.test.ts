import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { chance } from '../fixtures/chance.ts'
import { faultOf, officersRace, portableKey } from '../fixtures/officers-racing.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let officers: readonly TestPerson[]
beforeAll(async () => {
  service = await startTestService()
  officers = [
    await addPerson(service, 'an'),
    await addPerson(service, 'binh'),
    await addPerson(service, 'chi'),
  ]
  await service.graphql(
    `mutation { createKey(input: { name: "${portableKey}", algorithm: ECDSA_P256, purpose: SIGN_DOCUMENT,
      attributes: [EXPORTABLE] }) { key { id } } }`,
  )
})
afterAll(() => service.close())

it('one officer wins of all who approve, reject and execute at once, and nobody twice', async () => {
  const lot = chance(1)
  for (let race = 0; race < 4; race++) {
    const outcome = await officersRace(lot, officers)
    const { rows } = await service.testDatabase.asOwner((tx) =>
      sql<{
        n: number
      }>`select count(*) as n from audit_entries where operation = 'exportKey' and outcome = 'done'
        and convert_from(entry, 'UTF8') like ${`%"proposal":"${outcome.proposalId}"%`}`.execute(tx),
    )
    expect(faultOf(outcome, Number(rows[0]?.n))).toBeUndefined()
  }
})
