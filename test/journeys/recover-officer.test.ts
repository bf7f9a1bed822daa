// The custodians are for the case that nobody else is there: two officers with devices approve a new one themselves.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { recoverOfficer } from '../../src/operations/recover-officer.ts'
import { authenticator } from '../fixtures/authenticator.ts'
import { enrol, makePerson, signedIn, signIn } from '../fixtures/devices.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const recover = (name: string) => recoverOfficer(service.gateway.deps, name)
const whoAmI = (token: string) => service.graphql('{ viewer { name } }', {}, token)

async function entriesOf(personId: string): Promise<readonly string[]> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('entry').orderBy('at').orderBy('id').execute(),
  )
  return rows
    .map(({ entry }): { operation: string; details: Record<string, string> } =>
      JSON.parse(Buffer.from(entry).toString('utf8')),
    )
    .filter(({ details }) => details['person'] === personId)
    .map(({ operation }) => operation)
}

test('an officer who lost every device begins anew, and what was lost is of no use', async () => {
  const { person, device, secret } = await signedIn(service, { name: 'dung', role: 'officer' })
  // Without a device, or without the whole role, or elsewhere, nobody could approve.
  await makePerson(service, { name: 'an', role: 'officer' })
  await signedIn(service, { name: 'chi', role: 'auditor' })
  await signedIn(service, { name: 'em', role: 'officer', unit: 'practice' })
  await signedIn(service, { name: 'binh', role: 'officer' })
  const { name, link } = await recover('dung')
  expect(name).toBe('dung')
  expect((await whoAmI(secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect((await signIn(service, device)).status).toBe(401)
  const next = authenticator()
  expect((await enrol(service, new URL(link).hash.replace('#enrol=', ''), next)).status).toBe(201)
  expect((await signIn(service, next)).status).toBe(201)
  expect(await entriesOf(person.id)).toEqual([
    'createEnrolment',
    'enrolPasskey',
    'recoverOfficer',
    'createEnrolment',
    'enrolPasskey',
  ])
})

test('while two others could approve a new device, the custodians are not asked', async () => {
  await signedIn(service, { name: 'giang', role: 'officer' })
  await expect(recover('dung')).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
    message: expect.stringContaining('2 other officers'),
  })
  // In the unit below there is one more who could.
  await signedIn(service, { name: 'hoa', role: 'signer', unit: 'practice' })
  await expect(recover('hoa')).rejects.toMatchObject({ message: expect.stringContaining('4 other officers') })
})

test('nobody is recovered whom there is not', async () => {
  await expect(recover('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
