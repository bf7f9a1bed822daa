// The end of the service, asked for while requests are running: nothing acknowledged is lost and nothing is left behind.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../faults/check.ts'
import { countOf } from '../faults/ledger.ts'
import { startLoad } from '../faults/load.ts'
import { foundOffice, type Office } from '../faults/office.ts'
import {
  administratorOf,
  pause,
  spawnService,
  startService,
  stopService,
  until,
  waitForEnd,
} from '../faults/service-process.ts'
import { chance } from '../fixtures/chance.ts'
import { freePort } from '../fixtures/free-port.ts'

const patienceMs = 600_000

// The processes of a service are found in /proc.
describe.runIf(process.platform === 'linux')('a service that is told to end', () => {
  let office: Office
  beforeAll(async () => {
    office = await foundOffice(undefined)
  }, patienceMs)
  afterAll(() => office.remove(), patienceMs)

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s while requests are running answers them, ends with 0, and loses nothing',
    async (signal) => {
      const { ledger } = office
      const before = countOf(ledger)
      const client = await administratorOf(office.service, { attempts: 1, timeoutMs: 30_000 })
      const load = startLoad(client, ledger, 6, (index) => chance(index + 1))
      expect(await until(() => countOf(ledger) > before + 20, 60_000, 10)).toBe(true)
      const all = office.service.processes()
      expect(all.map(({ role }) => role)).toEqual(expect.arrayContaining(['launcher', 'gateway', 'signer']))
      expect(await stopService(office.service, signal)).toEqual({ code: 0, signal: null })
      await load.stop()
      expect(await waitForEnd(all, 20_000)).toEqual([])
      await office.restart()
      await check(office.service, ledger, office.progress, true)
      expect(ledger.faults.splice(0)).toEqual([])
    },
    patienceMs,
  )
})

describe('a service that is told to end while it starts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-end-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test(
    'ends with 0 and leaves a directory that the next start completes',
    async () => {
      const options = { dataDirectory: join(folder, 'data'), port: await freePort() }
      for (const delayMs of [300, 1500]) {
        const service = spawnService(options)
        await pause(delayMs)
        const all = service.processes()
        const { code, signal } = await stopService(service)
        // Before the launcher listens, the signal ends it as it would any program.
        expect([code, signal]).toEqual(code === null ? [null, 'SIGTERM'] : [0, null])
        expect(await waitForEnd(all, 20_000)).toEqual([])
      }
      const service = await startService(options)
      const client = await administratorOf(service, { attempts: 4 })
      expect((await client.authorities()).map(({ slug }) => slug).sort()).toEqual([
        'practice-issuing',
        'practice-root',
      ])
      await stopService(service)
    },
    patienceMs,
  )
})
