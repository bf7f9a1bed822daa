import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const signDocument = `mutation ($document: Base64!) {
  signDocument(input: { key: "practice/signing", document: { base64: $document }, level: B_B }) { document { base64 } certificateSerialHex }
}`
const rotateKey = `mutation ($revokeOld: Boolean!) {
  rotateKey(input: { name: "practice/signing", revokeOld: $revokeOld }) { key { versions { version state certificates { serialHex revokedAt } } } certificates { serialHex } }
}`
const verifyDocument = `query ($document: Base64!) {
  verifyDocument(input: { document: { base64: $document } }) { indication integrity signatures { subIndication signer { serialHex } } }
}`

const pdf = Buffer.from(makePdf('table')).toString('base64')

it('rotates under load: no request fails, new signatures come from the new version, old ones still verify', async () => {
  const clients = 4
  const documents: string[] = []
  const serials = { before: new Set<string>(), meanwhile: new Set<string>(), after: new Set<string>() }
  const answered = { before: 0, meanwhile: 0, after: 0 }
  let state: keyof typeof serials = 'before'
  const sign = async (): Promise<void> => {
    const asked = state
    const { data, errors } = await service.graphql(signDocument, { document: pdf })
    expect(errors).toEqual([])
    documents.push(data.signDocument.document.base64)
    // What was answered before the rotation, what was asked behind it, and what met it on the way.
    const when = asked === state ? asked : 'meanwhile'
    serials[when].add(data.signDocument.certificateSerialHex)
    answered[when]++
  }
  const loaded = Promise.withResolvers<void>()
  const client = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) await sign()
    if (answered.before >= 3 * clients) loaded.resolve()
    // All go on without a pause, so that each has a request open while the rotation is asked for.
    while (state !== 'after') await sign()
    for (let i = 0; i < 3; i++) await sign()
  }
  const rotation = (async () => {
    await loaded.promise
    state = 'meanwhile'
    const { data, errors } = await service.graphql(rotateKey, { revokeOld: false })
    state = 'after'
    expect(errors).toEqual([])
    return data.rotateKey
  })()
  await Promise.all([rotation, ...Array.from({ length: clients }, client)])
  const { certificates, key } = await rotation

  expect(key.versions.map(({ state }: { state: string }) => state)).toEqual(['DEACTIVATED', 'ACTIVE'])
  const [older, newer] = key.versions.map(
    (version: { certificates: readonly { serialHex: string }[] }) => version.certificates[0]?.serialHex,
  )
  expect(certificates[0].serialHex).toBe(newer)
  expect([...serials.before]).toEqual([older])
  expect([...serials.after]).toEqual([newer])
  expect([older, newer]).toEqual(expect.arrayContaining([...serials.meanwhile]))
  expect(answered.before).toBeGreaterThanOrEqual(3 * clients)
  expect(answered.meanwhile).toBeGreaterThanOrEqual(clients)
  expect(answered.after).toBeGreaterThanOrEqual(3 * clients)
  for (const document of documents) {
    const { data } = await service.graphql(verifyDocument, { document }, null)
    expect(data.verifyDocument).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'INTACT' })
  }
})

it('revokes the old certificate only when asked, and then a signature without a time-stamp no longer passes', async () => {
  const before = await service.graphql(signDocument, { document: pdf })
  const { data } = await service.graphql(rotateKey, { revokeOld: true })
  const [, second, third] = data.rotateKey.key.versions
  expect(second.certificates[0].revokedAt).not.toBeNull()
  expect(third.certificates[0].revokedAt).toBeNull()
  const verdict = await service.graphql(
    verifyDocument,
    { document: before.data.signDocument.document.base64 },
    null,
  )
  expect(verdict.data.verifyDocument.indication).not.toBe('TOTAL_PASSED')
  expect(verdict.data.verifyDocument.integrity).toBe('INTACT')
})

it('lets of two rotations at once exactly one make each version', async () => {
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => service.graphql(rotateKey, { revokeOld: false })))
  const done = outcomes.filter(({ errors }) => errors.length === 0).length
  expect(done).toBeGreaterThanOrEqual(1)
  for (const { errors } of outcomes) {
    for (const error of errors) expect(error.extensions).toMatchObject({ code: 'CONFLICT', retryable: true })
  }
  const { data } = await service.graphql(
    'query { key(name: "practice/signing") { versions { version state } } }',
  )
  const active = data.key.versions.filter(({ state }: { state: string }) => state === 'ACTIVE')
  expect(active).toHaveLength(1)
  const again = await service.graphql(rotateKey, { revokeOld: false })
  expect(again.errors).toEqual([])
})
