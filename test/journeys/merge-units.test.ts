import { afterAll, beforeEach, expect, it } from 'vitest'
import { joinBytes, utf8 } from '../../src/bytes.ts'
import { createClient } from '../../src/client/client.ts'
import { movableClock } from '../fixtures/clock.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
const services: TestService[] = []
const clock = movableClock()
beforeEach(async () => {
  clock.laterMs = 0
  service = await startTestService({ clock })
  services.push(service)
  await service.graphql('mutation { createUnit(input: { path: "heir" }) { unit { id } } }')
})
afterAll(() => Promise.all(services.map((one) => one.close())))

const pdf = Buffer.from(makePdf('table')).toString('base64')

async function sign(level: 'B_B' | 'B_T'): Promise<string> {
  const { data } = await service.graphql(
    `mutation ($document: Base64!, $level: SignatureLevel!) {
      signDocument(input: { key: "practice/signing", document: { base64: $document }, level: $level }) { document { base64 } }
    }`,
    { document: pdf, level },
  )
  return data.signDocument.document.base64
}

async function verdict(document: string): Promise<string> {
  const { data } = await service.graphql(
    'query ($document: Base64!) { verifyDocument(input: { document: { base64: $document } }) { indication } }',
    { document },
    null,
  )
  return data.verifyDocument.indication
}

it('merges a unit into another: documents verify as before, and the name means what the successor holds', async () => {
  const documents = [await sign('B_B'), await sign('B_T')]
  const { data, errors } = await service.graphql(
    `mutation { mergeUnits(input: { unit: "practice", into: "heir" }) { unit { path state endedAt successor { path } } } }`,
  )
  expect(errors).toEqual([])
  expect(data.mergeUnits.unit).toMatchObject({
    path: 'heir/practice',
    state: 'ABOLISHED',
    successor: { path: 'heir' },
  })
  for (const document of documents) expect(await verdict(document)).toBe('TOTAL_PASSED')
  const { data: read } = await service.graphql(
    'query { key(name: "practice/signing") { name versions { state certificates { revokedAt } } } }',
  )
  expect(read.key).toEqual({
    name: 'heir/practice/signing',
    versions: [{ state: 'DEACTIVATED', certificates: [{ revokedAt: null }] }],
  })
})

it('opens for the successor what was sealed to the unit, and seals to the successor what is for it now', async () => {
  const office = createClient({ url: service.url, token: service.administrator, attempts: 1 })
  const { id } = await office.createApplication({ name: 'opener', unit: 'heir', actions: ['OPEN'] })
  const { secret } = await office.issueToken({ applicationId: id })
  const heir = createClient({ url: service.url, token: secret, attempts: 1 })
  const content = utf8('Hồ sơ cán bộ, mật')
  const sealed = async () => joinBytes(await Array.fromAsync(office.seal({ content, units: ['practice'] })))
  const opened = async (envelope: Uint8Array) =>
    joinBytes(await Array.fromAsync((await heir.open({ envelope })).verified()))
  const before = await sealed()
  await expect(opened(before)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  await office.mergeUnits({ unit: 'practice', into: 'heir' })
  expect(await opened(before)).toEqual(content)
  await office.sealUnit({ unit: 'heir' })
  await expect(sealed()).rejects.toMatchObject({ code: 'UNIT_NOT_ACTIVE' })
  await office.unsealUnit({ unit: 'heir' })
  expect(await opened(await sealed())).toEqual(content)
})

it('abolishes a unit and revokes when asked: then only what was time-stamped before still passes', async () => {
  const [bare, stamped] = [await sign('B_B'), await sign('B_T')]
  // Revocations are told in whole seconds.
  clock.laterMs = 60_000
  const { errors } = await service.graphql(
    `mutation { abolishUnit(input: { unit: "practice", revokeCertificates: true }) { unit { state successor { path } } } }`,
  )
  expect(errors).toEqual([])
  expect(await verdict(stamped)).toBe('TOTAL_PASSED')
  expect(await verdict(bare)).not.toBe('TOTAL_PASSED')
})

it('shreds a unit: its keys are destroyed, its certificates revoked, and what was time-stamped before verifies', async () => {
  const stamped = await sign('B_T')
  clock.laterMs = 60_000
  const { data, errors } = await service.graphql(
    `mutation { shredUnit(input: { unit: "practice", confirm: "practice" }) { unit { path state endedAt } } }`,
  )
  expect(errors).toEqual([])
  expect(data.shredUnit.unit).toMatchObject({ path: 'practice', state: 'SHREDDED' })
  const { data: read } = await service.graphql(
    'query { key(name: "practice/signing") { versions { state certificates { revocationReason } } } }',
  )
  expect(read.key.versions).toEqual([
    { state: 'DESTROYED', certificates: [{ revocationReason: 'CESSATION_OF_OPERATION' }] },
  ])
  expect(await verdict(stamped)).toBe('TOTAL_PASSED')
})
