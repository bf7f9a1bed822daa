import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const pdf = Buffer.from(makePdf('table')).toString('base64')
const signDocument = `mutation ($document: Base64!) {
  signDocument(input: { key: "practice/signing", document: { base64: $document } }) { document { base64 } }
}`
const verifyDocument = `query ($document: Base64!) {
  verifyDocument(input: { document: { base64: $document } }) { indication }
}`
const seal = `mutation { sealUnit(input: { unit: "practice" }) { unit { path state sealedAt } } }`
const unseal = `mutation { unsealUnit(input: { unit: "practice" }) { unit { state sealedAt } } }`
const state = `query { unit(path: "practice") { state } key(name: "practice/signing") { versions { state } } }`

it('seals one unit: it signs and makes nothing, what it signed verifies, and everything can be read', async () => {
  const { data } = await service.graphql(signDocument, { document: pdf })
  const signed = data.signDocument.document.base64
  const sealed = await service.graphql(seal)
  expect(sealed.data.sealUnit.unit).toMatchObject({ path: 'practice', state: 'SEALED' })
  expect(sealed.data.sealUnit.unit.sealedAt).toMatch(/^\d{4}-/)

  for (const refused of [
    await service.graphql(signDocument, { document: pdf }),
    await service.graphql(`mutation { createUnit(input: { path: "practice/below" }) { unit { path } } }`),
    await service.graphql(`mutation { rotateKey(input: { name: "practice/signing" }) { key { name } } }`),
    await service.graphql(
      `mutation { createKey(input: { name: "practice/new", algorithm: ED25519 }) { key { name } } }`,
    ),
  ]) {
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'UNIT_NOT_ACTIVE', retryable: false })
  }
  const verdict = await service.graphql(verifyDocument, { document: signed }, null)
  expect(verdict.data.verifyDocument.indication).toBe('TOTAL_PASSED')
  const crl = await fetch(`${service.url}/crl/practice-issuing.crl`)
  expect(crl.status).toBe(200)
  const read = await service.graphql(state)
  expect(read.data).toMatchObject({ unit: { state: 'SEALED' }, key: { versions: [{ state: 'ACTIVE' }] } })

  const opened = await service.graphql(unseal)
  expect(opened.data.unsealUnit.unit).toEqual({ state: 'ACTIVE', sealedAt: null })
  expect((await service.graphql(signDocument, { document: pdf })).errors).toEqual([])
})

it('refuses to seal the organisation, a unit that is sealed already and one that is not there', async () => {
  const codeOf = async (unit: string): Promise<string | undefined> => {
    const { errors } = await service.graphql(
      'mutation ($unit: String!) { sealUnit(input: { unit: $unit }) { unit { state } } }',
      { unit },
    )
    return errors[0]?.extensions.code
  }
  expect(await codeOf('')).toBe('INVALID_ARGUMENT')
  expect(await codeOf('nowhere')).toBe('NOT_FOUND')
  expect(await codeOf('practice')).toBeUndefined()
  expect(await codeOf('practice')).toBe('UNIT_NOT_ACTIVE')
  expect((await service.graphql(unseal)).errors).toEqual([])
  expect((await service.graphql(unseal)).errors[0]?.extensions.code).toBe('INVALID_ARGUMENT')
})
