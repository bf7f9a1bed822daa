// A clock that jumps: nothing is stamped within a second of it, and what has expired never revives.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeMessageImprint, encodeTimestampRequest } from '../../src/formats/tsp/timestamp-request.ts'
import { parseTimeStampResponse } from '../../src/formats/tsp/token.ts'
import { type ClockGuard, clockGuard } from '../../src/operations/clock-guard.ts'
import { answerTimestampRequest, timestamp } from '../../src/operations/timestamp.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const start = Date.parse('2026-11-26T12:00:00Z')
const second = 1000
const day = 86_400 * second

interface Machine {
  readonly guard: ClockGuard
  /** Time goes by, for all clocks alike. */
  pass(ms: number): void
  /** The machine sleeps: what is monotonic stands still. */
  sleep(ms: number): void
  /** Somebody sets the wall clock. */
  jump(ms: number): void
}

function machine(): Machine {
  let wall = start
  let monotonic = 5000
  let boot = 9000
  const guard = clockGuard({
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    sinceBootMs: () => boot,
  })
  return {
    guard,
    pass: (ms) => {
      wall += ms
      monotonic += ms
      boot += ms
    },
    sleep: (ms) => {
      wall += ms
      boot += ms
    },
    jump: (ms) => {
      wall += ms
    },
  }
}

const offsets = [1001, 3600 * second, day, -1001, -3600 * second, -day]

describe('a clock that', () => {
  test('goes evenly is trusted for ever, and followed', () => {
    const { guard, pass } = machine()
    for (let i = 0; i < 1000; i++) pass(day)
    guard.requireTrusted()
    expect(guard.clock.now().getTime()).toBe(start + 1000 * day)
  })

  test.each(offsets)('jumps by %i ms is not trusted from that moment on, until it is set right', (offset) => {
    const { guard, pass, jump } = machine()
    pass(10 * second)
    jump(offset)
    expect(() => guard.requireTrusted()).toThrow(expect.objectContaining({ code: 'CLOCK_NOT_TRUSTED' }))
    pass(day)
    expect(guard.problem()).toContain(offset > 0 ? 'ahead of' : 'behind')
    jump(-offset)
    guard.requireTrusted()
  })

  test.each(offsets)('jumps by %i ms does not take the time of the service with it', (offset) => {
    const { guard, pass, jump } = machine()
    pass(10 * second)
    const before = guard.clock.now().getTime()
    jump(offset)
    expect(guard.clock.now().getTime()).toBe(before)
    pass(second)
    expect(guard.clock.now().getTime()).toBe(before + second)
    jump(-offset)
    expect(guard.clock.now().getTime()).toBe(before + second)
  })

  test('steps by less than the accuracy of our stamps, as for a leap second, is followed and never goes back', () => {
    const { guard, pass, jump } = machine()
    pass(second)
    const before = guard.clock.now().getTime()
    jump(-second)
    guard.requireTrusted()
    expect(guard.clock.now().getTime()).toBe(before)
    pass(2 * second)
    expect(guard.clock.now().getTime()).toBe(before + second)
  })

  test('went on while the machine slept is trusted; one that jumped meanwhile is not', () => {
    const slept = machine()
    slept.sleep(8 * 3600 * second)
    slept.guard.requireTrusted()
    expect(slept.guard.clock.now().getTime()).toBe(start + 8 * 3600 * second)
    const set = machine()
    set.sleep(8 * 3600 * second)
    set.jump(-day)
    expect(set.guard.problem()).toContain('behind')
  })

  test('is behind the newest audit entry at the start is not trusted, and the time of the service is not set back', () => {
    const { guard, pass, jump } = machine()
    guard.notBefore(new Date(start + day), false)
    expect(guard.problem()).toContain('86400 s behind')
    expect(guard.clock.now().getTime()).toBe(start + day)
    pass(second)
    jump(day)
    guard.requireTrusted()
    const vouched = machine()
    vouched.guard.notBefore(new Date(start + day), true)
    vouched.guard.requireTrusted()
  })
})

describe('a service whose clock jumped', () => {
  let service: TestService
  let guard: ReturnType<typeof machine>
  beforeAll(async () => {
    service = await startTestService()
    guard = machine()
  })
  afterAll(() => service.close())

  const caller = { kind: 'service' } as const
  const input = { digest: new Uint8Array(32), hashAlgorithm: 'sha-256' } as const

  test('stamps nothing, and stamps again when it is set right', async () => {
    const deps = { ...service.gateway.deps, clockGuard: guard.guard, clock: guard.guard.clock }
    const call = { requestId: crypto.randomUUID(), caller }
    guard.jump(3600 * second)
    await expect(timestamp(deps, call, input)).rejects.toMatchObject({ code: 'CLOCK_NOT_TRUSTED' })
    guard.jump(-3600 * second)
    // The office of the test was founded by the clock of this machine.
    const now = { ...service.gateway.deps, clockGuard: guard.guard }
    expect((await timestamp(now, call, input)).token.length).toBeGreaterThan(100)
  })

  test('refuses in the words of RFC 3161: timeNotAvailable', async () => {
    const deps = { ...service.gateway.deps, clockGuard: guard.guard }
    const call = { requestId: crypto.randomUUID(), caller }
    const request = encodeTimestampRequest({
      messageImprint: encodeMessageImprint('sha-256', input.digest),
      certReq: true,
    })
    guard.jump(-day)
    const response = await answerTimestampRequest(deps, call, request)
    guard.jump(day)
    // PKIFailureInfo is the last element: a BIT STRING with bit 14 alone.
    expect(Buffer.from(response.subarray(-5)).toString('hex')).toBe('0303010002')
    expect(parseTimeStampResponse(response)).toEqual({ status: 2, token: undefined })
  })

  test('says so where readiness is asked, and in the metrics', async () => {
    const text = await (await fetch(`${service.url}/readyz`)).text()
    expect(JSON.parse(text).checks).toContainEqual({ check: 'clock', ok: true })
    const metrics = await (await fetch(`${service.url}/metrics`)).text()
    expect(metrics).toMatch(/^chancery_clock_trusted 1$/m)
  })
})
