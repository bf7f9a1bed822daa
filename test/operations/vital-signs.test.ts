// What is told to those who watch: gauges, readiness with reasons, and rules for alarms that name what there is.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../../src/api/http/metrics.ts'
import { dataDirectory } from '../../src/data-directory.ts'
import { ServiceError } from '../../src/errors.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { watchStorage } from '../../src/operations/watch-storage.ts'
import { watchVitalSigns } from '../../src/vital-signs.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'
import { auditEntry } from '../registry/sample.ts'

let service: TestService
let nowMs = 0
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^Chancery[A-Z]\w+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smhd]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
            annotations: z.strictObject({ summary: z.string().regex(/^[A-Z].*\.$/) }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync(new URL('../../docs/alerts.yml', import.meta.url), 'utf8')))
  .groups.flatMap((group) => group.rules)

async function metrics(): Promise<string> {
  return (await fetch(`${service.url}/metrics`)).text()
}

/** The value of a series, and undefined when it is not there. */
function valueIn(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

describe('the rules for alarms', () => {
  test('name metrics and labels that there are, each rule once', async () => {
    const text = await metrics()
    for (const { alert, expr } of rules) {
      const names = expr.match(/chancery_\w+/g) ?? []
      expect(names.length, alert).toBeGreaterThan(0)
      for (const name of names)
        expect(text, alert).toContain(`# TYPE ${name.replace(/_(bucket|sum|count)$/, '')} `)
      // Brackets in pairs: nobody here reads PromQL.
      for (const [open, close] of ['()', '{}', '[]'].map((pair) => [...pair]))
        expect(expr.split(open ?? '').length, alert).toBe(expr.split(close ?? '').length)
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })
})

describe('the gauges', () => {
  test('tell at the moment of asking what waits for its entry, for an inspector, for a connection', async () => {
    const { deps } = service.gateway
    const own = createMetrics()
    const signs = watchVitalSigns(deps, dataDirectory(service.dataDirectory), own, undefined)
    const read = async (series: string): Promise<number | undefined> =>
      valueIn(await own.registry.metrics(), series)
    const log = deps.database.auditLog()
    const entries = Promise.all([1, 2, 3].map(() => log.append([auditEntry()], {})))
    const trust = { anchors: [], intermediates: [], crls: [], ocsps: [] }
    const input = { document: bytesSource(Buffer.from('x')), contents: [], trust, at: deps.clock.now() }
    const reports = Promise.all(Array.from({ length: 5 }, () => deps.inspectors.validateDocument(input)))
    signs.sampleQueues()
    expect(await read('chancery_audit_rows_waiting')).toBe(3)
    const [running = 0, waiting = 0] = [
      await read('chancery_inspections'),
      await read('chancery_inspections_waiting'),
    ]
    expect(running + waiting).toBe(5)
    expect(await read('chancery_database_waiting')).toBe(0)
    await Promise.all([entries, reports])
    signs.sampleQueues()
    expect(await read('chancery_audit_rows_waiting')).toBe(0)
    expect(await read('chancery_inspections_waiting')).toBe(0)
    const isServer = deps.database.load().connections !== undefined
    expect((await read('chancery_database_connections{state="idle"}')) !== undefined).toBe(isServer)
    expect(await metrics()).toMatch(/^chancery_inspections_waiting 0$/m)
  })

  test('tell when what authorities publish ends, what lies in the spool, and how full the disk is', async () => {
    const { deps } = service.gateway
    await fetch(`${service.url}/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.administrator}` },
      body: 'x'.repeat(1000),
    })
    const own = createMetrics()
    const custody = () => ({ ...sealedState, sealed: true })
    const signs = watchVitalSigns(deps, dataDirectory(service.dataDirectory), own, custody)
    await signs.read()
    const text = await own.registry.metrics()
    const days = (series: string): number =>
      ((valueIn(text, series) ?? 0) * 1000 - deps.clock.now().getTime()) / 86_400_000
    expect(days('chancery_crl_ends_seconds{authority="practice-issuing"}')).toBeGreaterThan(0.5)
    expect(days('chancery_authority_certificate_ends_seconds{authority="practice-issuing"}')).toBeGreaterThan(
      90,
    )
    expect(valueIn(text, 'chancery_spooled_octets')).toBeGreaterThanOrEqual(1000)
    expect(valueIn(text, 'chancery_sealed')).toBe(1)
    expect(valueIn(text, 'chancery_emergencies_in_force')).toBe(0)
    for (const folder of ['spool', 'log'])
      expect(valueIn(text, `chancery_disk_used_ratio{folder="${folder}"}`)).toBeGreaterThan(0)
    expect(signs.emergencies()).toBeUndefined()
    signs.requireCrls()
  })

  test('count what each operation took and came to', async () => {
    await service.graphql('{ office { version } }')
    await service.graphql('{ unit(path: "no such/Ünit") { path } }')
    await service.graphql('mutation { createUnit(input: { path: "no such/Ünit" }) { unit { path } } }')
    const text = await metrics()
    expect(valueIn(text, 'chancery_operations_total{operation="office",code="OK"}')).toBe(1)
    expect(valueIn(text, 'chancery_operations_total{operation="createUnit",code="INVALID_ARGUMENT"}')).toBe(1)
    expect(valueIn(text, 'chancery_operation_seconds_count{operation="office"}')).toBe(1)
  })
})

const sealedState = {
  custodyId: 'the custody',
  kind: 'shares',
  sealed: true,
  given: 1,
  needed: 3,
  custodians: 5,
  generations: [],
} as const

describe('readiness', () => {
  test('names each thing that it rests on', async () => {
    const answer = await (await fetch(`${service.url}/readyz`)).json()
    expect(answer.checks.map(({ check }: { check: string }) => check)).toEqual([
      'database',
      'log',
      'clock',
      'signer',
      'storage',
      'crl',
      'emergencies',
      'custody',
    ])
    expect(answer.status).toBe('ready')
  })

  test('ends while storage is full or stuck, and comes back by itself', async () => {
    let write = (): Promise<never> => Promise.reject(new ServiceError('DATABASE_UNAVAILABLE', 'disk full'))
    const deps: Pick<Deps, 'database' | 'clock'> = {
      clock: service.gateway.deps.clock,
      database: { ...service.gateway.deps.database, transaction: () => write() },
    }
    const storage = watchStorage(deps, () => nowMs)
    storage.requireWritable()
    await expect(storage.probe()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
    expect(() => storage.requireWritable()).toThrow('the database cannot write: its storage may be full')
    const stuck = Promise.withResolvers<never>()
    write = () => stuck.promise
    const probing = storage.probe()
    nowMs += 10_001
    expect(() => storage.requireWritable()).toThrow('its storage is stuck')
    stuck.reject(new ServiceError('DATABASE_UNAVAILABLE', 'late'))
    await expect(probing).rejects.toThrow('late')
    const real = watchStorage(service.gateway.deps, () => nowMs)
    await real.probe()
    real.requireWritable()
  })

  test('ends when a CRL is overdue, naming the authority', async () => {
    const { deps } = service.gateway
    let now = deps.clock.now()
    const late = { ...deps, clock: { now: () => now } }
    const signs = watchVitalSigns(late, dataDirectory(service.dataDirectory), createMetrics(), undefined)
    await signs.read()
    signs.requireCrls()
    now = new Date(now.getTime() + 30 * 86_400_000)
    expect(() => signs.requireCrls()).toThrow(/^the CRL of practice-\w+ ended at 20/)
  })
})
