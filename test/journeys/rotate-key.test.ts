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
  let rotated = false
  const serials = { before: new Set<string>(), after: new Set<string>() }
  const documents: string[] = []
  const client = async (): Promise<void> => {
    for (let i = 0; i < 12; i++) {
      const afterRotation = rotated
      const { data, errors } = await service.graphql(signDocument, { document: pdf })
      expect(errors).toEqual([])
      documents.push(data.signDocument.document.base64)
      serials[afterRotation ? 'after' : 'before'].add(data.signDocument.certificateSerialHex)
    }
  }
  const rotation = (async () => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { data, errors } = await service.graphql(rotateKey, { revokeOld: false })
    expect(errors).toEqual([])
    rotated = true
    return data.rotateKey
  })()
  await Promise.all([client(), client(), client(), client()])
  const { certificates, key } = await rotation
  await client()

  expect(key.versions.map(({ state }: { state: string }) => state)).toEqual(['DEACTIVATED', 'ACTIVE'])
  expect([...serials.after]).toEqual([certificates[0].serialHex])
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
