// `kill -9` of the whole service at any moment of the very first start: the next start goes on, and there is one of everything.

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { dataDirectory } from '../../src/data-directory.ts'
import {
  administratorOf,
  pause,
  signalIfRunning,
  spawnService,
  startService,
  stopService,
  until,
  waitForEnd,
} from '../faults/service-process.ts'
import { chance } from '../fixtures/chance.ts'
import { freePort } from '../fixtures/free-port.ts'

const patienceMs = 600_000
const folder = mkdtempSync(join(tmpdir(), 'chancery-founding-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The processes of a service are found in /proc.
test.runIf(process.platform === 'linux')(
  'is completed by the next start, and makes one of everything',
  async () => {
    const options = { dataDirectory: join(folder, 'data'), port: await freePort() }
    const { database, adminTokenFile } = dataDirectory(options.dataDirectory)
    const random = chance(7)
    // While the database is being made, right behind its birth, and then among the steps of the founding: each of them
    // writes to the database's log.
    const moments: readonly (() => Promise<void>)[] = [
      () => pause(random.between(300, 1500)),
      async () => {
        await until(() => existsSync(join(database, 'postgres')), patienceMs, 2)
        await pause(random.between(0, 600))
      },
      ...Array.from({ length: 3 }, () => async () => {
        const from = Date.now()
        await until(() => wroteSince(join(database, 'postgres', 'pg_wal'), from), patienceMs, 2)
        await pause(random.between(0, 600))
      }),
    ]
    for (const moment of moments) {
      const service = spawnService(options)
      await moment()
      const all = service.processes()
      for (const { pid } of all) signalIfRunning(pid, 'SIGKILL')
      await service.ended
      expect(await waitForEnd(all, 20_000)).toEqual([])
    }
    const service = await startService(options)
    const client = await administratorOf(service, { attempts: 4 })
    const names = async <T>(items: AsyncIterable<T>, name: (item: T) => string): Promise<string[]> => {
      const list: string[] = []
      for await (const item of items) list.push(name(item))
      return list.sort()
    }
    expect(await names(client.units(), ({ path }) => path)).toEqual(['', 'practice'])
    expect(await names(client.keys(), ({ name, versions }) => `${name} ${versions.length}`)).toEqual([
      'envelopes 1',
      'log 1',
      'practice-issuing 1',
      'practice-root 1',
      'practice/envelopes 1',
      'practice/signing 1',
      'tsa 1',
    ])
    expect((await client.authorities()).map(({ slug }) => slug).sort()).toEqual([
      'practice-issuing',
      'practice-root',
    ])
    // Of root, issuing and time-stamping authority and of the signer, and the two that are sealed to.
    expect(await names(client.certificates(), ({ subject }) => subject)).toHaveLength(6)
    expect(await names(client.applications(), ({ name }) => name)).toEqual(['administrator'])
    expect(existsSync(adminTokenFile)).toBe(true)
    const { document } = await client.signDocument({ key: 'practice/signing', document: utf8('a text') })
    if (document.bytes === null) throw new Error('no bytes')
    expect(await client.verifyDocument({ document: document.bytes })).toMatchObject({
      indication: 'TOTAL_PASSED',
    })
    expect(await stopService(service)).toEqual({ code: 0, signal: null })
  },
  patienceMs,
)

function wroteSince(folder: string, fromMs: number): boolean {
  return readdirSync(folder).some((name) => statSync(join(folder, name)).mtimeMs > fromMs)
}
