// Documents in the spool: bound to a unit, within its quota, for a day.

import { randomBytes } from 'node:crypto'
import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Call, theService } from '../../src/caller.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { downloadDocument } from '../../src/operations/download-document.ts'
import { sweepDocuments } from '../../src/operations/sweep-documents.ts'
import { documentLifetimeMs, unitQuotaOctets, uploadDocument } from '../../src/operations/upload-document.ts'
import { insertDocument } from '../../src/registry/documents.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const start = new Date()
let now = start
let service: TestService
let call: Call

beforeAll(async () => {
  service = await startTestService({ clock: { now: () => now } })
  call = {
    requestId: '00000000-0000-4000-8000-000000000000',
    caller: await authenticate(service.gateway.deps, service.administrator),
  }
})
beforeEach(() => {
  now = start
})
afterAll(() => service.close())

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const files = () => readdir(join(service.dataDirectory, 'spool'))

/** A row of `size` octets without a file: what counts for the quota. */
async function occupy(size: number): Promise<string> {
  const { deps } = service.gateway
  if (call.caller.kind !== 'application') throw new Error('the administrator is an application')
  const { unitId, applicationId } = call.caller
  const id = deps.newId()
  await deps.database.transaction({ kind: 'service' }, (tx) =>
    insertDocument(
      tx,
      { kind: 'service' },
      {
        id,
        unitId,
        applicationId,
        sha256: randomBytes(32),
        sizeOctets: size,
        fileName: randomBytes(16).toString('hex'),
        wrappedContentKey: randomBytes(32),
        createdAt: now,
        expiresAt: new Date(now.getTime() + documentLifetimeMs),
      },
    ),
  )
  return id
}

describe('documents in the spool', () => {
  test('are given back for 24 hours and are gone afterwards', async () => {
    const { deps } = service.gateway
    const { id } = await uploadDocument(deps, call, once(Buffer.from('Quyết định')))
    now = new Date(start.getTime() + documentLifetimeMs - 1000)
    expect((await downloadDocument(deps, call, id)).size).toBe(Buffer.byteLength('Quyết định'))
    now = new Date(start.getTime() + documentLifetimeMs + 1000)
    await expect(downloadDocument(deps, call, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await sweepDocuments(deps)).toBe(1)
    expect(await files()).toEqual([])
  })

  test('leave no file that a crash left without a row, once it is older than any document', async () => {
    const { deps } = service.gateway
    const limits = { maxOctets: 100 }
    const orphan = await deps.spool.write(once(Buffer.from('orphan')), limits)
    const fresh = await deps.spool.write(once(Buffer.from('being uploaded')), limits)
    const old = new Date(start.getTime() - documentLifetimeMs - 2 * 3_600_000)
    await utimes(join(service.dataDirectory, 'spool', orphan.fileName), old, old)
    expect(await sweepDocuments(deps)).toBe(1)
    expect(await files()).toEqual([fresh.fileName])
    await deps.spool.remove(fresh.fileName)
  })

  test('stay within the quota of the unit, and what exceeds it leaves nothing', async () => {
    const { deps } = service.gateway
    await occupy(unitQuotaOctets - 2_000_000_000)
    await occupy(2_000_000_000 - 10)
    await expect(uploadDocument(deps, call, once(Buffer.from('eleven octets')))).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      retryable: true,
    })
    expect(await files()).toEqual([])
    const { size } = await uploadDocument(deps, call, once(Buffer.from('ten octets')))
    expect(size).toBe(10)
    await expect(uploadDocument(deps, call, once(Buffer.from('x')))).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
    })
    now = new Date(start.getTime() + documentLifetimeMs + 1000)
    await sweepDocuments(deps)
    expect(await files()).toEqual([])
  })

  test('are asked for again when the row is made, since others of the unit may have stored meanwhile', async () => {
    const { deps } = service.gateway
    const before = await files()
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begun while there was room')
      await occupy(2_000_000_000)
      await occupy(2_000_000_000)
      await occupy(unitQuotaOctets - 4_000_000_000)
    }
    await expect(uploadDocument(deps, call, slow())).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' })
    expect(await files()).toEqual(before)
  })

  test('are for applications', async () => {
    const { deps } = service.gateway
    await expect(
      uploadDocument(deps, { ...call, caller: theService }, once(Buffer.from('x'))),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    for (const id of ['', 'x', '../../etc/passwd', `${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`]) {
      await expect(downloadDocument(deps, call, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})
