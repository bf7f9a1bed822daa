// Others attest the log: witnesses cosign what continues, an authority stamps, a store keeps; and none of them holds up a signature.

import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64 } from '../../src/bytes.ts'
import { readConfig } from '../../src/config.ts'
import { parseSignedData } from '../../src/formats/cms/signed-data.ts'
import { timestampResponse } from '../../src/formats/tsp/build-token.ts'
import { parseTimestampRequest } from '../../src/formats/tsp/timestamp-request.ts'
import { parseTstInfo } from '../../src/formats/tsp/token.ts'
import { witnessOf } from '../../src/operations/ask-witness.ts'
import { type Attesters, attestCheckpoint } from '../../src/operations/attest-checkpoint.ts'
import { newestCheckpoint } from '../../src/operations/audit-log.ts'
import { chancery } from '../cli/run-command.ts'
import { makeOffice, timestampToken } from '../fixtures/office.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'
import { startWitness, type TestWitness } from '../fixtures/witness.ts'

let service: TestService
let witness: TestWitness
let folder: string
beforeAll(async () => {
  service = await startTestService({ env: { CHANCERY_PUBLIC_URL: 'http://office.example' } })
  folder = await mkdtemp(join(tmpdir(), 'chancery-attested-'))
  await service.graphql(
    'mutation { createKey(input: { name: "practice/raw", algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
  )
  const size = await grow()
  expect(size).toBeGreaterThan(0)
  const { data } = await service.graphql('{ checkpoint { publicKey } }')
  witness = await startWitness(
    'witness.example/w1',
    fromBase64(data.checkpoint.publicKey) ?? new Uint8Array(0),
    () => new Date(),
  )
})
afterAll(async () => {
  await witness.close()
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

/** Signs once more. @returns leaves of the checkpoint that counts it. */
async function grow(): Promise<number> {
  const { errors, data } = await service.graphql(
    'mutation { sign(input: { key: "practice/raw", items: [{ message: "AA==" }] }) { outcomes { ... on RawSignature { auditEntryId } } } }',
  )
  expect(errors).toEqual([])
  lastEntry = data.sign.outcomes[0].auditEntryId
  for (let i = 0; i < 100; i++) {
    const receipt = await service.graphql(
      'query ($id: ID!) { signatureReceipt(auditEntryId: $id) { checkpoint { treeSize } } }',
      { id: lastEntry },
    )
    if (receipt.data.signatureReceipt !== null) return receipt.data.signatureReceipt.checkpoint.treeSize
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no checkpoint within 10 s')
}
let lastEntry = ''

const nobody: Attesters = { witnesses: [], timestampUrl: undefined, storeUrl: undefined }
const asking = (): Attesters => ({ ...nobody, witnesses: [witnessOf(witness)] })
const attest = (attesters: Attesters) => attestCheckpoint(service.gateway.deps, attesters, 0)

describe('a witness', () => {
  it('cosigns the first checkpoint, and each later one that is shown to continue it', async () => {
    for (let round = 0; round < 3; round++) {
      const size = round === 0 ? (await newestCheckpoint(service.gateway.deps))?.treeSize : await grow()
      const { failures, treeSize } = await attest(asking())
      expect([failures, treeSize]).toEqual([[], size])
      expect(witness.seen.size).toBe(size)
      const note = await (await fetch(`${service.url}/log/checkpoint`)).text()
      expect(note).toContain('— witness.example/w1 ')
    }
    expect(witness.asked[0]).toMatch(/^old 0\n\n/)
    expect(witness.asked.at(-1)).toMatch(/^old [1-9]\d*\n[A-Za-z0-9+/]{43}=\n/)
  })

  it('is not asked again about what it has cosigned', async () => {
    const before = witness.asked.length
    await attest(asking())
    expect(witness.asked.length).toBe(before)
  })

  it('that remembers less than we thought tells its size, and cosigns from there', async () => {
    await grow()
    witness.seen = Object.assign(witness.seen, { size: 0, root: createHash('sha256').digest() })
    expect((await attest(asking())).failures).toEqual([])
  })

  it('makes a receipt that shows, offline, that somebody else saw the log', async () => {
    await grow()
    await attest(asking())
    const file = join(folder, 'witnessed.tlog-proof')
    const env = { CHANCERY_URL: service.url, CHANCERY_DATA_DIR: service.dataDirectory }
    const made = await chancery(['audit', 'receipt', lastEntry, '--witnessed', '-o', file], { env })
    expect(made.status).toBe(0)
    const verify = (key: string) =>
      chancery(['audit', 'verify-receipt', file, '--witness', key, '--json'], { env })
    expect((await verify(witness.key)).status).toBe(0)
    // The same text with a flipped bit in the cosignature.
    const text = await readFile(file, 'utf8')
    await writeFile(
      file,
      text.replace(
        /(— witness\.example\/w1 \S{40})(\S)/,
        (_, head, letter) => `${head}${letter === 'A' ? 'B' : 'A'}`,
      ),
    )
    const { status, stdout } = await verify(witness.key)
    expect(status).toBe(1)
    expect(stdout).toContain('has not cosigned')
  })

  it('that has seen a later or another log under our name raises an alarm', async () => {
    const size = await grow()
    const { root } = witness.seen
    witness.seen = Object.assign(witness.seen, { size: size + 100 })
    expect((await attest(asking())).failures).toMatchObject([
      { name: 'witness.example/w1', error: { code: 'LOG_ROLLED_BACK' } },
    ])
    witness.seen = Object.assign(witness.seen, { size: 5, root: Buffer.alloc(32) })
    expect((await attest(asking())).failures).toMatchObject([{ error: { code: 'LOG_ROLLED_BACK' } }])
    witness.seen = Object.assign(witness.seen, { size: 0, root })
  })

  it('that is away, or answers nonsense, is a failure of its own and of nobody else', async () => {
    await grow()
    const away = { ...witnessOf(witness), url: 'http://127.0.0.1:9' }
    const nonsense = await serve((_, answer) => answer(200, 'text/plain', 'no signature'))
    const { failures } = await attest({
      ...nobody,
      witnesses: [away, { ...witnessOf(witness), url: nonsense.url }, witnessOf(witness)],
    })
    expect(failures.map(({ error }) => error)).toMatchObject([
      { code: 'OUTSIDE_UNAVAILABLE' },
      expect.anything(),
    ])
    await nonsense.close()
    expect(await grow()).toBeGreaterThan(0)
  })
})

describe('a time-stamping authority', () => {
  it('stamps the note, and the stamp is shown with the checkpoint', async () => {
    await grow()
    const { pki } = await makeOffice()
    const tsa = await serve(async (body, answer) => {
      const { messageImprint } = parseTimestampRequest(body)
      const token = await timestampToken(pki, new Uint8Array(0), { imprint: messageImprint.hashedMessage })
      answer(200, 'application/timestamp-reply', timestampResponse(token))
    })
    expect((await attest({ ...nobody, timestampUrl: tsa.url })).failures).toEqual([])
    await tsa.close()
    const { data } = await service.graphql('{ checkpoint { note timestamp } }', {}, null)
    const { eContent } = parseSignedData(Buffer.from(data.checkpoint.timestamp, 'base64'))
    const unattested = data.checkpoint.note
      .split('\n')
      .filter((line: string) => !line.startsWith('— witness'))
    expect(Buffer.from(parseTstInfo(eContent ?? new Uint8Array(0)).messageImprint.hashedMessage)).toEqual(
      createHash('sha256').update(unattested.join('\n')).digest(),
    )
  })

  it('that stamps something else is not believed', async () => {
    await grow()
    const { pki } = await makeOffice()
    const tsa = await serve(async (_, answer) =>
      answer(
        200,
        'application/timestamp-reply',
        timestampResponse(await timestampToken(pki, Buffer.from('else'))),
      ),
    )
    expect((await attest({ ...nobody, timestampUrl: tsa.url })).failures).toMatchObject([
      { error: { code: 'OUTSIDE_UNAVAILABLE' } },
    ])
    await tsa.close()
  })
})

it('a store is given each checkpoint under its size', async () => {
  const size = await grow()
  const puts: (readonly [string, string])[] = []
  const store = await serve((body, answer, request) => {
    puts.push([`${request.method} ${request.url}`, Buffer.from(body).toString('utf8')])
    answer(201, 'text/plain', '')
  })
  expect((await attest({ ...nobody, storeUrl: `${store.url}/bucket` })).failures).toEqual([])
  await store.close()
  expect(puts).toEqual([[`PUT /bucket/${size}.checkpoint`, expect.stringContaining(`\n${size}\n`)]])
})

describe('the file of witnesses', () => {
  const config = async (text: string) => {
    const file = join(folder, 'witnesses')
    await writeFile(file, text)
    return readConfig({ CHANCERY_WITNESSES_FILE: file }).witnesses
  }

  it('has a key and an address in each line', async () => {
    expect(await config(`# ours\n\n${witness.key} https://witness.example/\n`)).toEqual([
      { key: witness.key, url: 'https://witness.example' },
    ])
  })

  it.each(['key', 'key ftp://x', 'key https://x more'])('refuses the line %j, and names it', async (line) => {
    await expect(config(`# one\n${line}`)).rejects.toThrow('line 2')
  })

  it('refuses a key that is not a witness’s, or whose id is not its own', () => {
    for (const key of ['w', witness.key.replace('w1+', 'w2+'), witness.key.replace('+B', '+A')])
      expect(() => witnessOf({ key, url: 'https://x' })).toThrow('witness key')
  })
})

type Reply = (status: number, contentType: string, body: string | Uint8Array) => void
type Handler = (
  body: Buffer,
  answer: Reply,
  request: { readonly method?: string | undefined; readonly url?: string | undefined },
) => void | Promise<void>

async function serve(handle: Handler): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      void handle(
        Buffer.concat(pieces),
        (status, contentType, body) => response.writeHead(status, { 'content-type': contentType }).end(body),
        request,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
