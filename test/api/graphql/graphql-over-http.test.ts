// GraphQL over HTTP, by the audit that its authors keep (npm graphql-http): all that servers must, should and may do.

import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

test('passes each of the 61 audits of the specification', async () => {
  const results = await auditServer({ url: `${service.url}/graphql` })
  expect(results).toHaveLength(61)
  expect(results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`)).toEqual([])
})
