import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { importedTrust } from '../../src/operations/imported-trust.ts'
import { makeOffice, now, type Office } from '../fixtures/office.ts'

let office: Office
let folder: string
const write = (name: string, content: string) => writeFile(join(folder, name), content)
const clock = { now: () => now }

beforeAll(async () => {
  office = await makeOffice()
  folder = await mkdtemp(join(tmpdir(), 'chancery-imports-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('files of the folder become anchors of the imported lane, each by its own note, and go with their files', async () => {
  const { root, issuing } = office.pki
  const trust = importedTrust(folder, clock)
  expect(await trust.refresh()).toEqual([])
  expect(trust.anchors()).toEqual([])

  await write('ministry.pem', encodePem('CERTIFICATE', root.certificate))
  await write('stamps.crt', encodePem('CERTIFICATE', issuing.certificate))
  await write('stamps.crt.json', '{ "purposes": ["timestamping"], "until": "2030-01-01T00:00:00Z" }')
  await write('readme.txt', 'not looked at')
  expect(await trust.refresh()).toEqual([])
  expect(trust.anchors()).toMatchObject([
    { lane: 'imported', certificate: root.certificate, purposes: undefined, until: undefined },
    {
      lane: 'imported',
      certificate: issuing.certificate,
      purposes: ['timestamping'],
      until: new Date('2030-01-01T00:00:00Z'),
    },
  ])

  await rm(join(folder, 'ministry.pem'))
  await trust.refresh()
  expect(trust.anchors()).toHaveLength(1)
})

test('a file with one bad anchor is refused whole and named, and takes nothing from the others', async () => {
  const trust = importedTrust(folder, clock)
  const good = encodePem('CERTIFICATE', office.pki.root.certificate)
  await write('mixed.pem', `${good}-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n`)
  const refused = await trust.refresh()
  expect(refused).toEqual([
    { path: join(folder, 'mixed.pem'), reason: expect.stringContaining('anchor 2 of 2') },
  ])
  expect(trust.anchors()).toHaveLength(1)
})

test('a folder that is not there holds nothing', async () => {
  const trust = importedTrust(join(folder, 'none'), clock)
  expect(await trust.refresh()).toEqual([])
  expect(trust.anchors()).toEqual([])
})
