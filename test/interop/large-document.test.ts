// A PDF of 300 MB through the front door: in constant memory of every process, and whole for pdfsig (Debian: poppler-utils).

import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChanceryClient } from '../../src/client/client.ts'
import { administratorOf, type ServiceProcess, startService, stopService } from '../faults/service-process.ts'
import { freePort } from '../fixtures/free-port.ts'
import { sparsePdf } from '../fixtures/pdf.ts'
import { requirePeers } from './peers.ts'

const documentOctets = 300_000_000
const growthLimit = 150_000_000

let folder: string
let service: ServiceProcess
let client: ChanceryClient

beforeAll(async () => {
  requirePeers('pdfsig')
  folder = mkdtempSync(join(tmpdir(), 'chancery-large-'))
  service = await startService({ dataDirectory: join(folder, 'data'), port: await freePort() })
  client = await administratorOf(service, { timeoutMs: 120_000 })
})
afterAll(async () => {
  await stopService(service)
  rmSync(folder, { recursive: true, force: true })
})

/** Resident memory of `pid`: now, or at its highest since `forgetPeak` (proc(5)). */
function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1])
}

function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

test('is signed and verified in constant memory, and pdfsig finds the whole document signed', async () => {
  const before = service.processes().map(({ pid, role }) => {
    forgetPeak(pid)
    return { pid, role, octets: memoryOf(pid, 'VmRSS') }
  })
  const { id } = await client.uploadDocument(sparsePdf(documentOctets))
  const signed = await client.signDocument({ key: 'practice/signing', document: { id }, level: 'B_T' })
  if (signed.document.id === null) throw new Error('300 MB came back inline')
  const report = await client.verifyDocument({ document: { id: signed.document.id } })
  expect(report).toMatchObject({ indication: 'TOTAL_PASSED', signatures: [{ coversWholeDocument: true }] })
  const path = join(folder, 'signed.pdf')
  await pipeline(Readable.from(client.downloadDocument(signed.document.id)), createWriteStream(path))

  for (const { pid, role, octets } of before)
    expect([role, memoryOf(pid, 'VmHWM') - octets < growthLimit]).toEqual([role, true])
  const found = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8' })
  expect(found).toContain('Signature Validation: Signature is Valid.')
  expect(found).toContain('Total document signed')
})
