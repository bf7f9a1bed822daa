// What of keys ends soon: asked of a key, counted for the metrics, and told in the log once a day.

import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAlarms } from '../../src/alarms.ts'
import { createMetrics } from '../../src/api/http/metrics.ts'
import { theService } from '../../src/caller.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { systemClock } from '../../src/clock.ts'
import { rotateKey } from '../../src/operations/rotate-key.ts'
import { type KeyWarnings, warnOfKeys } from '../../src/operations/warn-of-keys.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const dayMs = 86_400_000
let daysLater = 0
const startedAt = systemClock.now().getTime()
// From noon on, so that no window of a usage limit ends within a test.
const noon = Math.floor(startedAt / dayMs) * dayMs + dayMs / 2
const clock = {
  now: () => new Date(noon + (systemClock.now().getTime() - startedAt) + daysLater * dayMs),
}

let service: TestService
let client: ChanceryClient
beforeAll(async () => {
  service = await startTestService({ clock })
  client = createClient({ url: service.url, token: service.administrator })
})
afterAll(() => service.close())

const told = ({ untold }: KeyWarnings) => untold.map(({ key, warning }) => `${key} ${warning.code}`).sort()
const run = () => warnOfKeys(service.gateway.deps)

it('warns of nothing in a new office', async () => {
  expect(await run()).toMatchObject({ untold: [] })
})

it('tells each end once a day, counts all of them, and says the same of a key that is asked for', async () => {
  for (const name of ['ending', 'rotated', 'waiting', 'spent']) {
    await client.createKey({ name: `practice/${name}`, algorithm: 'ED25519', purpose: 'SIGN_RAW' })
  }
  await client.updateKey({ name: 'practice/ending', usagePeriodDays: 20 })
  await client.updateKey({ name: 'practice/rotated', usagePeriodDays: 20, rotationPeriodDays: 10 })
  await client.scheduleKeyDestruction({ name: 'practice/waiting', waitingDays: 7 })
  await client.updateKey({
    name: 'practice/spent',
    usageLimit: { maxOperations: 10, perSeconds: 86_400 },
  })
  const message = Uint8Array.of(1)
  const sign = (count: number) =>
    client.sign({ key: 'practice/spent', items: Array.from({ length: count }, () => ({ message })) })
  await sign(8)
  const first = await run()
  expect(told(first)).toEqual(['practice/ending usage-ends', 'practice/waiting destruction-due'])
  await sign(1)
  const second = await run()
  expect(told(second)).toEqual(['practice/spent usage-limit-near'])
  expect(second.untold[0]?.warning.text).toContain('9 of 10 operations')
  expect(told(await run())).toEqual([])
  expect(Object.fromEntries(second.counts)).toEqual({
    'usage-ends': 1,
    'certificate-ends': 0,
    'destruction-due': 1,
    'usage-limit-near': 1,
  })
  const asked: string[] = []
  for await (const { name, warnings } of client.keys({}))
    for (const { code } of warnings) asked.push(`${name} ${code}`)
  expect(asked.sort()).toEqual([
    'practice/ending USAGE_ENDS',
    'practice/spent USAGE_LIMIT_NEAR',
    'practice/waiting DESTRUCTION_DUE',
  ])
  daysLater += 1.1
  // The window of the limit is over by then.
  expect(told(await run())).toEqual(['practice/ending usage-ends', 'practice/waiting destruction-due'])
})

it('tells of certificates that end, and not of those that another has followed', async () => {
  const { certificate } = await client.issueCertificate({
    unit: 'practice',
    key: 'practice/signing',
    profile: 'DOCUMENT_SIGNING',
    subject: 'CN=Clerk',
    authority: 'practice-issuing',
  })
  const endsInDays = (Date.parse(certificate.notAfter) - clock.now().getTime()) / dayMs
  daysLater += endsInDays - 20
  const found = (await run()).untold.filter(({ warning }) => warning.code === 'certificate-ends')
  const signing = found.find(({ key }) => key === 'practice/signing')
  expect(signing?.warning.at.getTime()).toBe(Date.parse(certificate.notAfter))
  const before = await run()
  // The administrator's token has ended by then.
  const call = { requestId: '0190f1c0-0000-7000-8000-000000000000', caller: theService }
  await rotateKey(service.gateway.deps, call, { name: 'practice/signing', revokeOld: false })
  const after = await run()
  expect(after.counts.get('certificate-ends')).toBe((before.counts.get('certificate-ends') ?? 0) - 1)
  daysLater += 1.1
  expect(told(await run())).not.toContain('practice/signing certificate-ends')
})

it('becomes a line for each and a metric without names', async () => {
  const lines: string[] = []
  const metrics = createMetrics()
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
  daysLater += 1.1
  const warnings = await run()
  createAlarms(log, metrics).keys(warnings)
  expect(lines).toHaveLength(warnings.untold.length)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 40,
    key: expect.any(String),
    code: expect.any(String),
  })
  const text = await metrics.registry.metrics()
  expect(text).toMatch(/chancery_key_warnings\{code="certificate-ends"\} [1-9]/)
  expect(text).toContain('chancery_key_warnings{code="usage-limit-near"} 0')
  expect(text).not.toContain('practice/')
})
