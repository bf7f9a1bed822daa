import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseCheckpoint } from '../../src/log/checkpoint.ts'
import { leafHash } from '../../src/log/merkle-tree.ts'
import { verifyInclusion } from '../../src/log/proofs.ts'
import { parseSignedNote, verifierKey, verifySignedNote } from '../../src/log/signed-note.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const proofQuery = `query ($id: ID!) {
  inclusionProof(auditEntryId: $id) { leafIndex entry hashes checkpoint { treeSize rootHash note publicKey } }
}`

interface Proof {
  readonly leafIndex: number
  readonly entry: string
  readonly hashes: readonly string[]
  readonly checkpoint: {
    readonly treeSize: number
    readonly rootHash: string
    readonly note: string
    readonly publicKey: string
  }
}

async function proofOf(id: string): Promise<Proof> {
  for (let i = 0; i < 300; i++) {
    const { data, errors } = await service.graphql(proofQuery, { id })
    expect(errors).toEqual([])
    if (data.inclusionProof !== null) return data.inclusionProof
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no proof within 30 s')
}

it('proves within seconds that a signature stands in the log, under a checkpoint signed by the log key', async () => {
  const { data } = await service.graphql(
    'mutation ($document: Base64!) { signDocument(input: { key: "practice/signing", document: { base64: $document } }) { auditEntryId } }',
    { document: Buffer.from(makePdf('table')).toString('base64') },
  )
  const proof = await proofOf(data.signDocument.auditEntryId)
  const entry = Buffer.from(proof.entry, 'base64')
  expect(JSON.parse(entry.toString('utf8'))).toMatchObject({
    operation: 'signDocument',
    outcome: 'done',
    algorithm: 'ecdsa-p256',
  })

  const note = parseSignedNote(proof.checkpoint.note)
  const checkpoint = parseCheckpoint(note.text)
  const key = verifierKey(checkpoint.origin, Buffer.from(proof.checkpoint.publicKey, 'base64'))
  expect(await verifySignedNote(note, key)).toBe(true)
  const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'base64'))
  const holds = (leaf: Uint8Array) =>
    verifyInclusion(leafHash(leaf), proof.leafIndex, checkpoint.treeSize, hashes, checkpoint.rootHash)
  expect(holds(entry)).toBe(true)
  expect(holds(Buffer.concat([entry, Buffer.from(' ')]))).toBe(false)
})

it('keeps an entry of every act, and names neither secrets nor content in any', async () => {
  await service.graphql('mutation { createUnit(input: { path: "noted", title: "Mật" }) { unit { id } } }')
  const { data } = await service.graphql(
    'query { auditEntries(first: 1000) { edges { node { operation outcome entry } } } }',
  )
  const entries = data.auditEntries.edges.map(({ node }: { node: { operation: string } }) => node)
  const operations = new Set(entries.map(({ operation }: { operation: string }) => operation))
  for (const operation of [
    'createAuthority',
    'issueCertificate',
    'createUnit',
    'createApplication',
    'issueToken',
    'publishCrl',
    'signDocument',
    'timestampSignature',
  ]) {
    expect(operations).toContain(operation)
  }
  for (const { entry } of entries) {
    expect(Buffer.from(entry, 'base64').toString('utf8')).not.toContain(service.administrator)
  }
})
