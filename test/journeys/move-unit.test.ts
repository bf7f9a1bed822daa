import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
  for (const path of ['north', 'south']) {
    const { errors } = await service.graphql(
      'mutation ($path: String!) { createUnit(input: { path: $path }) { unit { id } } }',
      { path },
    )
    expect(errors).toEqual([])
  }
})
afterAll(() => service.close())

const pdf = Buffer.from(makePdf('table')).toString('base64')
const signDocument = `mutation ($key: String!, $document: Base64!) {
  signDocument(input: { key: $key, document: { base64: $document } }) { document { base64 } }
}`
const verifyDocument = `query ($document: Base64!) {
  verifyDocument(input: { document: { base64: $document } }) { indication }
}`
const moveUnit = `mutation ($unit: String!, $parent: String!, $slug: String) {
  moveUnit(input: { unit: $unit, parent: $parent, slug: $slug }) { unit { id path formerPaths parent { path } } }
}`

async function tokenFor(unit: string): Promise<string> {
  const made = await service.graphql(
    `mutation ($unit: String!) { createApplication(input: { name: "signer", unit: $unit, actions: [SIGN, READ] }) { application { id } } }`,
    { unit },
  )
  const issued = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id, expiresInDays: 1 }) { secret } }',
    { id: made.data.createApplication.application.id },
  )
  return issued.data.issueToken.secret
}

it('moves a unit: its programs sign on under the old name and the new, and what was signed verifies', async () => {
  const token = await tokenFor('practice')
  const before = await service.graphql(signDocument, { key: 'practice/signing', document: pdf }, token)
  const moved = await service.graphql(moveUnit, { unit: 'practice', parent: 'north', slug: 'office' })
  expect(moved.data.moveUnit.unit).toMatchObject({
    path: 'north/office',
    formerPaths: ['practice'],
    parent: { path: 'north' },
  })
  for (const key of ['practice/signing', 'north/office/signing']) {
    const { data, errors } = await service.graphql(signDocument, { key, document: pdf }, token)
    expect(errors).toEqual([])
    for (const document of [data, before.data].map(({ signDocument }) => signDocument.document.base64)) {
      const verdict = await service.graphql(verifyDocument, { document }, null)
      expect(verdict.data.verifyDocument.indication).toBe('TOTAL_PASSED')
    }
  }
  const found = await service.graphql(
    'query { old: unit(path: "practice") { id path } new: unit(path: "north/office") { id path } }',
  )
  expect(found.data.old).toEqual(found.data.new)
})

it('never gives the old path to another unit', async () => {
  await service.graphql('mutation { createUnit(input: { path: "wanderer" }) { unit { id } } }')
  await service.graphql(moveUnit, { unit: 'wanderer', parent: 'south' })
  const again = await service.graphql('mutation { createUnit(input: { path: "wanderer" }) { unit { id } } }')
  expect(again.errors[0]?.extensions.code).toBe('ALREADY_EXISTS')
})

it('renames a unit, and refuses a path within itself and one that is taken', async () => {
  const renamed = await service.graphql(
    `mutation { renameUnit(input: { unit: "south", title: "Phía Nam", slug: "the-south" }) { unit { path title } } }`,
  )
  expect(renamed.data.renameUnit.unit).toEqual({ path: 'the-south', title: 'Phía Nam' })
  const codeOf = async (variables: { unit: string; parent: string; slug?: string }) =>
    (await service.graphql(moveUnit, variables)).errors[0]?.extensions.code
  await service.graphql('mutation { createUnit(input: { path: "the-south/below" }) { unit { id } } }')
  expect(await codeOf({ unit: 'the-south', parent: 'the-south/below' })).toBe('INVALID_ARGUMENT')
  expect(await codeOf({ unit: 'the-south', parent: '', slug: 'north' })).toBe('ALREADY_EXISTS')
  expect(await codeOf({ unit: 'the-south', parent: '', slug: 'No Slug' })).toBe('INVALID_ARGUMENT')
  expect(await codeOf({ unit: '', parent: 'north' })).toBe('INVALID_ARGUMENT')
})

it('shows beforehand who could use which key, and changes nothing by it', async () => {
  const preview = await service.graphql(
    `query { previewUnitChange(input: { move: { unit: "practice", parent: "the-south" } }) {
      truncated units { pathBefore pathAfter stateAfter }
      keys { nameBefore nameAfter purpose certificatesAfter usersBefore { name uses } usersAfter { name uses } }
      applications { name unitBefore unitAfter tokens disabled keysBefore keysAfter }
    } }`,
  )
  expect(preview.errors).toEqual([])
  expect(preview.data.previewUnitChange).toMatchObject({
    truncated: false,
    units: [{ pathBefore: 'north/office', pathAfter: 'the-south/office', stateAfter: 'ACTIVE' }],
    keys: expect.arrayContaining([
      expect.objectContaining({
        nameBefore: 'north/office/signing',
        nameAfter: 'the-south/office/signing',
        certificatesAfter: 1,
        usersBefore: [
          { name: 'administrator', uses: ['SIGN'] },
          { name: 'north/office/signer', uses: ['SIGN'] },
        ],
        usersAfter: [
          { name: 'administrator', uses: ['SIGN'] },
          { name: 'the-south/office/signer', uses: ['SIGN'] },
        ],
      }),
    ]),
  })
  const { data } = await service.graphql('query { unit(path: "practice") { path } }')
  expect(data.unit.path).toBe('north/office')
})
