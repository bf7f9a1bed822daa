// `npm run test:faults -- --only duplicates --clients 10000`: so many requests with one idempotency key, all at once. One
// signature, one entry, equal answers for all; whoever is told to come back comes back. The service stays within its memory.

import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { utf8 } from '../../src/bytes.ts'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import type { ChanceryClient } from '../../src/client/client.ts'
import { type Chance, chance } from '../fixtures/chance.ts'
import { postgresCluster } from '../interop/postgres-cluster.ts'
import { foundOffice, type Office } from './office.ts'
import { type Rounds, told } from './round.ts'
import { administratorOf, pause } from './service-process.ts'

const limits = {
  patienceMs: 600_000,
  /** Of the gateway, at its peak. */
  residentMiB: 1536,
} as const

/** What a duplicate may be told meanwhile, or not: nothing was done for it, or it finds out by asking again. */
const comeBack: ReadonlySet<string> = new Set([
  'CONFLICT',
  'BUSY',
  'DATABASE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'UNREACHABLE',
  'TIMED_OUT',
])

export async function duplicates({ rounds, seed, clients }: Rounds): Promise<number> {
  const cluster = await postgresCluster()
  let office: Office | undefined
  let failed = 0
  const figures: string[] = []
  try {
    office = await foundOffice(cluster)
    for (let round = 1; round <= rounds; round++) {
      const { figure, faults } = await oneRound(office, clients, chance(seed * 1_000_003 + round))
      figures.push(figure)
      if (faults.length > 0) failed++
      process.stdout.write(`${round} duplicates ${figure}: ${faults.length === 0 ? 'one' : 'FAILED'}\n`)
      for (const fault of faults.slice(0, 20)) process.stdout.write(`      ${fault}\n`)
    }
  } finally {
    await office?.remove()
    await cluster.remove()
  }
  return told('duplicates', `${rounds} rounds of ${clients}, seed ${seed}: ${figures.join('; ')}`, failed)
}

async function oneRound(
  { service }: Office,
  askers: number,
  lot: Chance,
): Promise<{ readonly figure: string; readonly faults: readonly string[] }> {
  const reader = await administratorOf(service, { attempts: 4, timeoutMs: 60_000 })
  const client = await administratorOf(service, { attempts: 1, timeoutMs: limits.patienceMs })
  const request = {
    key: 'practice/documents',
    document: utf8(`asked for ${askers} times: ${randomUUID()}`),
    level: 'B_B',
    idempotencyKey: randomUUID(),
  } as const
  const before = await signaturesIn(reader)
  const faults: string[] = []
  const from = performance.now()
  const answers = await Promise.all(
    Array.from({ length: askers }, async () => {
      for (let asked = 1; ; asked++) {
        try {
          const { auditEntryId, document } = await client.signDocument(request)
          const octets = document.bytes ?? new Uint8Array()
          const answer = `${auditEntryId} ${createHash('sha256').update(octets).digest('hex')}`
          return { asked, answer }
        } catch (error) {
          const code = error instanceof ChanceryError ? error.code : String(error)
          const isOver = performance.now() - from > limits.patienceMs
          if (isOver || !comeBack.has(code)) {
            faults.push(`a duplicate was answered ${code}`)
            return { asked, answer: undefined }
          }
          // As a client does that gives way: longer each time.
          await pause(lot.between(100, 1000) * Math.min(asked, 20))
        }
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  const different = new Set(answers.map(({ answer }) => answer))
  if (different.size !== 1) faults.push(`${different.size} different answers`)
  const made = (await signaturesIn(reader)) - before
  if (made !== 1) faults.push(`${made} entries of signatures`)
  const other = await client.signDocument({ ...request, document: utf8('something else') }).then(
    () => 'signed',
    (error: unknown) => (error instanceof ChanceryError ? error.code : String(error)),
  )
  if (other !== 'IDEMPOTENCY_CONFLICT') faults.push(`the same key for something else was answered ${other}`)
  const gateway = service.processes().find(({ role }) => role === 'gateway')
  const residentMiB = gateway === undefined ? 0 : peakResidentMiB(gateway.pid)
  if (residentMiB > limits.residentMiB) faults.push(`the gateway took ${residentMiB} MiB`)
  const asked = answers.reduce((sum, one) => sum + one.asked, 0)
  const figure = `${asked} requests for ${askers} answers in ${seconds.toFixed(1)} s (${Math.round(asked / seconds)}/s), gateway ${residentMiB} MiB at its peak`
  return { figure, faults }
}

async function signaturesIn(client: ChanceryClient): Promise<number> {
  let count = 0
  for await (const { entry } of client.auditEntries())
    if (JSON.parse(Buffer.from(entry).toString('utf8')).operation === 'signDocument') count++
  return count
}

/** Since it began: VmHWM of proc_pid_status(5). */
function peakResidentMiB(pid: number): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kibibytes ?? 0) / 1024)
}
